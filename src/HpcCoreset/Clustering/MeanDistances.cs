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

    /// <summary>Computes mean and costs. O(rows * dimension).</summary>
    public void Run(WeightedRows rows)
    {
        new Span<int>(_oneCluster.Reserve(rows.Count), rows.Count).Clear();
        new Span<double>(_mean.Reserve(rows.Dimension), rows.Dimension).Clear();
        _means.Reserve(rows.Count, rows.Dimension, 1);
        _means.Run(rows, _oneCluster.Pointer, Mean, 1);
        _costs.Run(rows, _oneCluster.Pointer, Mean, 1);
    }

    /// <summary>The row of positive weight that is farthest from the mean, lowest on ties.</summary>
    public int Farthest(WeightedRows rows)
    {
        int farthest = -1;
        for (int row = 0; row < rows.Count; row++)
            if (rows.Weights[row] > 0 && (farthest < 0 || Costs[row] > Costs[farthest])) farthest = row;
        return farthest;
    }
}
