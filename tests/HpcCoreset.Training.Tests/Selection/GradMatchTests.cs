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

    [Fact]
    public void The_weighted_gradient_of_every_class_is_that_of_all_its_examples()
    {
        var found = new GradientPicks(new GradMatchOptions { Regularization = 1e-3 }, s_data);
        double[][] all = [.. Enumerable.Range(0, 3).Select(c => Sum(found, Enumerable.Range(0, 600).Where(i => s_data.Labels[i] == c), _ => 1))];
        double[][] picked = [.. Enumerable.Range(0, 3).Select(c => Sum(found, found.Weights.Keys.Where(i => s_data.Labels[i] == c), i => found.Weights[i]))];
        double scale = all.Zip(picked, (a, p) => a.Zip(p, (x, y) => x * y).Sum()).Sum() / all.Sum(a => a.Sum(x => x * x)); // weights have mean 1
        for (int c = 0; c < 3; c++)
            for (int t = 0; t < 3; t++) Assert.Equal(all[c][t], picked[c][t] / scale, 0.01 * all[c].Max());

        for (int c = 0; c < 3; c++) Assert.InRange(found.Weights.Keys.Count(i => s_data.Labels[i] == c), 1, 20);
        Assert.All(found.Weights.Values, weight => Assert.True(weight > 0));
    }

    [Fact]
    public void All_classes_together_are_matched_better_than_by_chance()
    {
        var found = new GradientPicks(new GradMatchOptions { ByClass = false }, s_data);
        double[] all = Sum(found, Enumerable.Range(0, 600), _ => 1 / 600.0);
        double picked = Distance(Sum(found, found.Weights.Keys, i => found.Weights[i] / (double)found.Weights.Count)), random = 0;
        for (int draw = 0; draw < 20; draw++)
        {
            int[] rows = new int[60];
            RandomRows.Subset(3, (ulong)draw, 600, rows);
            random += Distance(Sum(found, rows, _ => 1 / 60.0)) / 20;
        }
        Assert.True(picked < random, $"found {picked} and {random}");

        double Distance(double[] sum) => Math.Sqrt(sum.Zip(all, (x, y) => (x - y) * (x - y)).Sum());
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

    private static double[] Sum(GradientPicks found, IEnumerable<int> rows, Func<int, double> weight)
    {
        double[] sum = new double[3];
        foreach (int row in rows)
            for (int t = 0; t < 3; t++) sum[t] += weight(row) * found.Gradients[row][t];
        return sum;
    }
}
