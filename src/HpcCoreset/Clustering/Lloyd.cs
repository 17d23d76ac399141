using System;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// Lloyd's iterations with weights, from given centres: every row to its nearest centre, every centre to the mean of its rows
/// (Lloyd, 1982). Under cosine, spherical k-means (Dhillon, Modha, 2001).
/// </summary>
internal sealed unsafe class Lloyd : IDisposable
{
    private readonly NearestCentres _nearest = new();
    private readonly ClusterMeans _means = new();
    private readonly RowCosts _costs = new();
    private readonly PinnedBuffer<double> _before = new();
    private readonly PinnedBuffer<int> _members = new();

    /// <summary>After <see cref="Cost"/>: the nearest centre of each row.</summary>
    public int* Owner => _nearest.Owner;

    /// <summary>After <see cref="Cost"/>: the distance of each row to that centre.</summary>
    public double* Costs => _costs.Costs;

    /// <summary>Makes room for up to <paramref name="clusters"/> centres, however many a call has, so that no later one allocates.</summary>
    public void Reserve(int rows, int dimension, int clusters, int threads)
    {
        _before.Reserve(checked(clusters * dimension));
        _members.Reserve(Math.Max(clusters, rows));
        _nearest.Reserve(rows, dimension, clusters, threads);
        _means.Reserve(rows, dimension, clusters);
    }

    /// <summary>Iterates.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="centres">The centres, row-major; replaced.</param>
    /// <param name="clusters">Number of centres.</param>
    /// <param name="iterations">Most iterations.</param>
    /// <param name="tolerance">Stops when the sum of the squared centre shifts is at most this.</param>
    /// <param name="cancellation">Looked at before every iteration.</param>
    /// <returns>Iterations done.</returns>
    public int Run(
        WeightedRows rows, double* centres, int clusters, int iterations, double tolerance, CancellationToken cancellation = default)
    {
        int length = checked(clusters * rows.Dimension);
        double* before = _before.Reserve(length);
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            bool changed = _nearest.Run(rows, centres, clusters);
            if (iteration > 0 && !changed) return iteration;
            FillEmptyClusters(rows, centres, clusters);
            new Span<double>(centres, length).CopyTo(new Span<double>(before, length));
            _means.Run(rows, _nearest.Owner, centres, clusters);
            double shift = 0;
            for (int i = 0; i < length; i++) shift += (centres[i] - before[i]) * (centres[i] - before[i]);
            if (shift <= tolerance) return iteration + 1;
        }
        return iterations;
    }

    /// <summary>The weighted cost of the rows against centres, in double.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="centres">The centres, row-major.</param>
    /// <param name="clusters">Number of centres.</param>
    /// <param name="once">Whether no other pass over these rows follows; see <see cref="NearestCentres.Run"/>.</param>
    public double Cost(WeightedRows rows, double* centres, int clusters, bool once = false)
    {
        _nearest.Run(rows, centres, clusters, once);
        return _costs.Run(rows, _nearest.Owner, centres, clusters);
    }

    /// <summary>The mean of all rows into <paramref name="centre"/>, and the weighted cost of the rows against it.</summary>
    public double CostOfMean(WeightedRows rows, double* centre)
    {
        int* owner = _members.Reserve(rows.Count);
        new Span<int>(owner, rows.Count).Clear();
        new Span<double>(centre, rows.Dimension).Clear();
        _means.Run(rows, owner, centre, 1);
        return _costs.Run(rows, owner, centre, 1);
    }

    public void Dispose() => _nearest.Dispose();

    /// <summary>
    /// Gives each cluster without mass the row of largest weight times distance, lowest row on ties, unless that would empty another
    /// cluster. Without such a row the centre stays where it is.
    /// </summary>
    private void FillEmptyClusters(WeightedRows rows, double* centres, int clusters)
    {
        int* members = _members.Reserve(Math.Max(clusters, rows.Count));
        new Span<int>(members, clusters).Clear();
        for (int row = 0; row < rows.Count; row++)
            if (rows.Weights[row] > 0) members[_nearest.Owner[row]]++;
        if (new Span<int>(members, clusters).IndexOf(0) < 0) return;
        _costs.Run(rows, _nearest.Owner, centres, clusters);
        for (int cluster = 0; cluster < clusters; cluster++)
        {
            if (members[cluster] > 0) continue;
            (int farthest, double most) = (-1, 0);
            for (int row = 0; row < rows.Count; row++)
            {
                double cost = rows.Weights[row] * _costs.Costs[row];
                if (cost > most && members[_nearest.Owner[row]] > 1) (farthest, most) = (row, cost);
            }
            if (farthest < 0) return;
            members[_nearest.Owner[farthest]]--;
            members[cluster] = 1;
            _nearest.Owner[farthest] = cluster;
        }
    }
}
