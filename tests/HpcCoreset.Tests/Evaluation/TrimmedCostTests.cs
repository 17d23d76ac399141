using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Evaluation;
using HpcCoreset.Numerics;
using Xunit;

namespace HpcCoreset.Tests.Evaluation;

[Trait("Switches", "true")]
public unsafe class TrimmedCostTests
{
    [Theory]
    [InlineData(0, 1 + 4 + 9 + 16)]
    [InlineData(1, 1 + 4 + 9)]
    [InlineData(1.25, 1 + 4 + 0.75 * 9)] // a fraction of the row at the threshold
    [InlineData(3.5, 0.5)]
    [InlineData(4, 0)]
    [InlineData(9, 0)]
    public void Exactly_that_mass_is_left_out(double outliers, double expected) =>
        Assert.Equal(expected, Trimmed([9, 1, 16, 4], [1, 1, 1, 1], outliers));

    [Fact]
    public void Ties_at_the_threshold_share_it()
    {
        Assert.Equal(3 * 2 + 0.5 * 7, Trimmed([7, 7, 7, 2], [1, 1, 1, 3], 2.5));
        Assert.Equal(0, Trimmed([0, 0, 0], [1, 2, 3], 2));
    }

    [Fact]
    public void It_is_that_of_the_sorted_rows() =>
        Prop.ForAll<int>(CheckSorted).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void The_threshold_is_the_smallest_cost_that_no_more_mass_exceeds() =>
        Prop.ForAll<int>(CheckThreshold).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static void CheckSorted(int seed)
    {
        var random = new Random(seed);
        int count = random.Next(1, 400);
        double[] costs = [.. Enumerable.Range(0, count).Select(_ => random.Next(4) == 0 ? random.Next(3) : Math.Pow(10, random.NextDouble() * 40 - 20))];
        double[] weights = [.. Enumerable.Range(0, count).Select(_ => random.Next(5) == 0 ? 0 : Math.Pow(10, random.NextDouble() * 4 - 2))];
        double outliers = weights.Sum() * random.NextDouble() * (random.Next(2) == 0 ? 0.01 : 1.1), left = outliers, expected = 0;
        foreach (int row in Enumerable.Range(0, count).OrderByDescending(i => costs[i]))
        {
            double trimmed = Math.Min(left, weights[row]);
            left -= trimmed;
            expected += (weights[row] - trimmed) * costs[row];
        }
        Assert.Equal(expected, Trimmed(costs, weights, outliers), 1e-9 * costs.Zip(weights, (c, w) => c * w).Sum());
    }

    private static void CheckThreshold(int seed)
    {
        var random = new Random(seed);
        int count = random.Next(1, 200);
        double[] costs = [.. Enumerable.Range(0, count).Select(_ => random.Next(3) == 0 ? random.Next(4) : random.NextDouble())];
        double[] weights = [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(4))]; // whole, so that sums are exact
        double mass = random.Next(0, 2 * count);
        var farthest = new FarthestMass();
        fixed (double* c = costs, w = weights)
        {
            double found = farthest.Threshold(c, w, count, mass);
            double[] allowed = [.. costs.Append(0).Where(t => Above(t) <= mass)];
            Assert.Equal(allowed.Min(), found);
            Assert.Equal(Above(found), farthest.Above);
        }

        double Above(double threshold) => Enumerable.Range(0, count).Where(i => costs[i] > threshold).Sum(i => weights[i]);
    }

    private static double Trimmed(double[] costs, double[] weights, double outliers)
    {
        var trimmed = new TrimmedCost();
        fixed (double* c = costs, w = weights) return trimmed.Of(c, w, costs.Length, outliers);
    }
}
