using System;
using HpcCoreset.Kernels;

namespace HpcCoreset.Benchmarks.Peers;

/// <summary>
/// The nearest of some centres, near-ties decided: from row-major rows, packing and norms counted, or from rows packed before, as in every
/// iteration of k-means but the first.
/// </summary>
internal sealed unsafe class NearestCentre : IDisposable
{
    private readonly RowPanels _panels = new();
    private readonly PointKernel _kernel;
    private readonly float[] _rows;
    private readonly float[] _centres;
    private readonly float[] _centreTerms;
    private readonly float[] _rowTerms;
    private readonly float[] _distance;
    private readonly float[] _runnerUp;
    private readonly float[] _sums;
    private readonly int[] _owner;

    private readonly bool _packsOnce;
    private bool _isPacked;

    public NearestCentre(float[] rows, float[] centres, int dimension, bool packsOnce)
    {
        _kernel = KernelCatalogue.Get(Metric.SquaredEuclidean, dimension);
        _panels.Reserve(rows.Length / dimension, dimension);
        _packsOnce = packsOnce;
        _rows = rows;
        _centres = centres;
        _centreTerms = new float[centres.Length / dimension];
        _sums = new float[_centreTerms.Length * RowPanels.Lanes];
        (_rowTerms, _distance, _runnerUp) = (new float[_panels.PaddedCount], new float[_panels.PaddedCount], new float[_panels.PaddedCount]);
        _owner = new int[_panels.PaddedCount];
    }

    /// <summary>Finds them.</summary>
    /// <returns>The sum of the distances.</returns>
    public double Run()
    {
        fixed (float* rows = _rows, centres = _centres, centreTerms = _centreTerms, rowTerms = _rowTerms)
        fixed (float* distance = _distance, runnerUp = _runnerUp, sums = _sums)
        fixed (int* owner = _owner)
        {
            if (!_isPacked)
            {
                for (int panel = 0; panel < _panels.PanelCount; panel++) _panels.Pack(panel, rows, _panels.Dimension, null);
                _kernel.PrepareRows(_panels, 0, _panels.PanelCount, rowTerms);
                _isPacked = _packsOnce;
            }
            _kernel.Prepare(centres, _centreTerms.Length, _panels.Dimension, centreTerms);
            _kernel.Assign(
                _panels, 0, _panels.PanelCount, centres, _centreTerms.Length, centreTerms, rowTerms, owner, distance, runnerUp, sums);
        }
        double sum = 0;
        for (int row = 0; row < _panels.Count; row++) sum += Math.Sqrt(Math.Max(_distance[row], 0));
        return sum;
    }

    public void Dispose() => _panels.Dispose();
}
