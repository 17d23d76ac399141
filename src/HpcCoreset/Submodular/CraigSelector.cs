using System;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Observability;
using HpcCoreset.Sampling;
using HpcCoreset.Submodular;

namespace HpcCoreset;

/// <summary>
/// CRAIG: rows to train on whose weighted gradients add up to nearly those of all rows (Mirzasoleiman, Bilmes, Leskovec, "Coresets for
/// data-efficient training of machine learning models", ICML 2020).
/// </summary>
/// <remarks>
/// <para>
/// Facility location class by class: the distance of a row to the nearest pick of its class bounds the error of putting that pick's
/// gradient in its place, and greedy picks make the sum small. The weight of a pick is the mass of the rows nearest to it. For convex
/// losses rows may be the features, because gradients of one class differ by at most a constant times the distance of the features; for
/// networks they are the gradients with respect to the last layer, softmax minus one-hot label, and are picked anew as training goes on.
/// </para>
/// <para>
/// Every class is ranked as by a plain greedy in double, lowest row on ties, for any number of threads and every instruction set; with
/// <see cref="CraigOptions.Neighbours"/> by one over the similarities that are kept. Classes run one after the other in one workspace. Allocates on the first call of a shape only, to which the largest class belongs. Not
/// thread-safe: one selector per thread.
/// </para>
/// </remarks>
public sealed class CraigSelector : IDisposable
{
    private readonly CraigOptions _options;
    private readonly FacilityLocationOptions _facilities;
    private readonly FactoredKernel? _factored;
    private readonly FacilityLocation _objective = new();
    private readonly NeighbourFacilityLocation _sparse = new();
    private readonly SmallFacilityLocation _small = new();
    private readonly GreedyRun _run = new();
    private readonly LazyGreedy _greedy = new();
    private readonly RowsByClass _classes = new();
    private readonly CoresetBuffer _class = new();
    private readonly CoresetBuffer _buffer = new();
    private readonly SelectionObserver _observer = new(nameof(CraigSelector));
    private ExclusiveUse _use;

    /// <summary>Creates a selector. Its workspace grows on the first call.</summary>
    /// <param name="options">What to do.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public CraigSelector(CraigOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Size, 1, "options.Size");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, "options.Threads");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MinPerClass, 1, "options.MinPerClass");
        ArgumentOutOfRangeException.ThrowIfNegative(options.Neighbours, "options.Neighbours");
        SimilarityForm.Check(options.Similarity, 0, "options");
        ArgumentOutOfRangeException.ThrowIfNegative(options.FirstFactor, "options.FirstFactor");
        if (options.FirstFactor > 0 && options.Similarity is not (Similarity.MaxEuclidean or Similarity.MaxSquaredEuclidean))
            throw new ArgumentException(
                $"options.Similarity: found {options.Similarity}; with options.FirstFactor allowed are MaxEuclidean and MaxSquaredEuclidean.", nameof(options));
        if (options.FirstFactor > 0 && options.Neighbours > 0)
            throw new ArgumentException($"options.Neighbours: found {options.Neighbours}; with options.FirstFactor allowed is 0.", nameof(options));
        if (!Enum.IsDefined(options.Balance) || options.Balance == ClassBalance.None)
            throw new ArgumentException(
                $"options.Balance: found {options.Balance}; allowed are Proportional, Equal and SquareRoot.", nameof(options));
        _options = options;
        _facilities = new()
        {
            Size = options.Size,
            Similarity = options.Similarity,
            Neighbours = options.Neighbours,
            FirstFactor = options.FirstFactor,
            Threads = options.Threads,
        };
        if (options.FirstFactor > 0) _factored = new FactoredKernel(options.FirstFactor);
    }

    /// <summary>Picks rows of one class, or of rows whose labels do not matter.</summary>
    /// <param name="points">Features or gradients: at least as many rows of positive weight as picks, of finite values.</param>
    /// <param name="weights">One weight per row, finite, at least 0 and not all 0; or empty for 1 each.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>As for labelled rows.</returns>
    /// <exception cref="ArgumentException">Rows or weights are not as they must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this selector.</exception>
    /// <exception cref="ObjectDisposedException">The selector was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public Coreset Select(scoped Points points, scoped ReadOnlySpan<double> weights = default, CancellationToken cancellation = default) =>
        Run(points, weights, default, cancellation);

    /// <summary>Picks rows of each class.</summary>
    /// <param name="points">Features or gradients: at least as many rows of positive weight as picks, of finite values.</param>
    /// <param name="weights">One weight per row, finite, at least 0 and not all 0; or empty for 1 each.</param>
    /// <param name="labels">One class per row, a number from 0 to 2^20 - 1.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// Row numbers class after class, in the order picked within each, so that any number of a class's first picks is a smaller coreset of
    /// it; weights that add up to the mass of each class, 0 for a pick that repeats an earlier one; marginal gains. Assignment and coverage
    /// are within the classes, similarities to the farthest pair counted from that of the class. A view that the next call makes stale.
    /// </returns>
    /// <remarks>O(rows of a class^2 * dimension) for each class, and memory for a copy of the largest.</remarks>
    /// <exception cref="ArgumentException">
    /// Rows, weights or labels are not as they must be, or there are fewer picks than <see cref="CraigOptions.MinPerClass"/> asks for; the
    /// message says where.
    /// </exception>
    /// <exception cref="InvalidOperationException">Another call is running on this selector.</exception>
    /// <exception cref="ObjectDisposedException">The selector was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public Coreset Select(
        scoped Points points, scoped ReadOnlySpan<double> weights, scoped ReadOnlySpan<int> labels, CancellationToken cancellation = default)
    {
        if (labels.IsEmpty) throw new ArgumentException("labels: found none; allowed is one per row.", nameof(labels));
        return Run(points, weights, labels, cancellation);
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose()
    {
        _use.Close();
        _objective.Dispose();
        _sparse.Dispose();
        _classes.Dispose();
        _buffer.Reset(0);
    }

    private Coreset Run(
        scoped Points points, scoped ReadOnlySpan<double> weights, scoped ReadOnlySpan<int> labels, CancellationToken cancellation)
    {
        SelectionObserver.Call observed = _observer.Begin(points);
        try
        {
            return observed.Complete(Choose(points, weights, labels, cancellation));
        }
        catch (Exception exception) when (observed.Fail(exception))
        {
            throw;
        }
    }

    private unsafe Coreset Choose(
        scoped Points points, scoped ReadOnlySpan<double> weights, scoped ReadOnlySpan<int> labels, CancellationToken cancellation)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        RowValidation.CheckRows(points, _options.Similarity, nameof(points));
        if (_options.FirstFactor > 0) RowValidation.CheckFactors(points, _options.FirstFactor, nameof(points));
        if (!weights.IsEmpty) RowValidation.CheckWeights(points.Count, weights, nameof(weights));
        if (!labels.IsEmpty) RowValidation.CheckLabels(points.Count, labels);
        int positive = RowValidation.PositiveCount(points.Count, weights);
        if (_options.Size > positive)
            throw new ArgumentException(
                $"points: found {positive} rows of positive weight; options.Size asks for {_options.Size} of them.", nameof(points));
        cancellation.ThrowIfCancellationRequested();
        if (!labels.IsEmpty) _classes.Build(labels, weights, _options.Size, _options.Balance, _options.MinPerClass);
        _buffer.Reset(_options.Size);
        _buffer.ReserveRows(points.Count);
        PointKernel kernel = _factored ?? KernelCatalogue.Get(_options.Similarity, points.IsBits, points.Dimension);
        (double objective, long evaluations, string used) = (0, 0, "none");
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        {
            RowSource rows = points.Source(first, scales);
            try
            {
                if (labels.IsEmpty) Add(rows, weights, _options.Size, default);
                for (int label = 0; !labels.IsEmpty && label < _classes.Classes; label++)
                {
                    ReadOnlySpan<int> members = _classes.Rows(label);
                    if (_classes.Quota(label) > 0)
                        Add(_classes.CopyRows(label, rows), _classes.CopyWeights(label, weights), _classes.Quota(label), members);
                    else
                        foreach (int row in members) (_buffer.Assignment[row], _buffer.Coverage[row]) = (-1, 0); // of a class without mass
                }
            }
            finally
            {
                _objective.Release();
            }
        }
        GC.KeepAlive(points.Owner);
        _buffer.Report = new SelectionReport(objective, _buffer.Mass, evaluations, used);
        return new Coreset(_buffer);

        void Add(RowSource rows, ReadOnlySpan<double> weights, int size, ReadOnlySpan<int> members)
        {
            Pick(kernel, rows, weights, size, cancellation);
            objective += _class.Report.Objective;
            evaluations += _class.Report.Evaluations;
            if (_class.Report.Kernel != "none") used = _class.Report.Kernel;
            Append(members);
        }
    }

    /// <summary>The picks of one class.</summary>
    private void Pick(PointKernel kernel, RowSource rows, ReadOnlySpan<double> weights, int size, CancellationToken cancellation)
    {
        _class.Reset(_options.Size);
        bool knowsAll = _options.Neighbours == 0 || _options.Neighbours >= rows.Count;
        if (knowsAll && SmallFacilityLocation.Takes(rows))
        {
            cancellation.ThrowIfCancellationRequested();
            _small.Run(new SimilarityForm(_options.Similarity, rows.Dimension, 0, _options.FirstFactor), rows, weights, size, _class);
            return;
        }
        if (knowsAll) _objective.Load(_facilities, kernel, rows, weights, cancellation);
        else _sparse.Load(_facilities, kernel, rows, default, weights, cancellation);
        _run.Start(knowsAll ? _objective : _sparse, _facilities, default, _class, _greedy.NeedsAbsolute, cancellation);
        _run.Target = size;
        _greedy.Run(_run);
        _run.Finish();
    }

    /// <summary>Adds a class's picks to those of the classes before it.</summary>
    /// <param name="members">The class's rows; none where all rows are one class.</param>
    private void Append(ReadOnlySpan<int> members)
    {
        int first = _buffer.Count;
        for (int i = 0; i < _class.Count; i++) _buffer.Add(Row(_class.Indices[i], members), _class.Weights[i], _class.Gains[i]);
        for (int i = 0; i < _class.RowCount; i++)
            (_buffer.Assignment[Row(i, members)], _buffer.Coverage[Row(i, members)]) = (first + _class.Assignment[i], _class.Coverage[i]);

        static int Row(int i, ReadOnlySpan<int> members) => members.IsEmpty ? i : members[i];
    }
}
