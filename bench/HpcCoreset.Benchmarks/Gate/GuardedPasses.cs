using System;
using System.Collections.Generic;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Benchmarks.Passes;
using HpcCoreset.Kernels;

namespace HpcCoreset.Benchmarks.Gate;

/// <summary>Everything that the gate guards, on rows that fit into half a second-level cache, so that neighbours' traffic does not count.</summary>
internal sealed class GuardedPasses : IDisposable
{
    private const int RowBytes = 384 << 10;
    private const int MostPanels = 48;

    /// <summary>Centres or candidates: ten tiles of 6, one of 2 and one of 1.</summary>
    private const int Points = 63;

    private const int RequestRows = 100;
    private const int RequestDimension = 384;
    private const long BurstSteps = 250_000;
    private const int BandwidthBytes = 256 << 10;
    private const long BurstBytes = 64L << 20;
    private readonly List<IDisposable> _owned = [];
    private readonly List<GuardedPass> _all = [];

    public GuardedPasses()
    {
        foreach (int dimension in (int[])[8, 16, 64, 128, 384])
        {
            int panels = Math.Clamp(RowBytes / (RowPanels.Lanes * dimension * sizeof(float)), GuardedPass.Parts, MostPanels);
            int part = panels / GuardedPass.Parts, rows = GuardedPass.Parts * part * RowPanels.Lanes;
            PassInputs inputs = Own(new PassInputs(dimension, rows));
            GeneratedPasses passes = new(KernelCatalogue.Get(Metric.SquaredEuclidean, dimension), inputs);
            Add($"Assign d={dimension}", inputs.Flops(Points), i => passes.Assign(i * part, part, Points));
            if (dimension is 16 or 64 or 384) Add($"Gain d={dimension}", inputs.Flops(Points), i => passes.Gain(i * part, part, Points));
            if (dimension == 64) Add($"PairGains d={dimension}", inputs.Flops(Points), i => passes.PairGains(i * part, part, Points));
            if (dimension is 16 or 64 or 384)
                _all.Add(new($"Relax d={dimension}", sizeof(float) * (double)rows * dimension, i => passes.Relax(i * part, part), Bandwidth));
        }
        float[] request = NormalRows.Make(RequestRows, RequestDimension, seed: 3);
        var selector = Own(new FacilityLocationSelector(new() { Size = 10, Similarity = Similarity.Cosine }));
        Add($"FacilityLocation {RequestRows} x {RequestDimension}", 2.0 * RequestRows * RequestRows * RequestDimension * GuardedPass.Parts,
            _ => selector.Select(new Points(request, RequestDimension)));
    }

    public IReadOnlyList<GuardedPass> All => _all;

    public void Dispose() => _owned.ForEach(owned => owned.Dispose());

    private static double Bandwidth() => PeakBandwidth.MeasureOnce(BandwidthBytes, streams: 1, BurstBytes);

    private void Add(string name, double flops, Action<int> part) => _all.Add(new(name, flops, part, () => PeakFlops.Measure(BurstSteps)));

    private T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }
}
