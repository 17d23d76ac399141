using System;
using BenchmarkDotNet.Attributes;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Suite;

/// <summary>Inside a request: ten of a few embeddings, by one selector that the service keeps.</summary>
[MemoryDiagnoser]
public class RequestBenchmarks : IDisposable
{
    private const int Size = 10;
    private readonly FacilityLocationSelector _facilityLocation = new(new() { Size = Size, Similarity = Similarity.Cosine });
    private readonly ClusteringCoresetSelector _sensitivity = new(new() { Size = Size, Clusters = 5 });
    private float[] _rows = [];
    private int _dimension;

    [Params("100 x 384", "1000 x 768")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void MakeRows()
    {
        string[] shape = Shape.Split(" x ");
        _dimension = int.Parse(shape[1], System.Globalization.CultureInfo.InvariantCulture);
        _rows = NormalRows.Make(int.Parse(shape[0], System.Globalization.CultureInfo.InvariantCulture), _dimension, seed: 3);
    }

    /// <summary>Counted as the flops of nothing but the n x n similarity matrix.</summary>
    [Benchmark]
    public int FacilityLocation()
    {
        double rows = _rows.Length / _dimension;
        Throughput.Flops = 2 * rows * rows * _dimension;
        return _facilityLocation.Select(new Points(_rows, _dimension)).Count;
    }

    [Benchmark]
    public int ClusteringCoreset()
    {
        Coreset coreset = _sensitivity.Select(new Points(_rows, _dimension));
        Throughput.Distances(coreset.Report.Evaluations, _dimension);
        return coreset.Count;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _facilityLocation.Dispose();
        _sensitivity.Dispose();
        GC.SuppressFinalize(this);
    }
}
