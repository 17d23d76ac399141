using System;
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
/// and only those that could hold the farthest row are brought up to date. Every pair is computed once, as in the plain loop, but memory
/// is read a few times instead of once per pick. Distances in float32 are bounds (<see cref="UpperCosts"/>) and never decide: rows that
/// could be the farthest are compared with all picks in double. Nothing depends on the number of threads.
/// </remarks>
internal sealed unsafe class FarthestFirst
{
    /// <summary>Panels brought up to date together at first; in a step that needs more, twice as many each time.</summary>
    private const int LeastBatch = 8;

    private readonly PickDistances _distances = new();
    private readonly UpperCosts _upper = new();
    private readonly IndexedHeap _heap = new();
    private readonly PinnedBuffer<int> _picks = new();
    private readonly PinnedBuffer<double> _radii = new();
    private readonly PinnedBuffer<double> _centres = new();
    private readonly PinnedBuffer<double> _bounds = new();
    private readonly PinnedBuffer<int> _batch = new();
    private readonly PinnedBuffer<int> _decided = new();
    private readonly PinnedBuffer<double> _exact = new();
    private readonly PinnedBuffer<int> _compared = new();
    private WeightedRows _rows = null!;
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
    public int* Owner => _distances.Owner;

    /// <summary>Row-to-pick distances computed in float32: rows times picks.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Picks rows. O(rows * picks * dimension), and O(picks^2 * dimension) in double.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="size">Most picks.</param>
    /// <param name="radius">Ends when no row is farther than that from its pick.</param>
    /// <param name="mean">What the rows cost at their mean, and the first pick.</param>
    /// <param name="progress">Told the share of the picks found, after each.</param>
    /// <param name="cancellation">Looked at before every pick.</param>
    public void Run(
        WeightedRows rows, int size, double radius, MeanDistances mean, IProgress<double>? progress, CancellationToken cancellation)
    {
        try
        {
            Reserve(rows, Math.Min(size, rows.Count), mean);
            (_farthest, _radius) = (mean.FirstRow, double.PositiveInfinity);
            do
            {
                cancellation.ThrowIfCancellationRequested();
                Pick();
                Next();
                progress?.Report(Count / (double)size);
            }
            while (Count < size && _radius > radius);
            _distances.Update();
            Evaluations = (long)rows.Count * Count;
        }
        finally
        {
            _upper.Release();
            _distances.Release();
            _rows = null!;
        }
    }

    private void Reserve(WeightedRows rows, int size, MeanDistances mean)
    {
        rows.Pack();
        (_rows, Count) = (rows, 0);
        _upper.Build(rows, mean);
        _distances.Reset(rows, size);
        _picks.Reserve(size);
        _radii.Reserve(size);
        if (!_upper.AreExact) _centres.Reserve(checked(size * rows.Dimension));
        new Span<double>(_exact.Reserve(rows.Count), rows.Count).Fill(double.PositiveInfinity);
        new Span<int>(_compared.Reserve(rows.Count), rows.Count).Clear();
        new Span<double>(_bounds.Reserve(rows.PanelCount), rows.PanelCount).Fill(double.PositiveInfinity);
        _batch.Reserve(rows.PanelCount);
        _decided.Reserve(rows.PanelCount);
        _heap.Rebuild(_bounds.Span(rows.PanelCount));
    }

    private void Pick()
    {
        (_picks.Pointer[Count], _radii.Pointer[Count]) = (_farthest, _radius);
        _distances.Add(_farthest);
        if (!_upper.AreExact) _rows.CopyTo(_farthest, _centres.Pointer + (nint)Count * _rows.Dimension);
        Count++;
    }

    /// <summary>Finds the farthest row and its distance.</summary>
    private void Next()
    {
        (_farthest, _radius, _decidedCount) = (-1, double.NegativeInfinity, 0);
        for (int batch = LeastBatch; TopCouldHoldFarthest();)
        {
            if (_distances.IsUpToDate(_heap.PeekIndex))
            {
                Decide(_heap.PopTop());
                continue;
            }
            Update(batch);
            batch = (int)Math.Min(2L * batch, _rows.PanelCount);
        }
        for (int i = 0; i < _decidedCount; i++) _heap.Push(_bounds.Pointer[_decided.Pointer[i]], _decided.Pointer[i]);
    }

    /// <summary>Rows of panels after the farthest row's lose a tie.</summary>
    private bool TopCouldHoldFarthest() =>
        _heap.Count > 0 && (_heap.PeekKey > _radius || (_heap.PeekKey == _radius && _heap.PeekIndex < _farthest / RowPanels.Lanes));

    /// <summary>Brings the top panels up to date.</summary>
    private void Update(int most)
    {
        int count = 0;
        while (count < most && TopCouldHoldFarthest() && !_distances.IsUpToDate(_heap.PeekIndex)) _batch.Pointer[count++] = _heap.PopTop();
        _distances.Update(_batch.Pointer, count);
        for (int i = 0; i < count; i++)
        {
            int panel = _batch.Pointer[i];
            _heap.Push(_bounds.Pointer[panel] = Math.Min(_bounds.Pointer[panel], _upper.Of(_distances.Farthest(panel), panel)), panel);
        }
    }

    /// <summary>The farthest row of a panel, in double where float32 cannot tell, and a sharper bound for the panel.</summary>
    private void Decide(int panel)
    {
        _decided.Pointer[_decidedCount++] = panel;
        int first = panel * RowPanels.Lanes, top = first;
        for (int row = first + 1; row < first + RowPanels.Lanes; row++)
            if (_distances.Nearest[row] > _distances.Nearest[top]) top = row;
        double bound = Decide(panel, top);
        for (int row = first; row < first + RowPanels.Lanes; row++)
            if (row != top) bound = Math.Max(bound, Decide(panel, row));
        _bounds.Pointer[panel] = Math.Min(_bounds.Pointer[panel], bound);
    }

    /// <returns>What the row costs, or a bound if it cannot be the farthest.</returns>
    private double Decide(int panel, int row)
    {
        double bound = _upper.Of(_distances.Nearest[row], panel);
        if (!(bound >= 0) || !CanWin(bound, row)) return bound;
        double cost = _upper.AreExact ? bound : Exact(row);
        if (CanWin(cost, row)) (_farthest, _radius) = (row, cost);
        return cost;
    }

    private bool CanWin(double cost, int row) => cost > _radius || (cost == _radius && row < _farthest);

    /// <summary>The distance of a row to its nearest pick, in double; picks that it was compared with before are not looked at again.</summary>
    private double Exact(int row)
    {
        float* scratch = _rows.TakeScratch(out int slot);
        double nearest = _exact.Pointer[row];
        for (int pick = _compared.Pointer[row]; pick < Count; pick++)
            nearest = Math.Min(nearest, _rows.Cost(row, _centres.Pointer + (nint)pick * _rows.Dimension, scratch));
        _rows.ReturnScratch(slot);
        (_exact.Pointer[row], _compared.Pointer[row]) = (nearest, Count);
        return nearest;
    }
}
