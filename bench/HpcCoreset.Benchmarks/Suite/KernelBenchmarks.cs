using System;
using BenchmarkDotNet.Attributes;
using HpcCoreset.Benchmarks.Passes;
using HpcCoreset.Kernels;

namespace HpcCoreset.Benchmarks.Suite;

/// <summary>One thread's passes over 20,000 standard normal rows.</summary>
[MemoryDiagnoser]
public class KernelBenchmarks : IDisposable
{
    private PassInputs _inputs = null!;
    private GeneratedPasses _passes = null!;
    private int _panels;

    [Params(3, 16, 64, 128, 384, 1536)]
    public int Dimension { get; set; }

    [GlobalSetup]
    public void MakeInputs()
    {
        _inputs = new(Dimension);
        _passes = new(KernelCatalogue.Get(Metric.SquaredEuclidean, Dimension), _inputs);
        _panels = _inputs.Panels.PanelCount;
    }

    [Benchmark]
    public void Assign256()
    {
        _passes.Assign(0, _panels, PassInputs.Centres);
        Throughput.Flops = _inputs.Flops(PassInputs.Centres);
    }

    [Benchmark]
    public void Gain256()
    {
        _passes.Gain(0, _panels, PassInputs.Centres);
        Throughput.Flops = _inputs.Flops(PassInputs.Centres);
    }

    [Benchmark]
    public void PairGains64()
    {
        _passes.PairGains(0, _panels, RowPanels.Lanes);
        Throughput.Flops = _inputs.Flops(RowPanels.Lanes);
    }

    /// <summary>Bound by the cache that holds the rows, or by memory.</summary>
    [Benchmark]
    public void Relax1()
    {
        _passes.Relax(0, _panels);
        Throughput.Bytes = (double)sizeof(float) * _panels * RowPanels.Lanes * Dimension;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _inputs.Dispose();
        GC.SuppressFinalize(this);
    }
}
