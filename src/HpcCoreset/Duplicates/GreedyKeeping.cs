using System;
using System.Numerics;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Duplicates;

/// <summary>
/// Rows in order: one stays unless a row that stays is like it, and then it is represented by the first of these. So no two that stay are
/// alike, and every other row is like its representative. (SemDeDup drops every row that is like one before it, whether that stays or not,
/// so that the last of a chain may lose all that it is like.)
/// </summary>
internal sealed unsafe class GreedyKeeping(UnitRows rows, double threshold) : SimilarPairs(rows, threshold)
{
    private readonly PinnedBuffer<int> _representative = new();
    private readonly PinnedBuffer<ulong> _kept = new();
    private readonly PinnedBuffer<ulong> _alike = new();

    /// <summary>Position of the row that stands for each, by position; its own if it stays.</summary>
    public int* Representative => _representative.Pointer;

    protected override void Start()
    {
        new Span<int>(_representative.Reserve(Rows.Count), Rows.Count).Fill(-1);
        new Span<ulong>(_kept.Reserve(Rows.Panels.PanelCount), Rows.Panels.PanelCount).Clear();
        _alike.Reserve(BlockPanels * RowPanels.Lanes * BlockPanels);
        ClearBlock();
    }

    protected override bool Wants(int panel, int first, int count)
    {
        if (new Span<int>(Representative + panel * RowPanels.Lanes, Rows.Panels.RowsIn(panel)).IndexOf(-1) < 0) return false;
        return first + count > panel / BlockPanels * BlockPanels // what stays of this block is not known yet
            || new Span<ulong>(_kept.Pointer + first, count).ContainsAnyExcept(0UL);
    }

    protected override void Visit(int row, int panel, ulong possible, ulong certain, Comparison exact)
    {
        if (Representative[row] >= 0) return;
        int block = row / RowPanels.Lanes / BlockPanels * BlockPanels;
        if (panel >= block)
        {
            Alike(row)[panel - block] = exact.Decide(row, panel, possible, certain);
            return;
        }
        ulong alike = exact.Decide(row, panel, possible & _kept.Pointer[panel], certain);
        if (alike != 0) Representative[row] = panel * RowPanels.Lanes + BitOperations.TrailingZeroCount(alike);
    }

    protected override void FinishBlock(int firstPanel, int count)
    {
        int first = firstPanel * RowPanels.Lanes, end = Math.Min(first + count * RowPanels.Lanes, Rows.Count);
        for (int row = first; row < end; row++)
        {
            if (Representative[row] >= 0) continue;
            ulong* alike = Alike(row);
            for (int i = 0; i < count && Representative[row] < 0; i++)
                if ((alike[i] & _kept.Pointer[firstPanel + i]) is var kept and not 0)
                    Representative[row] = (firstPanel + i) * RowPanels.Lanes + BitOperations.TrailingZeroCount(kept);
            if (Representative[row] >= 0) continue;
            Representative[row] = row;
            _kept.Pointer[row / RowPanels.Lanes] |= 1UL << row % RowPanels.Lanes;
        }
        ClearBlock();
    }

    /// <summary>One bit for each row of its block: the rows before it that it is like.</summary>
    private ulong* Alike(int row) => _alike.Pointer + row % (BlockPanels * RowPanels.Lanes) * BlockPanels;

    private void ClearBlock() => new Span<ulong>(_alike.Pointer, BlockPanels * RowPanels.Lanes * BlockPanels).Clear();
}
