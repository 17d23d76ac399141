using System;
using System.Threading;
using HpcCoreset.Clustering;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;
using HpcCoreset.Observability;
using HpcCoreset.Sampling;

namespace HpcCoreset;

/// <summary>
/// Coresets for k-means: a few rows with weights on which every set of centres costs nearly what it costs on all rows.
/// </summary>
/// <remarks>
/// <para>
/// The default, <see cref="ClusteringCoresetMethod.Sensitivity"/>, seeds twice as many centres as asked by the law of k-means++, moves
/// each to the mean of its cluster and samples half by cost and half by mass, every cluster as much as any other: a row's probability is
/// proportional to w cost / (cost of all) + w / (mass of its cluster * number of clusters) (Feldman, Langberg, STOC 2011; Bansal et al., FOCS 2024). <see cref="Metric.Euclidean"/> and <see cref="Metric.Manhattan"/> give
/// k-median coresets, so does <see cref="Metric.Hamming"/> on bits, <see cref="Metric.Cosine"/> spherical ones; <see cref="Metric.Dot"/> is no distance and is refused.
/// </para>
/// <para>
/// Sampling is systematic, without replacement, of exact size: rows whose probability reaches 1 are kept with their own weight, the
/// others are walked by cluster and cost. A row of weight 0 is never picked. With no more rows of positive weight than
/// <see cref="ClusteringCoresetOptions.Size"/> the coreset is those rows with their own weights.
/// </para>
/// <para>
/// <see cref="ClusteringCoresetMethod.CoresetTree"/> and <see cref="ClusteringCoresetMethod.Bico"/> divide the rows into cells instead. A
/// pick then is a cell: its weight the mass, its gain the variance, its row one of the cell's, its values
/// <see cref="Coreset.Centroids"/>; <see cref="Coreset.Offset"/> belongs to every cost. There may be fewer picks than asked for.
/// </para>
/// <para>Allocates on the first call of a shape only. Not thread-safe: one selector per thread.</para>
/// </remarks>
public class ClusteringCoresetSelector : IDisposable
{
    private const ulong ClassSeeds = 3;
    private readonly ClusteringCoresetOptions _options;
    private readonly WeightedRows _rows;
    private readonly IConstruction _construction;
    private readonly RowCheck _check = new();
    private readonly RowsByClass _classes = new();
    private readonly CoresetBuffer _buffer = new();
    private readonly SelectionObserver _observer;
    private ExclusiveUse _use;
    private bool _hasSensitivities;

    /// <summary>Creates a selector. Its workspace grows on the first call.</summary>
    /// <param name="options">What to do.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the metric none for the method.</exception>
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
        if (!Enum.IsDefined(options.Seeding))
            throw new ArgumentException(
                $"options.Seeding: found {options.Seeding}; allowed are {string.Join(", ", Enum.GetNames<BicriteriaSeeding>())}.", nameof(options));
        if (!Enum.IsDefined(options.Balance))
            throw new ArgumentException(
                $"options.Balance: found {options.Balance}; allowed are {string.Join(", ", Enum.GetNames<ClassBalance>())}.", nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MinPerClass, 1, "options.MinPerClass");
        if (options.Balance == ClassBalance.None && (options.MinPerClass > 1 || options.EqualizeClasses))
            throw new ArgumentException(
                "options.Balance: found None with MinPerClass or EqualizeClasses, which are about the classes of labelled rows.", nameof(options));
        if (kernel == null) metric = options.Metric;
        if (metric != null) WeightedRows.RefuseDot(metric.Value);
        Constructions.Check(options, metric);
        _options = options;
        _observer = new(nameof(ClusteringCoresetSelector), options.Method.ToString());
        _rows = new WeightedRows(metric, kernel);
        _construction = Constructions.Create(options.Method);
    }
    /// <summary>
    /// What each row was sampled by in the last <see cref="Select(Points, ReadOnlySpan{double}, CancellationToken)"/>, proportional to its
    /// probability: under sensitivity sampling its share of the cost and of the mass of its cluster, which add up to 1. The higher, the odder
    /// the row (Lucic, Bachem, Krause, "Linear-time outlier detection via sensitivity", IJCAI 2016). One per row, valid until the next call;
    /// empty if rows were kept rather than sampled, the method makes no sample, or rows were labelled. O(1), allocates nothing.
    /// </summary>
    public ReadOnlySpan<double> Sensitivities => _hasSensitivities ? _construction.Sensitivities : default;

    /// <summary>
    /// Makes a coreset. O(rows * clusters * dimension) for sensitivity sampling, O(rows * dimension * log(size)) for balanced coreset trees,
    /// O(rows * dimension) for the others, where for <see cref="ClusteringCoresetMethod.Bico"/> references that are looked through come on top.
    /// </summary>
    /// <param name="points">At least one row of finite values; no zero row under <see cref="Metric.Cosine"/>.</param>
    /// <param name="weights">One weight per row, finite, at least 0 and not all 0; or empty for 1 each.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>, between two passes over the rows.</param>
    /// <returns>
    /// Row numbers ascending, weights in units of the input weights, inclusion probabilities (or variances of cells; coverings come in the
    /// order picked, with radii: <see cref="ClusteringCoresetMethod"/>); a view that the next call makes stale.
    /// </returns>
    /// <exception cref="ArgumentException">Rows or weights are not as they must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this object.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Coreset Select(
        scoped Points points, scoped ReadOnlySpan<double> weights = default, CancellationToken cancellation = default) =>
        Run(_options, points, weights, default, cancellation);

    /// <summary>Samples labelled rows: a coreset for each class, of as many picks as <see cref="ClusteringCoresetOptions.Balance"/> gives it.</summary>
    /// <param name="points">At least one row of finite values; no zero row under <see cref="Metric.Cosine"/>.</param>
    /// <param name="weights">One weight per row, finite, at least 0 and not all 0; or empty for 1 each.</param>
    /// <param name="labels">One class per row, a number from 0 to 2^20 - 1.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>, between two passes over the rows.</param>
    /// <returns>
    /// Class after class, row numbers ascending within each; weights that add up to the mass of each class; a view that the next call makes
    /// stale.
    /// </returns>
    /// <remarks>
    /// As much work as without labels, and memory for a copy of the largest class. The sizes of the classes belong to the shape of the rows:
    /// a call with a larger class than before allocates.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// Rows, weights or labels are not as they must be, or there are fewer picks than <see cref="ClusteringCoresetOptions.MinPerClass"/>
    /// asks for; the message says where.
    /// </exception>
    /// <exception cref="InvalidOperationException">Another call is running on this object.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Coreset Select(
        scoped Points points, scoped ReadOnlySpan<double> weights, scoped ReadOnlySpan<int> labels, CancellationToken cancellation = default)
    {
        if (labels.IsEmpty) throw new ArgumentException("labels: found none; allowed is one per row.", nameof(labels));
        return Run(_options, points, weights, labels, cancellation);
    }

    /// <summary>Samples rows with a seed of their own, and without progress: what a stream does again and again.</summary>
    internal Coreset Select(scoped Points points, scoped ReadOnlySpan<double> weights, ulong seed) =>
        Run(new ConstructionTask(_options, _options.Size, seed, null, default), points, weights, default);

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
        int[] labels = _options.Balance == ClassBalance.None ? [] : new int[Math.Max(rows, 0)]; // one class: the most memory that it may take
        if (_rows.CountsBits)
        {
            Choose(Task(silent, default), Points.FromBits(WarmUpRows.CreateBits(rows, dimension), dimension), default, labels);
            return;
        }
        using PointStore store = WarmUpRows.Create(rows, dimension);
        Choose(Task(silent, default), store.AsPoints(), default, labels);
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose()
    {
        _use.Close();
        _hasSensitivities = false;
        _rows.Dispose();
        (_construction as IDisposable)?.Dispose();
        _classes.Dispose();
        _buffer.Reset(0);
        GC.SuppressFinalize(this);
    }

    /// <summary>Selects with other options than its own, of the same method, metric and balance.</summary>
    internal Coreset Run(
        ClusteringCoresetOptions options, scoped Points points, scoped ReadOnlySpan<double> weights, scoped ReadOnlySpan<int> labels,
        CancellationToken cancellation) => Run(Task(options, cancellation), points, weights, labels);

    private static ConstructionTask Task(ClusteringCoresetOptions options, CancellationToken cancellation) =>
        new(options, options.Size, options.Seed, options.Progress, cancellation);

    private Coreset Run(
        scoped in ConstructionTask task, scoped Points points, scoped ReadOnlySpan<double> weights, scoped ReadOnlySpan<int> labels)
    {
        SelectionObserver.Call observed = _observer.Begin(points);
        try
        {
            return observed.Complete(Choose(task, points, weights, labels));
        }
        catch (Exception exception) when (observed.Fail(exception))
        {
            throw;
        }
    }

    private unsafe Coreset Choose(
        scoped in ConstructionTask task, scoped Points points, scoped ReadOnlySpan<double> weights, scoped ReadOnlySpan<int> labels)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        _hasSensitivities = false;
        _check.Run(points, weights, rejectZeroRows: _rows.IsSpherical, task.Options.Threads);
        _rows.CheckKind(points);
        CheckLabels(points.Count, labels);
        task.Cancellation.ThrowIfCancellationRequested();
        int positive = RowValidation.PositiveCount(points.Count, weights);
        if (!labels.IsEmpty) _classes.Build(labels, weights, Math.Min(task.Options.Size, positive), _options.Balance, _options.MinPerClass);
        _buffer.Reset(Math.Min(task.Size, points.Count), _construction.MakesCentroids ? points.Dimension : 0);
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        {
            try
            {
                RowSource rows = points.Source(first, scales);
                (double cost, long evaluations, string kernel) = labels.IsEmpty
                    ? Build(rows, weights, positive, task)
                    : BuildByClass(rows, weights, task);
                _buffer.Report = new SelectionReport(cost, _buffer.Mass, evaluations, kernel);
                _hasSensitivities = labels.IsEmpty && !KeepsAll(positive, task);
            }
            finally
            {
                GC.KeepAlive(points.Owner);
                _rows.Release();
            }
        }
        task.Progress?.Report(1);
        return new Coreset(_buffer);
    }

    private bool KeepsAll(int positive, in ConstructionTask task) => _construction.KeepsFewRows && positive <= task.Size;

    /// <summary>A coreset of some rows, at the end of the buffer.</summary>
    private (double Cost, long Evaluations, string Kernel) Build(
        RowSource rows, ReadOnlySpan<double> weights, int positive, in ConstructionTask task)
    {
        if (KeepsAll(positive, task))
        {
            KeepAll(rows, weights);
            return (0, 0, "none");
        }
        _rows.Load(rows, weights, task.Options.Threads);
        _construction.Build(_rows, task, _buffer);
        return (_construction.Cost, _construction.Evaluations, _rows.KernelName);
    }

    /// <summary>A coreset of every class, with random numbers of its own.</summary>
    private (double Cost, long Evaluations, string Kernel) BuildByClass(
        RowSource rows, ReadOnlySpan<double> weights, in ConstructionTask task)
    {
        (double cost, long evaluations, string kernel) = (0, 0, "none");
        var seeds = new Philox(task.Seed, ClassSeeds);
        double mass = TotalMass(out int present);
        for (int label = 0; label < _classes.Classes; label++)
        {
            if (_classes.Quota(label) == 0) continue;
            task.Cancellation.ThrowIfCancellationRequested();
            (int first, double offset) = (_buffer.Count, _buffer.Offset);
            ConstructionTask part = task with { Size = _classes.Quota(label), Seed = seeds.UInt64((ulong)label), Progress = null };
            (double ownCost, long ownEvaluations, string ownKernel) = Build(
                _classes.CopyRows(label, rows), _classes.CopyWeights(label, weights), _classes.Positive(label), part);
            cost += ownCost;
            evaluations += ownEvaluations;
            if (ownEvaluations > 0) kernel = ownKernel;
            ReadOnlySpan<int> members = _classes.Rows(label);
            double factor = task.Options.EqualizeClasses ? mass / present / _classes.Mass(label) : 1;
            for (int i = first; i < _buffer.Count; i++)
            {
                _buffer.Indices[i] = members[_buffer.Indices[i]];
                _buffer.Weights[i] *= factor;
                if (_construction.MakesCentroids) _buffer.Gains[i] *= factor;
            }
            _buffer.Offset = offset + factor * (_buffer.Offset - offset);
            task.Progress?.Report((label + 1) / (double)_classes.Classes);
        }
        return (cost, evaluations, kernel);
    }

    private double TotalMass(out int classes)
    {
        (double mass, classes) = (0, 0);
        for (int label = 0; label < _classes.Classes; label++)
        {
            mass += _classes.Mass(label);
            if (_classes.Mass(label) > 0) classes++;
        }
        return mass;
    }

    private void CheckLabels(int rows, ReadOnlySpan<int> labels)
    {
        bool balances = _options.Balance != ClassBalance.None;
        if (balances == labels.IsEmpty)
            throw new ArgumentException(
                balances ? $"labels: found none, but options.Balance is {_options.Balance}." : "labels: found some, but options.Balance is None.",
                nameof(labels));
        if (balances) RowValidation.CheckLabels(rows, labels);
    }

    private unsafe void KeepAll(RowSource rows, ReadOnlySpan<double> weights)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            if (!weights.IsEmpty && weights[row] == 0) continue;
            if (_construction.MakesCentroids)
                fixed (float* centroid = _buffer.Centroid(_buffer.Count)) rows.Decode(row, 0, rows.Dimension, centroid);
            _buffer.Add(row, weights.IsEmpty ? 1 : weights[row], _construction.MakesCentroids ? 0 : 1);
        }
    }
}
