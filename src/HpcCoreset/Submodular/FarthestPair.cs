using System;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// The distance of the farthest pair of a row and a candidate, exactly: a pass over all pairs has left the lowest similarity of every block
/// of rows and panel of candidates, and only blocks that reach the lowest of all within the rounding are computed in double.
/// </summary>
internal sealed unsafe class FarthestPair
{
    private readonly PinnedBuffer<int> _rows = new();
    private readonly PinnedBuffer<double> _similarities = new();
    private readonly PinnedBuffer<float> _bounds = new();
    private readonly PinnedBuffer<float> _point = new();

    /// <summary>The lowest similarity of any row to any candidate.</summary>
    public double LowestSimilarity(LowestSimilarities lows, PackedCandidates packed, ExactSimilarity exact, SimilarityCache? cache)
    {
        RowPanels candidates = packed.Candidates.Rows;
        float lowest = 0;
        for (int block = 0; block < lows.Blocks; block++)
            for (int panel = 0; panel < candidates.PanelCount; panel++) lowest = Math.Min(lowest, lows[block, panel]);
        float threshold = Threshold(packed, lowest, packed.LargestSquaredNorm);
        double exactLowest = 0;
        for (int block = 0; block < lows.Blocks; block++)
            for (int panel = 0; panel < candidates.PanelCount; panel++)
                if (lows[block, panel] <= threshold)
                    exactLowest = Math.Min(exactLowest, Scan(block * lows.BlockPanels, lows.BlockPanels, panel, packed, exact, cache, threshold));
        return exactLowest;
    }

    /// <summary>What the lowest bound may be above the bound of the farthest pair: both lie above the truth by up to the shrunk norms.</summary>
    private static float Threshold(PackedCandidates packed, float lowest, float largestNorm)
    {
        float shrunk = 2 * 2 * (largestNorm - packed.Form.Term(largestNorm, isZero: false)) + 1e-6f * Math.Abs(lowest);
        if (packed.Form.Similarity == Similarity.MaxSquaredEuclidean) return lowest + shrunk;
        return -MathF.Sqrt(Math.Max(0, lowest * lowest * (1 - 1e-6f) - shrunk));
    }

    private double Scan(
        int firstPanel, int blockPanels, int panel, PackedCandidates packed, ExactSimilarity exact, SimilarityCache? cache, float threshold)
    {
        RowPanels rows = packed.Rows, candidates = packed.Candidates.Rows;
        int panels = Math.Min(blockPanels, rows.PanelCount - firstPanel);
        int end = Math.Min(rows.Count, (firstPanel + panels) * RowPanels.Lanes);
        _rows.Reserve(rows.Count);
        _similarities.Reserve(rows.Count);
        _bounds.Reserve(rows.PaddedCount);
        float* point = _point.Reserve(rows.Dimension);
        double lowest = 0;
        for (int candidate = panel * RowPanels.Lanes; candidate < Math.Min(candidates.Count, (panel + 1) * RowPanels.Lanes); candidate++)
        {
            float* bounds = cache == null ? null : cache.Column(candidate);
            if (bounds == null)
            {
                bounds = _bounds.Pointer;
                candidates.CopyRow(candidate, point);
                packed.Gains.Similarities(
                    rows, firstPanel, panels, packed.Terms, point, 1, packed.Candidates.Terms + candidate, packed.Parameter, bounds, 0);
            }
            int count = 0;
            for (int row = firstPanel * RowPanels.Lanes; row < end; row++)
                if (bounds[row] <= threshold) _rows.Pointer[count++] = row;
            exact.Evaluate(candidate, _rows.Pointer, count, _similarities.Pointer);
            for (int j = 0; j < count; j++) lowest = Math.Min(lowest, _similarities.Pointer[j]);
        }
        return lowest;
    }
}
