using System;
using System.Linq;
using HpcCoreset.Clustering;
using Xunit;

namespace HpcCoreset.Tests.Clustering;

public class QuadtreeSeedingTests
{
    [Theory]
    [InlineData(Metric.SquaredEuclidean, 1)]
    [InlineData(Metric.SquaredEuclidean, 5)]
    [InlineData(Metric.Euclidean, 64)]
    [InlineData(Metric.Manhattan, 3)]
    public void No_distance_in_a_tree_is_below_the_true_one(Metric metric, int dimension)
    {
        const int Count = 2000;
        float[] values = Rows.Blobs(Count, dimension, 12, noise: 0.01);
        var seeding = new QuadtreeSeeding();
        (int[] seeds, int[] owner) = BicriteriaSolutionTests.Run(seeding, values, dimension, [], 30, 5, metric);
        Assert.Equal(30, seeds.Distinct().Count());
        double side = Enumerable.Range(0, dimension).Max(t =>
            Enumerable.Range(0, Count).Max(i => (double)values[i * dimension + t]) - Enumerable.Range(0, Count).Min(i => (double)values[i * dimension + t]));
        double unit = 4 * 2 * side * (metric == Metric.Manhattan ? dimension : Math.Sqrt(dimension));
        if (metric == Metric.SquaredEuclidean) unit *= unit;
        for (int i = 0; i < Count; i++)
        {
            double[] seed = Rows.ToDouble(values.AsSpan(seeds[owner[i]] * dimension, dimension));
            Assert.InRange(Rows.Distance(metric, values.AsSpan(i * dimension, dimension), seed), 0, seeding.Costs(Count)[i] * unit);
        }
    }

    /// <summary>Also where rows that differ share the smallest cells.</summary>
    [Fact]
    public void Only_copies_of_a_seed_are_at_distance_0_and_end_it()
    {
        float[] values = [1, 2, 2, MathF.BitIncrement(2), 1e9f, 1e9f, 7e9f, 7e9f];
        double[] weights = [1, 1, 1, 1, 1, 1, 0, 0];
        for (ulong seed = 0; seed < 50; seed++)
        {
            (int[] seeds, int[] owner) = BicriteriaSolutionTests.Run(new QuadtreeSeeding(), values, 1, weights, 8, seed);
            Assert.Equal([1f, 2f, MathF.BitIncrement(2), 1e9f], seeds.Select(s => values[s]).Order());
            for (int i = 0; i < 6; i++) Assert.Equal(values[i], values[seeds[owner[i]]]);
        }
    }

    /// <summary>Blobs of a thousandth of their distances: k-means++ by true distances finds all, and so it does projected from 100 dimensions.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(100)]
    public void Twice_as_many_seeds_as_blobs_leave_no_blob_out(int dimension)
    {
        float[] values = Rows.Blobs(3000, dimension, 8, noise: 1e-3);
        for (ulong seed = 0; seed < 5; seed++)
        {
            (int[] seeds, int[] owner) = BicriteriaSolutionTests.Run(new QuadtreeSeeding(), values, dimension, [], 16, seed);
            for (int i = 0; i < owner.Length; i++)
                Assert.InRange(Rows.Distance(
                    Metric.SquaredEuclidean, values.AsSpan(i * dimension, dimension),
                    Rows.ToDouble(values.AsSpan(seeds[owner[i]] * dimension, dimension))), 0, 1e-3 * dimension);
        }
    }
}
