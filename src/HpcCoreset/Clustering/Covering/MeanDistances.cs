using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>What every row costs at the mean of all, by weight: where a covering starts from, and how large the rows are.</summary>
internal sealed unsafe class MeanDistances
{
    private readonly ClusterMeans _means = new();
    private readonly RowCosts _costs = new();
    private readonly PinnedBuffer<int> _oneCluster = new();
    private readonly PinnedBuffer<double> _mean = new();

    /// <summary>One per row, in double.</summary>
    public double* Costs => _costs.Costs;

    /// <summary>The mean; under cosine its direction, or 0 if it has none.</summary>
    public double* Mean => _mean.Pointer;

    /// <summary>The row to pick first: the one asked for, or the farthest from the mean of positive weight, lowest on ties.</summary>
    public int FirstRow { get; private set; }

    /// <summary>Computes mean and costs. O(rows * dimension).</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="firstRow">The row to pick first, if one was asked for.</param>
    /// <exception cref="ArgumentException">There is no such row, or it has weight 0.</exception>
    public void Run(WeightedRows rows, int? firstRow)
    {
        if (firstRow is { } asked) Check(rows, asked);
        new Span<int>(_oneCluster.Reserve(rows.Count), rows.Count).Clear();
        new Span<double>(_mean.Reserve(rows.Dimension), rows.Dimension).Clear();
        _means.Reserve(rows.Count, rows.Dimension, 1);
        _means.Run(rows, _oneCluster.Pointer, Mean, 1);
        _costs.Run(rows, _oneCluster.Pointer, Mean, 1);
        FirstRow = firstRow ?? Farthest(rows);
    }

    private int Farthest(WeightedRows rows)
    {
        int farthest = -1;
        for (int row = 0; row < rows.Count; row++)
            if (rows.Weights[row] > 0 && (farthest < 0 || Costs[row] > Costs[farthest])) farthest = row;
        return farthest;
    }

    private static void Check(WeightedRows rows, int row)
    {
        if (row >= rows.Count)
            throw new ArgumentException($"options.FirstRow: found {row}; allowed are 0 to {rows.Count - 1}, the rows of points.", nameof(row));
        if (!(rows.Weights[row] > 0))
            throw new ArgumentException($"options.FirstRow: found {row}, a row of weight 0; such rows are never picked.", nameof(row));
    }
}
