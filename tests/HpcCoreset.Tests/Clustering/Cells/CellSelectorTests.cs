using System;
using System.Linq;
using System.Threading;
using HpcCoreset.Tests.Allocation;
using Xunit;

namespace HpcCoreset.Tests.Clustering.Cells;

/// <summary>Cells by way of the selector.</summary>
public class CellSelectorTests
{
    public static TheoryData<ClusteringCoresetMethod> Cells => [.. Methods.Cells];

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_cell_is_a_pick_with_mass_variance_and_centroid(ClusteringCoresetMethod method)
    {
        float[] rows = Rows.Blobs(3000, 5, 8, noise: 1);
        double[] weights = Rows.Weights(3000);
        using var selector = new ClusteringCoresetSelector(new() { Size = 90, Method = method, Seed = 2 });
        CoresetSnapshot coreset = selector.Select(new Points(rows, 5), weights).ToOwned();
        Assert.InRange(coreset.Count, 45, 90);
        Assert.Equal(coreset.Indices.Distinct().Order(), coreset.Indices);
        Assert.Equal(weights.Sum(), coreset.Report.TotalWeight, 1e-12 * weights.Sum());
        Assert.Equal(coreset.Count * 5, coreset.Centroids.Count);
        Assert.Equal(coreset.Offset, coreset.Gains.Sum(), 1e-12 * coreset.Offset);
        Assert.Equal(coreset.Offset, coreset.Report.Objective);
        Assert.Equal("none", coreset.Report.Kernel);
        Assert.True(coreset.Report.Evaluations > 2500);
        // The row that stands for a cell is one of its own: near its centroid, compared with other cells'.
        double spread = Enumerable.Range(0, coreset.Count).Average(cell => Rows.Distance(
            Metric.SquaredEuclidean, rows.AsSpan(coreset.Indices[cell] * 5, 5), Rows.ToDouble(coreset.Centroids.Skip(cell * 5).Take(5).ToArray())));
        Assert.InRange(spread, 0, 0.5);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void With_no_more_rows_than_asked_the_coreset_is_the_rows(ClusteringCoresetMethod method)
    {
        float[] rows = Rows.Blobs(40, 3, 4);
        double[] weights = [.. Enumerable.Range(0, 40).Select(i => i % 4 == 0 ? 0.0 : i)];
        using var selector = new ClusteringCoresetSelector(new() { Size = 30, Method = method });
        Coreset coreset = selector.Select(new Points(rows, 3), weights);
        int[] positive = [.. Enumerable.Range(0, 40).Where(i => i % 4 != 0)];
        Assert.Equal(positive, coreset.Indices.ToArray());
        Assert.Equal(positive.Select(i => weights[i]), coreset.Weights.ToArray());
        Assert.Equal(positive.SelectMany(i => rows[(i * 3)..(i * 3 + 3)]), coreset.Centroids.ToArray());
        Assert.All(coreset.Gains.ToArray(), variance => Assert.Equal(0, variance));
        Assert.Equal(0, coreset.Offset);
    }

    /// <summary>Weights, offset and gains of a class are scaled together, so that the cost of one centre stays exact.</summary>
    [Theory]
    [InlineData(ClusteringCoresetMethod.CoresetTree, false)]
    [InlineData(ClusteringCoresetMethod.Bico, false)]
    [InlineData(ClusteringCoresetMethod.CoresetTree, true)]
    [InlineData(ClusteringCoresetMethod.Bico, true)]
    public void Classes_have_cells_of_their_own(ClusteringCoresetMethod method, bool equalize)
    {
        float[] rows = Rows.Blobs(1000, 4, 5, noise: 2);
        int[] labels = [.. Enumerable.Range(0, 1000).Select(row => row % 10 == 0 ? 1 : row % 7 == 0 ? 2 : 0)];
        using var selector = new ClusteringCoresetSelector(
            new() { Size = 160, Method = method, Balance = ClassBalance.Equal, EqualizeClasses = equalize });
        CoresetSnapshot coreset = selector.Select(new Points(rows, 4), [], labels).ToOwned();
        double[] weights = [.. labels.Select(label => equalize ? 1000 / 3.0 / labels.Count(other => other == label) : 1)];
        double[] centre = [11, 12, 10, 13];
        double told = coreset.Offset + Rows.Cost(Metric.SquaredEuclidean, [.. coreset.Centroids], 4, [.. coreset.Weights], centre);
        Assert.Equal(1, told / Rows.Cost(Metric.SquaredEuclidean, rows, 4, weights, centre), 1e-6);
        Assert.Equal(coreset.Offset, coreset.Gains.Sum(), 1e-12 * coreset.Offset);
        Assert.Equal([0, 1, 2], coreset.Indices.Select(row => labels[row]).Distinct());
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_first_call_after_prepare_allocates_nothing(ClusteringCoresetMethod method)
    {
        float[] rows = Rows.Blobs(3000, 12, 7, noise: 1);
        // The least of five first calls: a collection of another test's making in the middle of one adds bytes to its count.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ =>
        {
            using var selector = new ClusteringCoresetSelector(new() { Size = 100, Method = method });
            selector.Prepare(3000, 12);
            return Allocated.In(() => selector.Select(new Points(rows, 12)));
        }));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_cancelled_call_throws_and_the_selector_lives_on(ClusteringCoresetMethod method)
    {
        float[] rows = Rows.Blobs(20_000, 3, 4, noise: 1);
        using var source = new CancellationTokenSource();
        using var selector = new ClusteringCoresetSelector(new() { Size = 50, Method = method, Progress = new Cancelling(source) });
        Assert.Throws<OperationCanceledException>(() => selector.Select(new Points(rows, 3), cancellation: source.Token).Count);
        Assert.Equal(20_000, selector.Select(new Points(rows, 3)).Report.TotalWeight);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void What_cells_cannot_do_is_refused(ClusteringCoresetMethod method)
    {
        foreach (Metric metric in Enum.GetValues<Metric>().Where(metric => metric != Metric.SquaredEuclidean))
            Assert.StartsWith($"options.Metric: found {metric}; ", Refused(new() { Size = 5, Method = method, Metric = metric }), StringComparison.Ordinal);
        Assert.StartsWith(
            $"options.WithReplacement: found true; {method} ", Refused(new() { Size = 5, Method = method, WithReplacement = true }), StringComparison.Ordinal);
        Assert.StartsWith(
            $"options.Calibrate: found false; {method} ", Refused(new() { Size = 5, Method = method, Calibrate = false }), StringComparison.Ordinal);
        Assert.Contains("a kernel's own", Assert.Throws<ArgumentException>(
            () => new ClusteringCoresetSelector<Kernels.Huber9>(new() { Size = 5, Method = method })).Message, StringComparison.Ordinal);
    }

    private static string Refused(ClusteringCoresetOptions options) =>
        Assert.Throws<ArgumentException>(() => new ClusteringCoresetSelector(options)).Message;

    private sealed class Cancelling(CancellationTokenSource source) : IProgress<double>
    {
        public void Report(double value)
        {
            if (value is >= 0.2 and < 1) source.Cancel();
        }
    }
}
