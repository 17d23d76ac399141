using System;
using System.Numerics.Tensors;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// The nearest of some picked rows to every row, panel by panel: a panel is compared with the picks that it has not seen when it is asked
/// to be, with all of them while it lies in the first-level cache. What is known before is an upper bound.
/// </summary>
internal sealed unsafe class PickDistances : IChunkedWork
{
    /// <summary>Panels are handed to threads one by one, up to so many; what one pick costs a panel is little.</summary>
    private const int MostItems = 256;

    private readonly PinnedBuffer<float> _packed = new();
    private readonly PinnedBuffer<float> _nearest = new();
    private readonly PinnedBuffer<int> _owner = new();
    private readonly PinnedBuffer<float> _farthest = new();
    private readonly PinnedBuffer<int> _seen = new();
    private readonly PinnedBuffer<int> _late = new();
    private WeightedRows _rows = null!;
    private int* _panels;
    private int _panelCount;
    private int _together;

    /// <summary>Number of picks.</summary>
    public int Count { get; private set; }

    /// <summary>The distance of each row to its nearest pick, as the kernel says; minus infinity for picks and rows of weight 0.</summary>
    public float* Nearest => _nearest.Pointer;

    /// <summary>The number of the nearest pick of each row of positive weight, as float32 tells, lowest on ties; 0 for the others.</summary>
    public int* Owner => _owner.Pointer;

    /// <summary>Makes room for up to <paramref name="picks"/> picks, so that no later run of this shape allocates.</summary>
    public void Reserve(WeightedRows rows, int picks)
    {
        _packed.Reserve(checked(picks * rows.PackedDimension));
        _nearest.Reserve(rows.PaddedCount);
        _owner.Reserve(rows.PaddedCount);
        _farthest.Reserve(rows.PanelCount);
        _seen.Reserve(rows.PanelCount);
        _late.Reserve(rows.PanelCount);
    }

    /// <summary>Starts without picks, for rows that are packed.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="picks">Most picks that there will be.</param>
    public void Reset(WeightedRows rows, int picks)
    {
        (_rows, Count) = (rows, 0);
        Reserve(rows, picks);
        new Span<int>(_owner.Pointer, rows.PaddedCount).Clear();
        // Nothing is nearer than minus infinity, so a row that does not count never moves.
        for (int row = 0; row < rows.PaddedCount; row++)
            Nearest[row] = row < rows.Count && rows.Weights[row] > 0 ? float.PositiveInfinity : float.NegativeInfinity;
        new Span<int>(_seen.Pointer, rows.PanelCount).Clear();
    }

    /// <summary>Forgets the rows.</summary>
    public void Release() => _rows = null!;

    /// <summary>Adds a row to the picks.</summary>
    public void Add(int row)
    {
        _rows.Panels.CopyRow(row, Pick(Count));
        (_nearest.Pointer[row], _owner.Pointer[row]) = (float.NegativeInfinity, Count++);
    }

    /// <summary>Whether a panel has been compared with all picks.</summary>
    public bool IsUpToDate(int panel) => _seen.Pointer[panel] == Count;

    /// <summary>The largest of the distances of a panel.</summary>
    public float Farthest(int panel) => _farthest.Pointer[panel];

    /// <summary>Compares some panels with all picks.</summary>
    public void Update(int* panels, int count)
    {
        _panels = panels;
        (_panelCount, _together) = (count, 1 + count / MostItems);
        WorkerTeam.Run(this, (count + _together - 1) / _together, _rows.Threads);
        if (_rows.CostsAreTheKernels)
            for (int i = 0; i < count; i++) Check(panels[i]);
    }

    /// <summary>Compares all panels with all picks.</summary>
    public void Update()
    {
        int late = 0;
        for (int panel = 0; panel < _rows.PanelCount; panel++)
            if (!IsUpToDate(panel)) _late.Pointer[late++] = panel;
        Update(_late.Pointer, late);
    }

    void IChunkedWork.Execute(int item)
    {
        for (int i = item * _together; i < Math.Min((item + 1) * _together, _panelCount); i++) Update(_panels[i]);
    }

    private float* Pick(int pick) => _packed.Pointer + (nint)pick * _rows.PackedDimension;

    private void Update(int panel)
    {
        for (int pick = _seen.Pointer[panel]; pick < Count; pick++)
            _rows.Kernel.Relax(_rows.Panels, panel, 1, Pick(pick), pick, Nearest, Owner);
        _seen.Pointer[panel] = Count;
        _farthest.Pointer[panel] = TensorPrimitives.Max(new ReadOnlySpan<float>(Nearest + panel * RowPanels.Lanes, RowPanels.Lanes));
    }

    /// <summary>Refuses what the kernel of a metric that is not ours may say and no radius can be made of.</summary>
    private void Check(int panel)
    {
        if (float.IsFinite(Farthest(panel)) || float.IsNegativeInfinity(Farthest(panel))) return;
        int row = panel * RowPanels.Lanes;
        while (Nearest[row] is not (float.NaN or float.PositiveInfinity)) row++;
        throw new ArgumentException(FormattableString.Invariant(
            $"TKernel: found a distance of {Nearest[row]} of row {row} to a pick; allowed are finite values of at least 0."));
    }
}
