using System;
using System.Linq;
using HpcCoreset.Tests.Allocation;
using Xunit;

namespace HpcCoreset.Tests;

/// <summary>After <c>Prepare</c> the first request has its workspace.</summary>
public class PrepareTests
{
    private const int Rows = 300;
    private const int Dimension = 24;
    private readonly float[] _values = [.. Enumerable.Range(0, Rows * Dimension).Select(i => MathF.Sin(i * 0.37f))];

    [Fact]
    public void The_first_facility_location_call_allocates_nothing()
    {
        using var selector = new FacilityLocationSelector(new() { Size = 10, Similarity = Similarity.CorrelationSquared });
        selector.Prepare(Rows, Dimension);
        Assert.Equal(0, Allocated.In(() => selector.Select(new Points(_values, Dimension))));
    }

    [Fact]
    public void The_first_mmr_call_allocates_nothing()
    {
        using var selector = new MmrSelector(new() { Size = 10 });
        selector.Prepare(Rows, Dimension);
        Assert.Equal(0, Allocated.In(() => selector.Select(new Points(_values, Dimension), _values.AsSpan(0, Dimension))));
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => selector.Prepare(9, Dimension));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(Rows)] // from here on all rows are kept
    [InlineData(2 * Rows)]
    public void The_first_k_means_coreset_call_allocates_nothing(int size)
    {
        using var selector = new ClusteringCoresetSelector(new() { Size = size, Clusters = 5 });
        selector.Prepare(Rows, Dimension);
        Assert.Equal(0, Allocated.In(() => selector.Select(new Points(_values, Dimension))));
    }

    [Fact]
    public void The_first_call_on_bits_allocates_nothing()
    {
        var bytes = new byte[Rows * Dimension / 8];
        new Random(1).NextBytes(bytes);
        using var selector = new ClusteringCoresetSelector(new() { Size = 50, Clusters = 5, Metric = Metric.Hamming });
        selector.Prepare(Rows, Dimension);
        Assert.Equal(0, Allocated.In(() => selector.Select(Points.FromBits(bytes, Dimension))));
    }

    [Fact]
    public void It_changes_no_later_coreset()
    {
        using var prepared = new FacilityLocationSelector(new() { Size = 10 });
        using var fresh = new FacilityLocationSelector(new() { Size = 10 });
        prepared.Prepare(Rows, Dimension);
        int[] picks = prepared.Select(new Points(_values, Dimension)).Indices.ToArray();
        Assert.Equal(fresh.Select(new Points(_values, Dimension)).Indices.ToArray(), picks);
    }

    [Fact]
    public void It_reports_no_progress_and_refuses_fewer_rows_than_picks()
    {
        var progress = new Counter();
        using var selector = new FacilityLocationSelector(new() { Size = 10, Progress = progress });
        selector.Prepare(Rows, Dimension);
        Assert.Equal(0, progress.Reports);
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => selector.Prepare(9, Dimension));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(Rows)]
    public void Nor_does_that_of_a_k_means_coreset(int size)
    {
        var progress = new Counter();
        using var selector = new ClusteringCoresetSelector(new() { Size = size, Clusters = 5, Progress = progress });
        selector.Prepare(Rows, Dimension);
        Assert.Equal(0, progress.Reports);
        selector.Select(new Points(_values, Dimension));
        Assert.NotEqual(0, progress.Reports);
    }

    private sealed class Counter : IProgress<int>, IProgress<double>
    {
        public int Reports { get; private set; }

        public void Report(int value) => Reports++;

        public void Report(double value) => Reports++;
    }
}
