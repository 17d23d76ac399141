using System;
using System.Numerics.Tensors;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// Farthest-first traversal: every pick is the row of positive weight farthest from all picks before it, lowest row on ties (Gonzalez,
/// Theoretical Computer Science 38, 1985). The picks and radii are those of the plain loop in double.
/// </summary>
/// <remarks>
/// A row can only come nearer to the picks, so what is known of a panel of rows is an upper bound and stays one: panels wait in a heap,
/// and only those that could hold the farthest row are compared with the picks that they have not seen, all of them at once, while the
/// panel lies in the first-level cache. Every pair is computed once, as in the plain loop, but memory is read a few times instead of
/// once per pick. Distances in float32 are bounds (<see cref="UpperCosts"/>) and never decide: rows that could be the farthest are
/// compared with all picks in double. Nothing depends on the number of threads.
/// </remarks>
internal sealed unsafe class FarthestFirst : IChunkedWork
{
    /// <summary>Panels refreshed together at first; in a step that needs more, twice as many each time.</summary>
    private const int LeastBatch = 8;

    private readonly UpperCosts _upper = new();
    private readonly IndexedHeap _heap = new();
    private readonly PinnedBuffer<int> _picks = new();
    private readonly PinnedBuffer<double> _radii = new();
    private readonly PinnedBuffer<float> _packed = new();
    private readonly PinnedBuffer<double> _centres = new();
    private readonly PinnedBuffer<float> _nearest = new();
    private readonly PinnedBuffer<int> _owner = new();
    private readonly PinnedBuffer<double> _bounds = new();
    private readonly PinnedBuffer<int> _seen = new();
    private readonly PinnedBuffer<int> _batch = new();
    private readonly PinnedBuffer<int> _decided = new();
    private readonly PinnedBuffer<double> _exact = new();
    private readonly PinnedBuffer<int> _exactSeen = new();
    private WeightedRows _rows = null!;
    private CancellationToken _cancellation;
    private int _decidedCount;
    private int _farthest;
    private double _radius;

    /// <summary>Number of picks.</summary>
    public int Count { get; private set; }

    /// <summary>The picks' row numbers.</summary>
    public ReadOnlySpan<int> Picks => _picks.Span(Count);

    /// <summary>The distance of the farthest row before each pick: infinite before the first, never rising.</summary>
    public ReadOnlySpan<double> Radii => _radii.Span(Count);

    /// <summary>The distance of the farthest row from all picks.</summary>
    public double Radius => Math.Max(0, _radius);

    /// <summary>The nearest pick of each row of positive weight, as float32 tells, lowest number on ties.</summary>
    public int* Owner => _owner.Pointer;

    /// <summary>Row-to-pick distances computed in float32: rows times picks.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Picks rows. O(rows * picks * dimension), and O(picks^2 * dimension) in double.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="size">Most picks.</param>
    /// <param name="radius">Ends when no row is farther than that from its pick.</param>
    /// <param name="first">The first pick.</param>
    /// <param name="mean">What the rows cost at their mean.</param>
    /// <param name="progress">Told the share of the picks found, after each.</param>
    /// <param name="cancellation">Looked at before every pick.</param>
    public void Run(
        WeightedRows rows, int size, double radius, int first, MeanDistances mean, IProgress<double>? progress, CancellationToken cancellation)
    {
        try
        {
            Reserve(rows, Math.Min(size, rows.Count), mean);
            _cancellation = cancellation;
            (_farthest, _radius) = (first, double.PositiveInfinity);
            do
            {
                cancellation.ThrowIfCancellationRequested();
                Pick();
                Next();
                progress?.Report(Count / (double)size);
            }
            while (Count < size && _radius > radius);
            Finish();
        }
        finally
        {
            _upper.Release();
            (_rows, _cancellation) = (null!, default);
        }
    }

    void IChunkedWork.Execute(int item)
    {
        int panel = _batch.Pointer[item];
        for (int pick = _seen.Pointer[panel]; pick < Count; pick++)
            _rows.Kernel.Relax(
                _rows.Panels, panel, 1, _packed.Pointer + (nint)pick * _rows.PackedDimension, pick, _nearest.Pointer, _owner.Pointer);
        _seen.Pointer[panel] = Count;
        float farthest = TensorPrimitives.Max(new ReadOnlySpan<float>(_nearest.Pointer + panel * RowPanels.Lanes, RowPanels.Lanes));
        _bounds.Pointer[panel] = Math.Min(_bounds.Pointer[panel], _upper.Of(farthest, panel));
    }

    private void Reserve(WeightedRows rows, int size, MeanDistances mean)
    {
        rows.Pack();
        (_rows, Count) = (rows, 0);
        _upper.Build(rows, mean);
        _picks.Reserve(size);
        _radii.Reserve(size);
        _packed.Reserve(checked(size * rows.PackedDimension));
        if (!_upper.AreExact) _centres.Reserve(checked(size * rows.Dimension));
        float* nearest = _nearest.Reserve(rows.PaddedCount);
        _owner.Reserve(rows.PaddedCount);
        for (int row = 0; row < rows.PaddedCount; row++)
            // Nothing is nearer than that, so a row that does not count never moves.
            nearest[row] = row < rows.Count && rows.Weights[row] > 0 ? float.PositiveInfinity : float.NegativeInfinity;
        _exact.Reserve(rows.Count);
        new Span<double>(_exact.Pointer, rows.Count).Fill(double.PositiveInfinity);
        new Span<int>(_exactSeen.Reserve(rows.Count), rows.Count).Clear();
        new Span<double>(_bounds.Reserve(rows.PanelCount), rows.PanelCount).Fill(double.PositiveInfinity);
        new Span<int>(_seen.Reserve(rows.PanelCount), rows.PanelCount).Clear();
        _batch.Reserve(rows.PanelCount);
        _decided.Reserve(rows.PanelCount);
        _heap.Rebuild(_bounds.Span(rows.PanelCount));
    }

    private void Pick()
    {
        (_picks.Pointer[Count], _radii.Pointer[Count]) = (_farthest, _radius);
        _rows.Panels.CopyRow(_farthest, _packed.Pointer + (nint)Count * _rows.PackedDimension);
        if (!_upper.AreExact) _rows.CopyTo(_farthest, _centres.Pointer + (nint)Count * _rows.Dimension);
        (_nearest.Pointer[_farthest], _owner.Pointer[_farthest]) = (float.NegativeInfinity, Count++);
    }

    /// <summary>Finds the farthest row and its distance.</summary>
    private void Next()
    {
        (_farthest, _radius, _decidedCount) = (-1, double.NegativeInfinity, 0);
        for (int batch = LeastBatch; _heap.Count > 0 && CouldHoldFarthest(_heap.PeekKey, _heap.PeekIndex);)
        {
            if (_seen.Pointer[_heap.PeekIndex] == Count)
            {
                Decide(_heap.PopTop());
                continue;
            }
            Refresh(batch);
            batch = (int)Math.Min(2L * batch, _rows.PanelCount);
        }
        for (int i = 0; i < _decidedCount; i++) _heap.Push(_bounds.Pointer[_decided.Pointer[i]], _decided.Pointer[i]);
    }

    /// <summary>Rows of panels after the farthest row's lose a tie.</summary>
    private bool CouldHoldFarthest(double bound, int panel) => bound > _radius || (bound == _radius && panel < _farthest / RowPanels.Lanes);

    /// <summary>Compares the top panels with the picks that they have not seen.</summary>
    private void Refresh(int most)
    {
        int count = 0;
        while (count < most && _heap.Count > 0 && _seen.Pointer[_heap.PeekIndex] < Count && CouldHoldFarthest(_heap.PeekKey, _heap.PeekIndex))
            _batch.Pointer[count++] = _heap.PopTop();
        WorkerTeam.Run(this, count, _rows.Threads);
        for (int i = 0; i < count; i++)
        {
            int panel = _batch.Pointer[i];
            if (_rows.CostsAreTheKernels) CheckDistances(panel);
            _heap.Push(_bounds.Pointer[panel], panel);
        }
    }

    /// <summary>The farthest row of a panel, in double where float32 cannot tell, and a sharper bound for the panel.</summary>
    private void Decide(int panel)
    {
        _decided.Pointer[_decidedCount++] = panel;
        int first = panel * RowPanels.Lanes, top = first;
        for (int row = first + 1; row < first + RowPanels.Lanes; row++)
            if (_nearest.Pointer[row] > _nearest.Pointer[top]) top = row;
        double bound = Decide(panel, top);
        for (int row = first; row < first + RowPanels.Lanes; row++)
            if (row != top) bound = Math.Max(bound, Decide(panel, row));
        _bounds.Pointer[panel] = Math.Min(_bounds.Pointer[panel], bound);
    }

    /// <returns>What the row costs, or a bound if it cannot be the farthest.</returns>
    private double Decide(int panel, int row)
    {
        double bound = _upper.Of(_nearest.Pointer[row], panel);
        if (!(bound >= 0) || !CanWin(bound, row)) return bound;
        double cost = _upper.AreExact ? bound : Exact(row);
        if (CanWin(cost, row)) (_farthest, _radius) = (row, cost);
        return cost;
    }

    private bool CanWin(double cost, int row) => cost > _radius || (cost == _radius && row < _farthest);

    /// <summary>The distance of a row to its nearest pick, in double.</summary>
    private double Exact(int row)
    {
        float* scratch = _rows.TakeScratch(out int slot);
        double nearest = _exact.Pointer[row];
        for (int pick = _exactSeen.Pointer[row]; pick < Count; pick++)
            nearest = Math.Min(nearest, _rows.Cost(row, _centres.Pointer + (nint)pick * _rows.Dimension, scratch));
        _rows.ReturnScratch(slot);
        (_exact.Pointer[row], _exactSeen.Pointer[row]) = (nearest, Count);
        return nearest;
    }

    /// <summary>Brings all panels up to date, so that every row has its owner.</summary>
    private void Finish()
    {
        _cancellation.ThrowIfCancellationRequested();
        int count = 0;
        for (int panel = 0; panel < _rows.PanelCount; panel++)
            if (_seen.Pointer[panel] < Count) _batch.Pointer[count++] = panel;
        WorkerTeam.Run(this, count, _rows.Threads);
        Evaluations = (long)_rows.Count * Count;
    }

    /// <summary>Refuses what the kernel of a metric that is not ours may say and no radius can be made of.</summary>
    private void CheckDistances(int panel)
    {
        int first = panel * RowPanels.Lanes;
        for (int row = first; row < Math.Min(first + RowPanels.Lanes, _rows.Count); row++)
            if (_nearest.Pointer[row] is float.NaN or float.PositiveInfinity)
                throw new ArgumentException(FormattableString.Invariant(
                    $"TKernel: found a distance of {_nearest.Pointer[row]} of row {row} to the picks; allowed are finite values of at least 0."));
    }
}
