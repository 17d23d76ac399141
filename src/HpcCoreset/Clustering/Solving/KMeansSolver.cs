using System;
using System.Threading;
using HpcCoreset.Clustering;
using HpcCoreset.Numerics;

namespace HpcCoreset;

/// <summary>
/// Weighted k-means: seeds of k-means++, greedy or plain, Lloyd's iterations, restarts. Made for solving on a coreset, right for any rows.
/// </summary>
/// <remarks>
/// Weights count everywhere: in the seeding, the means and the cost; a row of weight 0 changes nothing. An empty cluster takes the row
/// of largest weight times distance. Distances are float32 with near-ties decided in double, from the rows as given; means and costs
/// are double. The same seed gives the same bytes for any number of threads. Allocates on the first call of a shape only. Not
/// thread-safe: one solver per thread.
/// </remarks>
public sealed unsafe class KMeansSolver : IDisposable
{
    private ExclusiveUse _use;
    private readonly KMeansOptions _options;
    private readonly WeightedRows _rows;
    private readonly GreedyKMeansPlusPlus _greedy = new();
    private readonly KMeansPlusPlus _plain = new();
    private readonly Lloyd _lloyd = new();
    private readonly PinnedBuffer<double> _centres = new();
    private readonly KMeansBuffer _buffer = new();
    private int _mostClusters; // of the last Fit, whose rows may have had fewer distinct ones

    /// <summary>Creates a solver. Its workspace grows on the first call.</summary>
    /// <param name="options">What to do.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public KMeansSolver(KMeansOptions options)
        : this(options, RankGroup.Alone)
    {
    }

    /// <summary>Creates a solver of rows that many ranks hold, which only polishes: <see cref="Begin"/> and <see cref="Polish"/>.</summary>
    internal KMeansSolver(KMeansOptions options, RankGroup ranks)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Clusters, 1, "options.Clusters");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, "options.Threads");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Restarts, 1, "options.Restarts");
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxIterations, "options.MaxIterations");
        if (!Enum.IsDefined(options.Seeding))
            throw new ArgumentException(
                $"options.Seeding: found {options.Seeding}; allowed are {string.Join(", ", Enum.GetNames<KMeansSeeding>())}.", nameof(options));
        if (!(options.Tolerance >= 0))
            throw new ArgumentException(FormattableString.Invariant(
                $"options.Tolerance: found {options.Tolerance}; allowed are values of at least 0."), nameof(options));
        if (options.Metric is not (Metric.SquaredEuclidean or Metric.Cosine))
            throw new ArgumentException(
                $"options.Metric: found {options.Metric}; allowed are SquaredEuclidean and Cosine, whose best centre is a mean.", nameof(options));
        _options = options;
        _rows = new WeightedRows(options.Metric, null, ranks);
    }

    /// <summary>Seeds and iterates, <see cref="KMeansOptions.Restarts"/> times; the solution of the lowest cost is kept.</summary>
    /// <param name="points">At least one row of finite values; no zero row under <see cref="Metric.Cosine"/>.</param>
    /// <param name="weights">One weight per row, finite, at least 0 and not all 0; or empty for 1 each.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>, between two passes over the rows.</param>
    /// <returns>Centres and cost: a view that the next <see cref="Fit"/> or <see cref="Refine"/> makes stale.</returns>
    /// <remarks>
    /// O(rows * clusters * dimension) per iteration, and that times 2 + floor(ln clusters) for the greedy seeding, once for the plain
    /// one. A call that is cancelled leaves the solver without centres.
    /// </remarks>
    /// <exception cref="ArgumentException">Rows or weights are not as they must be; the message says where.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public KMeansSolution Fit(
        scoped Points points, scoped ReadOnlySpan<double> weights = default, CancellationToken cancellation = default)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        RowValidation.Check(points, weights, rejectZeroRows: _rows.IsSpherical);
        _buffer.Reset();
        _mostClusters = Math.Min(_options.Clusters, points.Count);
        _buffer.Reserve(_mostClusters, points.Dimension);
        Reserve(points);
        bool finished = false;
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        {
            try
            {
                _rows.Load(points.Source(first, scales), weights, _options.Threads);
                double tolerance = AbsoluteTolerance();
                for (int restart = 0; restart < _options.Restarts; restart++)
                    Iterate(Seed(restart, cancellation), _options.MaxIterations, tolerance, cancellation);
                finished = true;
            }
            finally
            {
                GC.KeepAlive(points.Owner);
                _rows.Release();
                if (!finished) _buffer.Reset(); // the best of some restarts is not what was asked for
            }
        }
        return new KMeansSolution(_buffer);
    }

    /// <summary>
    /// Lloyd iterations on other rows, from the centres at hand: a solution found on a coreset is polished on all rows.
    /// </summary>
    /// <param name="points">Rows of the same dimension.</param>
    /// <param name="weights">One weight per row, finite, at least 0 and not all 0; or empty for 1 each.</param>
    /// <param name="passes">Number of iterations, at least 0; fewer are done if no row changes its centre any more.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>, between two passes over the rows.</param>
    /// <returns>Centres and their cost on these rows: a view that the next <see cref="Fit"/> or <see cref="Refine"/> makes stale.</returns>
    /// <remarks>O(rows * clusters * dimension) per iteration. A call that is cancelled leaves the solver without centres.</remarks>
    /// <exception cref="ArgumentException">Rows or weights are not as they must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">There are no centres yet: <see cref="Fit"/> comes first.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public KMeansSolution Refine(
        scoped Points points, scoped ReadOnlySpan<double> weights, int passes, CancellationToken cancellation = default)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        ArgumentOutOfRangeException.ThrowIfNegative(passes);
        RowValidation.Check(points, weights, rejectZeroRows: _rows.IsSpherical);
        return Polish(points, weights, passes, cancellation);
    }

    /// <summary>Makes given centres those at hand.</summary>
    internal void Begin(ReadOnlySpan<float> centres, int dimension)
    {
        _mostClusters = centres.Length / dimension;
        double* wide = _centres.Reserve(centres.Length);
        for (int i = 0; i < centres.Length; i++) wide[i] = centres[i];
        _buffer.Reset();
        _buffer.Store(wide, _mostClusters, dimension, double.PositiveInfinity, 0);
    }

    /// <summary><see cref="Refine"/> on rows that were checked.</summary>
    internal KMeansSolution Polish(scoped Points points, scoped ReadOnlySpan<double> weights, int passes, CancellationToken cancellation)
    {
        int clusters = LoadCentres(points.Dimension);
        Reserve(points);
        _buffer.Reset();
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        {
            try
            {
                _rows.Load(points.Source(first, scales), weights, _options.Threads);
                Iterate(clusters, passes, 0, cancellation);
            }
            finally
            {
                GC.KeepAlive(points.Owner);
                _rows.Release();
            }
        }
        return new KMeansSolution(_buffer);
    }

    /// <summary>The nearest centre of each row, lowest number on ties.</summary>
    /// <param name="points">Rows of the same dimension, which need not be those of <see cref="Fit"/>.</param>
    /// <param name="owner">Receives the number of the nearest centre: one per row.</param>
    /// <param name="distance">
    /// Receives the distance to it (squared, or 1 - cosine, as the metric is): one per row, or empty if it is not wanted.
    /// </param>
    /// <remarks>O(rows * clusters * dimension). Solutions given out stay valid.</remarks>
    /// <exception cref="ArgumentException">The rows are not as they must be, or a span has another length.</exception>
    /// <exception cref="InvalidOperationException">There are no centres yet: <see cref="Fit"/> comes first.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void Assign(scoped Points points, Span<int> owner, Span<float> distance)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        RowValidation.Check(points, default, rejectZeroRows: _rows.IsSpherical);
        RowValidation.CheckLength(nameof(owner), owner.Length, points.Count);
        if (!distance.IsEmpty) RowValidation.CheckLength(nameof(distance), distance.Length, points.Count);
        int clusters = LoadCentres(points.Dimension);
        Reserve(points);
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        {
            try
            {
                _rows.Load(points.Source(first, scales), default, _options.Threads);
                _lloyd.Cost(_rows, _centres.Pointer, clusters, once: true);
            }
            finally
            {
                GC.KeepAlive(points.Owner);
                _rows.Release();
            }
        }
        new Span<int>(_lloyd.Owner, points.Count).CopyTo(owner);
        for (int row = 0; row < distance.Length; row++) distance[row] = (float)_lloyd.Costs[row];
    }

    /// <summary>Frees the workspace. The solutions it has given out must not be used afterwards.</summary>
    public void Dispose()
    {
        _use.Close();
        _rows.Dispose();
        _lloyd.Dispose();
    }

    private static void RequireDimension(string argument, int found, int dimension)
    {
        if (found != dimension)
            throw new ArgumentException($"{argument}: found dimension {found}; the centres have {dimension}.", argument);
    }

    /// <summary>Room for as many centres as asked for, not as found: it must depend on the shape of the rows alone.</summary>
    private void Reserve(scoped Points points)
    {
        _centres.Reserve(checked(_mostClusters * points.Dimension));
        _lloyd.Reserve(points.Count, points.Dimension, _mostClusters, _options.Threads);
    }

    /// <summary>The tolerance times the mean variance of a column: the mean squared distance to the mean, over the dimension.</summary>
    private double AbsoluteTolerance()
    {
        if (_options.Tolerance == 0) return 0;
        double mass = 0;
        for (int row = 0; row < _rows.Count; row++) mass += _rows.Weights[row];
        double cost = _lloyd.CostOfMean(_rows, _centres.Reserve(_rows.Dimension));
        return _options.Tolerance * (_rows.IsSpherical ? 2 * cost : cost) / (mass * _rows.Dimension);
    }

    private int Seed(int restart, CancellationToken cancellation)
    {
        int wanted = Math.Min(_options.Clusters, _rows.Count);
        var random = new Philox(_options.Seed, (ulong)restart);
        bool greedy = _options.Seeding == KMeansSeeding.Greedy;
        if (greedy) _greedy.Run(_rows, wanted, random, cancellation);
        else _plain.Run(_rows, wanted, random, cancellation: cancellation);
        ReadOnlySpan<int> seeds = greedy ? _greedy.Seeds : _plain.Seeds;
        double* centres = _centres.Reserve(checked(seeds.Length * _rows.Dimension));
        for (int c = 0; c < seeds.Length; c++) _rows.CopyTo(seeds[c], centres + (nint)c * _rows.Dimension);
        return seeds.Length;
    }

    private void Iterate(int clusters, int iterations, double tolerance, CancellationToken cancellation)
    {
        double* centres = _centres.Pointer;
        int done = _lloyd.Run(_rows, centres, clusters, iterations, tolerance, cancellation);
        // The cost is that of the centres as they are given out, rounded to float32.
        for (int i = 0; i < clusters * _rows.Dimension; i++) centres[i] = (float)centres[i];
        double cost = _lloyd.Cost(_rows, centres, clusters, once: true);
        if (cost < _buffer.Cost) _buffer.Store(centres, clusters, _rows.Dimension, cost, done);
    }

    /// <summary>The centres given out last, as doubles.</summary>
    private int LoadCentres(int dimension)
    {
        if (_buffer.Clusters == 0) throw new InvalidOperationException("This solver has no centres yet; call Fit first.");
        RequireDimension("points", dimension, _buffer.Dimension);
        ReadOnlySpan<float> given = _buffer.Centres;
        double* centres = _centres.Reserve(given.Length);
        for (int i = 0; i < given.Length; i++) centres[i] = given[i];
        return _buffer.Clusters;
    }
}
