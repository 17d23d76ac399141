using System;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// Lloyd's iterations with weights, from given centres: every row to its nearest centre, every centre to the mean of its rows
/// (Lloyd, 1982). Under cosine, spherical k-means (Dhillon, Modha, 2001).
/// </summary>
/// <remarks>
/// Once few rows change their centre, rows are grouped by centre and <see cref="CentreBounds"/> leave out what need not be compared. That
/// changes no bit of the result.
/// </remarks>
internal sealed unsafe class Lloyd : IDisposable
{
    private readonly NearestCentres _nearest = new();
    private readonly ClusterMeans _means = new();
    private readonly RowCosts _costs = new();
    private readonly PinnedBuffer<double> _before = new();
    private readonly PinnedBuffer<int> _members = new();
    private readonly PinnedBuffer<ulong> _rowsOf = new();
    private ulong[] _farthestOf = [];
    private readonly CentreBounds _bounds = new();
    private readonly BoundsPolicy _policy = new();
    private int _mostClusters;

    /// <summary>Whether bounds may be used: without them every iteration compares every row with every centre.</summary>
    public bool UsesBounds { get; init; } = true;

    /// <summary>Panels of 64 rows times centres that the last run compared under bounds.</summary>
    public long Compared { get; private set; }

    /// <summary>Iterations of the last run that went under bounds.</summary>
    public int BoundedIterations { get; private set; }

    /// <summary>After <see cref="Cost"/>: the nearest centre of each row.</summary>
    public int* Owner => _nearest.Owner;

    /// <summary>After <see cref="Cost"/>: the distance of each row to that centre.</summary>
    public double* Costs => _costs.Costs;

    /// <summary>Makes room for up to <paramref name="clusters"/> centres, however many a call has, so that no later one allocates.</summary>
    public void Reserve(int rows, int dimension, int clusters, int threads)
    {
        _mostClusters = clusters;
        _before.Reserve(checked(clusters * dimension));
        _members.Reserve(Math.Max(clusters + 1, rows));
        _rowsOf.Reserve(clusters);
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
        int mostClusters = Math.Max(clusters, _mostClusters);
        bool mayBound = UsesBounds && BoundsPolicy.MightPay(rows, mostClusters, iterations);
        if (mayBound) ReserveBounds(rows, mostClusters);
        CentreBounds? bounds = null;
        (Compared, BoundedIterations) = (0, 0);
        _policy.Reset();
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            rows.Ranks.ThrowIfCancelled(cancellation);
            ulong changed = _nearest.Run(rows, centres, clusters, bounds: bounds) ? 1u : 0;
            rows.Ranks.Sum(new Span<ulong>(ref changed));
            if (bounds is { Rests: false }) Take(bounds, (double)rows.PanelCount * clusters);
            if (iteration > 0 && changed == 0) return Finish(rows, iteration);
            if (mayBound && iteration > 0 && _policy.ShouldGroup(rows.Count, _nearest.CountMoved(rows.Count), iterations - iteration - 1))
            {
                rows.GroupBy(_nearest.Owner, _members.Reserve(clusters + 1), clusters);
                _nearest.StartBounds(rows);
                (bounds = _bounds).Start(rows, clusters);
            }
            FillEmptyClusters(rows, centres, clusters);
            new Span<double>(centres, length).CopyTo(new Span<double>(before, length));
            _means.Run(rows, _nearest.Owner, centres, clusters, iteration > 0 ? _nearest.Previous : null);
            double shift = 0;
            for (int i = 0; i < length; i++) shift += (centres[i] - before[i]) * (centres[i] - before[i]);
            if (shift <= tolerance) return Finish(rows, iteration + 1);
            bounds?.Move(before, centres, clusters, rows.Dimension);
        }
        return Finish(rows, iterations);
    }

    /// <summary>Takes note of what an iteration under bounds compared, of so many pairs of a panel and a centre.</summary>
    private void Take(CentreBounds bounds, double pairs)
    {
        BoundedIterations++;
        Compared += bounds.Compared;
        bounds.Rests = !_policy.GoesOn(bounds.Compared / pairs);
        bounds.Compared = 0;
    }

    private int Finish(WeightedRows rows, int iterations)
    {
        _bounds.Release();
        rows.Ungroup();
        return iterations;
    }

    private void ReserveBounds(WeightedRows rows, int clusters)
    {
        rows.ReserveOrder();
        _nearest.ReserveBounds(rows, clusters);
        _bounds.Reserve(rows.Count, clusters);
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
        Span<ulong> members = new(_rowsOf.Reserve(clusters), clusters);
        members.Clear();
        for (int row = 0; row < rows.Count; row++)
            if (rows.Weights[row] > 0) members[_nearest.Owner[row]]++;
        rows.Ranks.Sum(members);
        if (!members.Contains(0UL)) return;
        if (_farthestOf.Length != rows.Ranks.Count) _farthestOf = new ulong[rows.Ranks.Count];
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
            // Of numbers of at least 0 the bits are in order, and of equal ones the lowest rank has the lowest row.
            rows.Ranks.Collect(BitConverter.DoubleToUInt64Bits(most), _farthestOf);
            int rank = 0, left = farthest < 0 ? -1 : _nearest.Owner[farthest];
            for (int other = 1; other < _farthestOf.Length; other++)
                if (_farthestOf[other] > _farthestOf[rank]) rank = other;
            rows.Ranks.Broadcast(ref left, rank);
            if (left < 0) return;
            members[left]--;
            members[cluster] = 1;
            if (rank == rows.Ranks.Rank) _nearest.Owner[farthest] = cluster;
        }
    }
}
