using System;

namespace HpcCoreset.Clustering;

/// <summary>When <see cref="CentreBounds"/> pay: which shapes, from when on, and when the rows are grouped again. No result depends on it.</summary>
internal sealed class BoundsPolicy
{
    /// <summary>Fewest centres, and values of all centres, for bounds: to compare fewer costs little beside reading bounds and rows.</summary>
    private const int FewestClusters = 16;
    private const int FewestValues = 1024;

    /// <summary>Fewest iterations ahead for rows to be grouped, which costs about one.</summary>
    private const int FewestAhead = 4;

    /// <summary>One row in so many may change its centre when rows are grouped.</summary>
    private const int RowsPerMove = 10;

    /// <summary>Rows are grouped again when so many times fewer change their centre than did when they were grouped last.</summary>
    private const int FewerMoves = 4;

    /// <summary>The share of all comparisons from which on bounds cost more than they save.</summary>
    private const double MostShare = 0.75;

    /// <summary>The share of all comparisons up to which nothing is to be won by grouping again.</summary>
    private const double GoodShare = 0.1;

    private int _movedWhenGrouped;
    private int _iterationsSince;
    private double _share;
    private bool _isGrouped;

    /// <summary>Whether bounds might pay for rows of this shape.</summary>
    public static bool MightPay(WeightedRows rows, int clusters, int iterations) =>
        rows.Kernel.UsesInnerProduct && iterations > FewestAhead && clusters >= FewestClusters && (long)clusters * rows.Dimension >= FewestValues;

    /// <summary>Starts a run, whose rows are in order.</summary>
    public void Reset() => (_isGrouped, _share) = (false, 1);

    /// <summary>Takes note of an iteration under bounds.</summary>
    /// <param name="share">The share of all comparisons that were made.</param>
    /// <returns>Whether to go on with them.</returns>
    public bool GoesOn(double share)
    {
        _share = share;
        return _iterationsSince++ == 0 || share <= MostShare; // the first one has no bounds yet
    }

    /// <summary>Whether to group the rows now.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="moved">How many of them changed their centre just now.</param>
    /// <param name="ahead">Iterations that are left at most.</param>
    public bool ShouldGroup(int rows, int moved, int ahead)
    {
        if (ahead < FewestAhead || moved > (_isGrouped ? _movedWhenGrouped / FewerMoves : rows / RowsPerMove)) return false;
        if (_isGrouped && _share <= GoodShare) return false;
        (_isGrouped, _movedWhenGrouped, _iterationsSince) = (true, moved, 0);
        return true;
    }
}
