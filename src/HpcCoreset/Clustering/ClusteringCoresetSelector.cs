using System;
using System.Threading;
using HpcCoreset.Clustering;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;
using HpcCoreset.Sampling;

namespace HpcCoreset;

/// <summary>
/// Coresets for k-means by importance sampling: a few rows with weights on which every set of centres costs nearly what it costs on all
/// rows.
/// </summary>
/// <remarks>
/// <para>
/// The default, <see cref="ClusteringCoresetMethod.Sensitivity"/>, seeds twice as many centres as asked with k-means++, moves each to the
/// mean of its cluster and samples a row with probability proportional to w cost / (cost of all) + w / (mass of its cluster)
/// (Feldman, Langberg, STOC 2011; Bansal et al., FOCS 2024). <see cref="Metric.Euclidean"/> and <see cref="Metric.Manhattan"/> give
/// k-median coresets, so does <see cref="Metric.Hamming"/> on bits, <see cref="Metric.Cosine"/> spherical ones; <see cref="Metric.Dot"/> is no distance and is refused.
/// </para>
/// <para>
/// Sampling is systematic, without replacement, of exact size: rows whose probability reaches 1 are kept with their own weight, the
/// others are walked by (cluster, cost). A row of weight 0 is never picked. With no more rows of positive weight than
/// <see cref="ClusteringCoresetOptions.Size"/> the coreset is those rows with their own weights.
/// </para>
/// <para>Allocates on the first call of a shape only. Not thread-safe: one selector per thread.</para>
/// </remarks>
public class ClusteringCoresetSelector : IDisposable
{
    private const ulong SamplingStream = 1;
    private readonly ClusteringCoresetOptions _options;
    private readonly WeightedRows _rows;
    private readonly ImportanceScores _scores = new();
    private readonly StratifiedSampler _sampler = new();
    private readonly CoresetBuffer _buffer = new();
    private ExclusiveUse _use;

    /// <summary>Creates a selector. Its workspace grows on the first call.</summary>
    /// <param name="options">What to do.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the metric is <see cref="Metric.Dot"/>.</exception>
    public ClusteringCoresetSelector(ClusteringCoresetOptions options)
        : this(options, null, null)
    {
    }

    /// <summary>Creates a selector that runs on a given kernel; without a metric a row costs what the kernel says.</summary>
    private protected ClusteringCoresetSelector(ClusteringCoresetOptions options, PointKernel? kernel, Metric? metric)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Size, 1, "options.Size");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Clusters, 1, "options.Clusters");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, "options.Threads");
        if (!Enum.IsDefined(options.Method))
            throw new ArgumentException(
                $"options.Method: found {options.Method}; allowed are {string.Join(", ", Enum.GetNames<ClusteringCoresetMethod>())}.", nameof(options));
        if (kernel == null) metric = options.Metric;
        if (metric != null) WeightedRows.RefuseDot(metric.Value);
        _options = options;
        _rows = new WeightedRows(metric, kernel);
    }

    /// <summary>Samples rows. O(rows * clusters * dimension) for sensitivity sampling, O(rows * dimension) for the others.</summary>
    /// <param name="points">At least one row of finite values; no zero row under <see cref="Metric.Cosine"/>.</param>
    /// <param name="weights">One weight per row, finite, at least 0 and not all 0; or empty for 1 each.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>, between two passes over the rows.</param>
    /// <returns>
    /// Row numbers ascending, weights in units of the input weights, inclusion probabilities; a view that the next call makes stale.
    /// </returns>
    /// <exception cref="ArgumentException">Rows or weights are not as they must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this object.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Coreset Select(
        scoped Points points, scoped ReadOnlySpan<double> weights = default, CancellationToken cancellation = default) =>
        Run(_options, points, weights, cancellation);

    /// <summary>
    /// Compiles what a call for rows of this shape runs and reserves its workspace, so that the first request does not pay for it: the
    /// selector is run once on made-up rows, without progress. Takes about as long as a first call; coresets given out become stale.
    /// </summary>
    /// <param name="rows">Number of rows, at least 1.</param>
    /// <param name="dimension">Values per row, at least 1.</param>
    /// <exception cref="ArgumentException">There are no such rows; the message says why.</exception>
    public void Prepare(int rows, int dimension)
    {
        ClusteringCoresetOptions silent = _options with { Progress = null };
        if (_rows.CountsBits)
        {
            Run(silent, Points.FromBits(WarmUpRows.CreateBits(rows, dimension), dimension), default, default);
            return;
        }
        using PointStore store = WarmUpRows.Create(rows, dimension);
        Run(silent, store.AsPoints(), default, default);
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose()
    {
        _use.Close();
        _rows.Dispose();
        _buffer.Reset(0);
        GC.SuppressFinalize(this);
    }

    private unsafe Coreset Run(
        ClusteringCoresetOptions options, scoped Points points, scoped ReadOnlySpan<double> weights, CancellationToken cancellation)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        RowValidation.Check(points, weights, rejectZeroRows: _rows.IsSpherical);
        _rows.CheckKind(points);
        cancellation.ThrowIfCancellationRequested();
        _buffer.Reset(Math.Min(options.Size, points.Count));
        if (PositiveCount(points.Count, weights) <= options.Size)
        {
            KeepAll(points.Count, weights, options.Progress);
            return new Coreset(_buffer);
        }
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        {
            try
            {
                _rows.Load(points.Source(first, scales), weights, options.Threads);
                _scores.Build(_rows, options, cancellation);
            }
            finally
            {
                GC.KeepAlive(points.Owner);
                _rows.Release();
            }
        }
        var random = new Philox(options.Seed, SamplingStream);
        if (options.WithReplacement)
            _sampler.SampleIndependently(_scores.Scores, _rows.Weights, _rows.Count, options.Size, random, _buffer);
        else
            _sampler.Sample(
                _scores.Scores, _rows.Weights, _scores.Strata, _scores.StrataCount, _scores.Keys, _rows.Count, options.Size,
                options.Calibrate, random, _buffer);
        Report(_scores.Cost, _scores.Evaluations, _rows.KernelName, options.Progress);
        return new Coreset(_buffer);
    }

    private static int PositiveCount(int rows, ReadOnlySpan<double> weights)
    {
        if (weights.IsEmpty) return rows;
        int positive = 0;
        foreach (double weight in weights)
            if (weight > 0) positive++;
        return positive;
    }

    private void KeepAll(int rows, ReadOnlySpan<double> weights, IProgress<double>? progress)
    {
        for (int row = 0; row < rows; row++)
            if (weights.IsEmpty || weights[row] > 0) _buffer.Add(row, weights.IsEmpty ? 1 : weights[row], 1);
        Report(0, 0, "none", progress);
    }

    private void Report(double cost, long evaluations, string kernel, IProgress<double>? progress)
    {
        double mass = 0;
        for (int i = 0; i < _buffer.Count; i++) mass += _buffer.Weights[i];
        _buffer.Report = new SelectionReport(cost, mass, evaluations, kernel);
        progress?.Report(1);
    }
}
