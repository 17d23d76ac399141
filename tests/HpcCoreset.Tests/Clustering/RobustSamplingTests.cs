using System;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tests.Clustering;

/// <summary>Sensitivity sampling that keeps what may be outliers.</summary>
[Trait("Switches", "true")]
public class RobustSamplingTests
{
    private const int Count = 3000, Dimension = 4, Far = 40;

    /// <summary>Blobs, and 40 rows far from them and from each other.</summary>
    private static readonly float[] s_rows = [.. Rows.Blobs(Count, Dimension, 6, noise: 1).Select((value, i) =>
        i / Dimension % (Count / Far) == 1 ? value + 500 * (float)Math.Sin(i * 1.7) : value)];

    private static readonly int[] s_far = [.. Enumerable.Range(0, Count).Where(row => row % (Count / Far) == 1)];

    private static CoresetSnapshot Select(ClusteringCoresetOptions options, double[]? weights = null)
    {
        using var selector = new ClusteringCoresetSelector(options);
        return selector.Select(new Points(s_rows, Dimension), weights).ToOwned();
    }

    /// <summary>Whether rows are packed once for several passes, or a panel at a time for a single one.</summary>
    [Theory]
    [InlineData(ClusteringCoresetMethod.Sensitivity, "SquaredEuclidean/4/")]
    [InlineData(ClusteringCoresetMethod.KCenter, "SquaredEuclidean/4/")]
    [InlineData(ClusteringCoresetMethod.Uniform, "none")]
    public void The_report_names_the_kernel_that_ran(ClusteringCoresetMethod method, string kernel) => Assert.StartsWith(
        kernel, Select(new() { Size = 100, Clusters = 6, Method = method }).Report.Kernel, StringComparison.Ordinal);

    [Theory]
    [InlineData(Metric.SquaredEuclidean, false, true)]
    [InlineData(Metric.Euclidean, false, false)]
    [InlineData(Metric.Manhattan, true, false)]
    public void Outliers_are_kept_with_their_weights_and_the_rest_is_sampled(Metric metric, bool replacement, bool weighted)
    {
        double[] weights = [.. Enumerable.Range(0, Count).Select(row => weighted ? row % 4 : 1.0)];
        CoresetSnapshot coreset = Select(
            new() { Size = 400, Clusters = 6, Outliers = Far * (weighted ? 1.5 : 1), Metric = metric, WithReplacement = replacement, Seed = 2 }, weights);

        Assert.Equal(coreset.Indices.Distinct().Order(), coreset.Indices);
        Assert.InRange(coreset.Count, replacement ? 200 : 400, 400);
        if (!replacement) Assert.Equal(weights.Sum(), coreset.Weights.Sum(), 1e-9 * weights.Sum());
        // A seed has no cost, so one that is an outlier is not among the farthest; only draws with replacement do not take it for certain.
        foreach (int row in s_far.Where(row => !replacement && weights[row] > 0))
            Assert.Equal(weights[row], coreset.Weights[coreset.Indices.ToList().IndexOf(row)], 1e-12);
        // Three times the outliers are kept, so rows of the blobs are among them.
        Assert.True(Enumerable.Range(0, coreset.Count).Count(pick => coreset.Gains[pick] == 1) > 2 * Far);
        Assert.All(coreset.Indices, row => Assert.True(weights[row] > 0));
    }

    /// <summary>What trimmed clustering looks at: the cost without the farthest rows, on both sides.</summary>
    [Fact]
    public void Trimmed_costs_hold()
    {
        for (ulong seed = 0; seed < 5; seed++)
        {
            CoresetSnapshot coreset = Select(new() { Size = 300, Clusters = 6, Outliers = Far, Seed = seed });
            using var judge = new CoresetEvaluator(new() { Clusters = 6, Outliers = Far, Seed = 100 + seed });
            Assert.InRange(judge.Evaluate(new Points(s_rows, Dimension), [.. coreset.Indices], [.. coreset.Weights]).MaxDistortion, 1, 1.15);
        }
    }

    [Fact]
    public void The_bytes_do_not_depend_on_the_number_of_threads()
    {
        CoresetSnapshot one = Select(new() { Size = 300, Clusters = 5, Outliers = 30 });
        foreach (int threads in (int[])[2, 3])
        {
            CoresetSnapshot more = Select(new() { Size = 300, Clusters = 5, Outliers = 30, Threads = threads });
            Assert.Equal(one.Indices, more.Indices);
            Assert.Equal(one.Weights, more.Weights);
        }
    }

    [Fact]
    public void What_makes_no_sense_is_told()
    {
        Assert.Contains(
            "for which at least 30 rows would be kept", Assert.Throws<ArgumentException>(() => Select(new() { Size = 30, Outliers = 10 })).Message, StringComparison.Ordinal);
        Assert.Equal(Count, Select(new() { Size = 31, Outliers = 10 }).Weights.Sum(), 1e-9 * Count);
        Assert.Throws<ArgumentException>(() => Select(new() { Size = 50, Outliers = 5, OutlierEpsilon = 0 }));
        Assert.Throws<ArgumentException>(() => Select(new() { Size = 50, Outliers = 5, Method = ClusteringCoresetMethod.Uniform }));
    }
}
