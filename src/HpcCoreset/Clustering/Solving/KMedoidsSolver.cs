using System;
using System.Threading;
using HpcCoreset.Clustering;
using HpcCoreset.Numerics;

namespace HpcCoreset;

/// <summary>
/// Weighted k-medoids, centres that are rows: seeds of k-means++ for the metric, FasterPAM (Schubert, Rousseeuw, Information Systems 101,
/// 2021), restarts. Made for solving on a coreset, whose rows are compared with each other.
/// </summary>
/// <remarks>
/// Up to 8,192 rows all distances are kept, 256 MB for as many; with more they are computed anew in every round, in memory for 128 rows'
/// distances and those of the medoids. Weights count in the seeding, the swaps and the cost; a row of weight 0 is never a medoid.
/// Distances between rows are float32 in difference form, sums over them double; the cost that is reported is double from the rows as
/// given. The same seed gives the same bytes for any number of threads. Allocates on the first call of a shape only. Not thread-safe: one
/// solver per thread.
/// </remarks>
public sealed unsafe class KMedoidsSolver : IDisposable
{
    private ExclusiveUse _use;
    private readonly KMedoidsOptions _options;
    private readonly WeightedRows _rows;
    private readonly KMeansPlusPlus _seeding = new();
    private readonly FasterPam _swaps = new();
    private readonly NearestCentres _nearest = new();
    private readonly RowCosts _costs = new();
    private readonly PinnedBuffer<double> _centres = new();
    private readonly KMedoidsBuffer _buffer = new();
    private int _dimension;

    /// <summary>Creates a solver. Its workspace grows on the first call.</summary>
    /// <param name="options">What to do.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public KMedoidsSolver(KMedoidsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Clusters, 1, "options.Clusters");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, "options.Threads");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Restarts, 1, "options.Restarts");
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxRounds, "options.MaxRounds");
        if (options.Metric is not (Metric.Euclidean or Metric.SquaredEuclidean or Metric.Manhattan or Metric.Cosine))
            throw new ArgumentException(
                $"options.Metric: found {options.Metric}; allowed are Euclidean, SquaredEuclidean, Manhattan and Cosine.", nameof(options));
        _options = options;
        _rows = new WeightedRows(options.Metric);
    }

    /// <summary>Seeds and swaps, <see cref="KMedoidsOptions.Restarts"/> times; the solution of the lowest cost is kept.</summary>
    /// <param name="points">At least one row of finite values; no zero row under <see cref="Metric.Cosine"/>.</param>
    /// <param name="weights">One weight per row, finite, at least 0 and not all 0; or empty for 1 each.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>, every few rows.</param>
    /// <returns>Medoids and cost: a view that the next <see cref="Fit"/> makes stale.</returns>
    /// <remarks>
    /// O(rows * rows * dimension) once for the distances, O(rows * rows) for each round over the rows; beyond 8,192 rows every round costs
    /// what the distances do. A call that is cancelled leaves the solver without medoids.
    /// </remarks>
    /// <exception cref="ArgumentException">Rows or weights are not as they must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this object.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public KMedoidsSolution Fit(
        scoped Points points, scoped ReadOnlySpan<double> weights = default, CancellationToken cancellation = default)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        RowValidation.Check(points, weights, rejectZeroRows: _rows.IsSpherical);
        int clusters = Math.Min(_options.Clusters, points.Count);
        _buffer.Reset(clusters);
        _dimension = points.Dimension;
        _centres.Reserve(checked(clusters * _dimension));
        _nearest.Reserve(points.Count, _dimension, clusters, _options.Threads);
        bool finished = false;
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        {
            try
            {
                _rows.Load(points.Source(first, scales), weights, _options.Threads);
                _rows.Pack();
                _swaps.Load(_rows, clusters);
                for (int restart = 0; restart < _options.Restarts; restart++) Search(clusters, restart, cancellation);
                LoadCentres(_buffer.Medoids);
                finished = true;
            }
            finally
            {
                GC.KeepAlive(points.Owner);
                _swaps.Release();
                _rows.Release();
                if (!finished) _buffer.Reset(clusters); // the best of some restarts is not what was asked for
            }
        }
        return new KMedoidsSolution(_buffer);
    }

    /// <summary>The nearest medoid of each row, lowest number on ties.</summary>
    /// <param name="points">Rows of the same dimension, which need not be those of <see cref="Fit"/>: all rows, after a coreset.</param>
    /// <param name="owner">Receives the place in <see cref="KMedoidsSolution.Medoids"/> of the nearest medoid: one per row.</param>
    /// <param name="distance">Receives the distance to it: one per row, or empty if it is not wanted.</param>
    /// <param name="weights">One weight per row, finite, at least 0 and not all 0; or empty for 1 each.</param>
    /// <returns>The cost: the weighted sum of the distances, in double.</returns>
    /// <remarks>O(rows * clusters * dimension). Solutions given out stay valid.</remarks>
    /// <exception cref="ArgumentException">The rows are not as they must be, or a span has another length.</exception>
    /// <exception cref="InvalidOperationException">There are no medoids yet: <see cref="Fit"/> comes first.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public double Assign(scoped Points points, Span<int> owner, Span<float> distance, scoped ReadOnlySpan<double> weights = default)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        RowValidation.Check(points, weights, rejectZeroRows: _rows.IsSpherical);
        RowValidation.CheckLength(nameof(owner), owner.Length, points.Count);
        if (!distance.IsEmpty) RowValidation.CheckLength(nameof(distance), distance.Length, points.Count);
        int clusters = _buffer.Medoids.Length;
        if (clusters == 0) throw new InvalidOperationException("This solver has no medoids yet; call Fit first.");
        if (points.Dimension != _dimension)
            throw new ArgumentException($"points: found dimension {points.Dimension}; the medoids have {_dimension}.", nameof(points));
        double cost;
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        {
            try
            {
                _rows.Load(points.Source(first, scales), weights, _options.Threads);
                cost = Cost(clusters);
            }
            finally
            {
                GC.KeepAlive(points.Owner);
                _rows.Release();
            }
        }
        new Span<int>(_nearest.Owner, points.Count).CopyTo(owner);
        for (int row = 0; row < distance.Length; row++) distance[row] = (float)_costs.Costs[row];
        return cost;
    }

    /// <summary>Frees the workspace. The solutions it has given out must not be used afterwards.</summary>
    public void Dispose()
    {
        _use.Close();
        _rows.Dispose();
        _nearest.Dispose();
    }

    private void Search(int clusters, int restart, CancellationToken cancellation)
    {
        _seeding.Run(_rows, clusters, new Philox(_options.Seed, (ulong)restart), cancellation: cancellation);
        _swaps.Run(_seeding.Seeds, _options.MaxRounds, cancellation);
        Span<int> medoids = _swaps.Medoids;
        medoids.Sort();
        LoadCentres(medoids);
        double cost = Cost(medoids.Length);
        if (cost < _buffer.Cost) _buffer.Store(medoids, cost, _swaps.Swaps);
    }

    private void LoadCentres(ReadOnlySpan<int> medoids)
    {
        for (int i = 0; i < medoids.Length; i++) _rows.CopyTo(medoids[i], _centres.Pointer + (nint)i * _dimension);
    }

    private double Cost(int clusters)
    {
        _nearest.Run(_rows, _centres.Pointer, clusters, once: true);
        return _costs.Run(_rows, _nearest.Owner, _centres.Pointer, clusters);
    }
}
