using System;
using System.Linq;
using HpcCoreset.Kernels;
using Xunit;

namespace HpcCoreset.Tests.Clustering;

public class KernelOfOnesOwnTests
{
    [Fact]
    public void On_a_built_in_metric_it_changes_nothing()
    {
        float[] rows = Rows.Blobs(2000, 16, 6);
        var options = new ClusteringCoresetOptions { Size = 100, Clusters = 6, Seed = 2 };
        AssertSame(new ClusteringCoresetSelector(options), new ClusteringCoresetSelector<SquaredEuclidean16>(options), rows);
        AssertSame(new ClusteringCoresetSelector(options with { Metric = Metric.Manhattan }), new ClusteringCoresetSelector<ManhattanAny>(options), rows);
    }

    [Fact]
    public void Rows_of_another_dimension_are_refused_even_if_all_would_be_kept()
    {
        using var selector = new ClusteringCoresetSelector<SquaredEuclidean16>(new() { Size = 100 });
        Assert.Contains("found dimension 3, the kernel is made for 16", Assert.ThrowsAny<ArgumentException>(
            () => { selector.Select(new Points(new float[9], 3)); }).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ClusteringCoresetMethod.Sensitivity)]
    [InlineData(ClusteringCoresetMethod.Lightweight)]
    public void Costs_that_no_probability_can_be_made_of_are_refused(ClusteringCoresetMethod method)
    {
        var options = new ClusteringCoresetOptions { Size = 5, Clusters = 2, Method = method };
        using var negative = new ClusteringCoresetSelector<NegativeKernel>(options);
        using var infinite = new ClusteringCoresetSelector<InfiniteKernel>(options);
        AssertRefused(negative, "-1 of row 0");
        AssertRefused(infinite, "Infinity of row 0");
    }

    private static void AssertRefused(ClusteringCoresetSelector selector, string found)
    {
        float[] rows = [.. Enumerable.Range(0, 40).Select(i => i / 20 + 1f)];
        string message = Assert.ThrowsAny<ArgumentException>(() => { selector.Select(new Points(rows, 1)); }).Message;
        Assert.Contains(found, message, StringComparison.Ordinal);
        Assert.Contains("allowed are finite values of at least 0", message, StringComparison.Ordinal);
    }

    private static void AssertSame(ClusteringCoresetSelector catalogue, ClusteringCoresetSelector own, float[] rows)
    {
        using (catalogue)
        using (own)
        {
            CoresetSnapshot expected = catalogue.Select(new Points(rows, 16)).ToOwned(), found = own.Select(new Points(rows, 16)).ToOwned();
            Assert.Equal(expected.Indices, found.Indices);
            Assert.Equal(expected.Weights, found.Weights);
            Assert.Equal(expected.Report, found.Report);
        }
    }
}

[CoresetKernel<Negative>]
internal readonly partial struct NegativeKernel;

[CoresetKernel<Infinite>]
internal readonly partial struct InfiniteKernel;

internal readonly struct Negative : IMetric
{
    public static T Accumulate<T>(T sum, T x, T y)
        where T : struct, ILane<T> => sum + T.Abs(x - y);

    public static T Finish<T>(T sum)
        where T : struct, ILane<T> => T.Create(-1);
}

internal readonly struct Infinite : IMetric
{
    public static T Accumulate<T>(T sum, T x, T y)
        where T : struct, ILane<T> => sum + T.Abs(x - y);

    public static T Finish<T>(T sum)
        where T : struct, ILane<T> => sum + T.Create(float.PositiveInfinity);
}
