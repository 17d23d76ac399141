using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Tests.Runs;
using Xunit;

namespace HpcCoreset.Training.Tests.Selection;

[Trait("Switches", "true")]
public sealed class GradMatchTests
{
    private static readonly LabelledData s_data = Blobs.Make(600);

    /// <summary>Killamsetty et al., algorithm 2, class by class, on (probability - 1) (inputs of the last layer, 1).</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.05)]
    public void Picks_and_weights_are_those_of_the_paper_s_pursuit(double regularization)
    {
        var found = new GradientPicks(new GradMatchOptions { Regularization = regularization }, s_data);
        Dictionary<int, double> expected = [];
        for (int c = 0; c < 3; c++)
        {
            int[] rows = [.. Enumerable.Range(0, 600).Where(i => s_data.Labels[i] == c)];
            double[][] gradients = [.. rows.Select(i => (double[])[.. found.Features[i].Append(1).Select(h => found.Gradients[i][c] * h)])];
            double[] target = [.. Enumerable.Range(0, gradients[0].Length).Select(t => gradients.Average(g => g[t]))];
            double ridge = regularization * gradients.Average(g => Dot(g, g));
            List<int> picks = [];
            double[] weights = [], missing = target;
            while (picks.Count < 20)
            {
                int best = Enumerable.Range(0, 200).Except(picks).MaxBy(i => Dot(gradients[i], missing));
                if (Dot(gradients[best], missing) <= 0) break;
                picks.Add(best);
                double[][] picked = [.. picks.Select(i => gradients[i])];
                (weights, missing) = Fit(picked, target, ridge);
            }
            for (int i = 0; i < picks.Count; i++)
                if (weights[i] > 0) expected[rows[picks[i]]] = 200 * weights[i];
        }
        Assert.Equal(expected.Keys.Order(), found.Weights.Keys.Order());
        double mean = expected.Values.Average();
        foreach ((int pick, float weight) in found.Weights) Assert.Equal(expected[pick] / mean, weight, 1e-4);
        Assert.True(expected.Values.Max() > 1.05 * expected.Values.Min());
    }

    [Fact]
    public void The_direction_of_all_classes_together_is_matched_better_than_by_chance()
    {
        var found = new GradientPicks(new GradMatchOptions { ByClass = false }, s_data);
        double[] all = Sum(found, Enumerable.Range(0, 600), _ => 1);
        double picked = Cosine(Sum(found, found.Weights.Keys, i => found.Weights[i])), random = 0;
        for (int draw = 0; draw < 20; draw++)
        {
            int[] rows = new int[60];
            RandomRows.Subset(3, (ulong)draw, 600, rows);
            random += Cosine(Sum(found, rows, _ => 1)) / 20;
        }
        Assert.True(picked > random, $"found {picked} and {random}");

        double Cosine(double[] sum) => Dot(sum, all) / Math.Sqrt(Dot(sum, sum) * Dot(all, all));
    }

    [Fact]
    public void Batches_are_picked_as_a_whole()
    {
        var found = new GradientPicks(new GradMatchOptions { PerBatch = true }, s_data, budget: 0.17); // 102 examples: five batches of 20
        int[] sizes = [.. found.Weights.GroupBy(pick => pick.Value).Select(batch => batch.Count())];
        Assert.InRange(sizes.Length, 1, 5);
        Assert.All(sizes, size => Assert.Equal(0, size % 20));
    }

    [Fact]
    public void The_last_batch_may_be_shorter()
    {
        var found = new GradientPicks(new GradMatchOptions { PerBatch = true, Regularization = 10 }, Blobs.Make(50), budget: 0.98, batchSize: 16);
        Assert.InRange(found.Weights.Count, 2, 48);
        Assert.Equal(1, found.Weights.Values.Average(weight => (double)weight), 4);
    }

    [Fact]
    public void Options_are_checked()
    {
        CraigTrainerTests.Refuses(new GradMatchOptions { Interval = -1 }, "Interval");
        CraigTrainerTests.Refuses(new GradMatchOptions { Regularization = 0 }, "Regularization");
        CraigTrainerTests.Refuses(new GradMatchOptions { Regularization = double.NaN }, "Regularization");
    }

    /// <summary>The weights of at least 0 of least |b - sum of w g|^2 + ridge |w|^2, one after the other until none moves, and what is missing.</summary>
    private static (double[] Weights, double[] Missing) Fit(double[][] vectors, double[] target, double ridge)
    {
        double[] weights = new double[vectors.Length], missing = [.. target];
        for (double moved = 1; moved > 1e-14;)
        {
            moved = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                double norm = Dot(vectors[i], vectors[i]), next = Math.Max(0, (Dot(vectors[i], missing) + weights[i] * norm) / (norm + ridge));
                for (int t = 0; t < missing.Length; t++) missing[t] -= (next - weights[i]) * vectors[i][t];
                moved = Math.Max(moved, Math.Abs(next - weights[i]));
                weights[i] = next;
            }
        }
        return (weights, missing);
    }

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();

    private static double[] Sum(GradientPicks found, IEnumerable<int> rows, Func<int, double> weight)
    {
        double[] sum = new double[3];
        foreach (int row in rows)
            for (int t = 0; t < 3; t++) sum[t] += weight(row) * found.Gradients[row][t];
        return sum;
    }
}
