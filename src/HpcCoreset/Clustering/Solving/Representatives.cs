using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// As many clusters as picks: the row nearest to each centre of k-means, or each medoid, with the mass of its cluster. No sample, so no
/// guarantee for other centres; rows to look at.
/// </summary>
/// <param name="medoids">Whether to search for medoids, and not for means.</param>
internal sealed unsafe class Representatives(bool medoids) : IConstruction, IDisposable
{
    private const int MostRounds = 100;
    private readonly GreedyKMeansPlusPlus _greedy = new();
    private readonly KMeansPlusPlus _plain = new();
    private readonly FasterPam _swaps = new();
    private readonly Lloyd _lloyd = new();
    private readonly PinnedBuffer<double> _centres = new();
    private readonly PinnedBuffer<double> _masses = new();
    private readonly PinnedBuffer<int> _nearest = new();

    public bool MakesCentroids => false;

    public double Cost { get; private set; }

    public long Evaluations { get; private set; }

    public void Build(WeightedRows rows, in ConstructionTask task, CoresetBuffer result)
    {
        double* centres = _centres.Reserve(checked(task.Size * rows.Dimension));
        _lloyd.Reserve(rows.Count, rows.Dimension, task.Size, rows.Threads);
        int clusters = medoids ? FindMedoids(rows, task, centres) : FindMeans(rows, task, centres);
        Cost = _lloyd.Cost(rows, centres, clusters);
        Pick(rows, clusters, task.Size, result);
    }

    public void Dispose() => _lloyd.Dispose();

    private int FindMeans(WeightedRows rows, in ConstructionTask task, double* centres)
    {
        _greedy.Run(rows, task.Size, new Philox(task.Seed, 0), task.Cancellation);
        Copy(rows, _greedy.Seeds, centres);
        int iterations = _lloyd.Run(rows, centres, _greedy.Count, MostRounds, tolerance: 0, task.Cancellation);
        Evaluations = (long)rows.Count * _greedy.Count * (iterations + 1);
        return _greedy.Count;
    }

    private int FindMedoids(WeightedRows rows, in ConstructionTask task, double* centres)
    {
        _plain.Run(rows, task.Size, new Philox(task.Seed, 0), cancellation: task.Cancellation);
        try
        {
            _swaps.Load(rows, task.Size);
            _swaps.Run(_plain.Seeds, MostRounds, task.Cancellation);
        }
        finally
        {
            _swaps.Release();
        }
        Copy(rows, _swaps.Medoids, centres);
        Evaluations = (long)rows.Count * rows.Count;
        return _plain.Count;
    }

    private static void Copy(WeightedRows rows, ReadOnlySpan<int> which, double* centres)
    {
        for (int c = 0; c < which.Length; c++) rows.CopyTo(which[c], centres + (nint)c * rows.Dimension);
    }

    /// <summary>The row of positive weight nearest to each centre, lowest on ties, ascending.</summary>
    private void Pick(WeightedRows rows, int clusters, int size, CoresetBuffer result)
    {
        Span<double> masses = new(_masses.Reserve(size), clusters);
        Span<int> nearest = new(_nearest.Reserve(size), clusters);
        masses.Clear();
        nearest.Fill(-1);
        for (int row = 0; row < rows.Count; row++)
        {
            if (!(rows.Weights[row] > 0)) continue;
            int owner = _lloyd.Owner[row];
            masses[owner] += rows.Weights[row];
            if (nearest[owner] < 0 || _lloyd.Costs[row] < _lloyd.Costs[nearest[owner]]) nearest[owner] = row;
        }
        for (int row = 0; row < rows.Count; row++)
            if (nearest[_lloyd.Owner[row]] == row) result.Add(row, masses[_lloyd.Owner[row]], 1);
    }
}
