using System;
using BenchmarkDotNet.Attributes;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Suite;

/// <summary>A batch: 10,000 rows of 64, one thread and two.</summary>
[MemoryDiagnoser]
public class BatchBenchmarks : IDisposable
{
    private const int Rows = 10_000;
    private const int Dimension = 64;
    private readonly float[] _rows = NormalRows.Make(Rows, Dimension, seed: 4);
    private FacilityLocationSelector _facilityLocation = null!;
    private ClusteringCoresetSelector _sensitivity = null!;
    private KMeansSolver _solver = null!;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void MakeSelectors()
    {
        _facilityLocation = new(new() { Size = 100, Threads = Threads });
        _sensitivity = new(new() { Size = 1000, Clusters = 50, Threads = Threads });
        _solver = new(new() { Clusters = 50, MaxIterations = 20, Threads = Threads });
    }

    /// <summary>Counted as the flops of nothing but the n x n similarity matrix, though lazy evaluation does not need all of it.</summary>
    [Benchmark]
    public int FacilityLocation100()
    {
        Throughput.Flops = 2.0 * Rows * Rows * Dimension;
        return _facilityLocation.Select(new Points(_rows, Dimension)).Count;
    }

    [Benchmark]
    public int ClusteringCoreset1000()
    {
        Coreset coreset = _sensitivity.Select(new Points(_rows, Dimension));
        Throughput.Distances(coreset.Report.Evaluations, Dimension);
        return coreset.Count;
    }

    /// <summary>Counted as the inner products of its iterations, without seeding.</summary>
    [Benchmark]
    public int KMeans50()
    {
        KMeansSolution solution = _solver.Fit(new Points(_rows, Dimension));
        Throughput.Flops = 2.0 * Rows * solution.Clusters * Dimension * solution.Iterations;
        return solution.Clusters;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _facilityLocation.Dispose();
        _sensitivity.Dispose();
        _solver.Dispose();
        GC.SuppressFinalize(this);
    }
}
