using System;
using System.Collections.Generic;
using System.Numerics;
using HpcCoreset.Kernels;

namespace HpcCoreset.Duplicates;

/// <summary>All pairs that are alike.</summary>
internal sealed class PairCollection(UnitRows rows, double threshold) : SimilarPairs(rows, threshold)
{
    private readonly List<DuplicatePair>[] _ofPanel = new List<DuplicatePair>[BlockPanels];

    /// <summary>Where pairs are added.</summary>
    public List<DuplicatePair> Pairs { get; set; } = [];

    protected override void Start()
    {
        for (int i = 0; i < BlockPanels; i++) (_ofPanel[i] ??= []).Clear(); // a cancelled call may have left some
    }

    protected override bool Wants(int panel, int first, int count) => true;

    protected override void Visit(int row, int panel, ulong possible, ulong certain, Comparison exact)
    {
        for (ulong alike = exact.Decide(row, panel, possible, certain); alike != 0; alike &= alike - 1)
        {
            int other = panel * RowPanels.Lanes + BitOperations.TrailingZeroCount(alike), a = Rows.Row(other), b = Rows.Row(row);
            _ofPanel[row / RowPanels.Lanes % BlockPanels].Add(new DuplicatePair(Math.Min(a, b), Math.Max(a, b), exact.Cosine(row, other)));
        }
    }

    protected override void FinishBlock(int firstPanel, int count)
    {
        foreach (List<DuplicatePair> pairs in _ofPanel)
        {
            Pairs.AddRange(pairs);
            pairs.Clear();
        }
    }
}
