using System;
using HpcCoreset.Clustering;

namespace HpcCoreset.Benchmarks.Peers;

/// <summary>
/// The nearest of some centres, near-ties decided: from row-major rows, packing and norms counted, or from rows packed before, as in every
/// iteration of k-means but the first.
/// </summary>
internal sealed unsafe class NearestCentre : IDisposable
{
    private readonly WeightedRows _weighted = new(Metric.SquaredEuclidean);
    private readonly NearestCentres _nearest = new();
    private readonly double[] _centres;
    private readonly float[] _rows;
    private readonly int _dimension;
    private readonly int _threads;
    private readonly bool _packsOnce;

    public NearestCentre(float[] rows, float[] centres, int dimension, bool packsOnce, int threads = 1)
    {
        (_dimension, _packsOnce, _threads) = (dimension, packsOnce, threads);
        _rows = GC.AllocateUninitializedArray<float>(rows.Length, pinned: true);
        rows.CopyTo(_rows, 0);
        _centres = GC.AllocateUninitializedArray<double>(centres.Length, pinned: true);
        for (int i = 0; i < centres.Length; i++) _centres[i] = centres[i];
        Load();
    }

    /// <summary>Finds them.</summary>
    /// <returns>The sum of the distances.</returns>
    public double Run()
    {
        if (!_packsOnce) Load(); // forgets what was packed
        fixed (double* centres = _centres) _nearest.Run(_weighted, centres, _centres.Length / _dimension, once: !_packsOnce);
        double sum = 0;
        for (int row = 0; row < _weighted.Count; row++) sum += Math.Sqrt(Math.Max(_nearest.Distance[row], 0));
        return sum;
    }

    public void Dispose()
    {
        _nearest.Dispose();
        _weighted.Dispose();
    }

    private void Load()
    {
        fixed (float* rows = _rows) _weighted.Load(new RowSource(rows, _rows.Length / _dimension, _dimension, _dimension), default, _threads);
    }
}
