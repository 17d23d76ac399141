using System;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Observability;
using HpcCoreset.Submodular;

namespace HpcCoreset;

/// <summary>
/// Facility location: picks rows, one after the other, so that each pick raises the sum over all rows of the similarity to the nearest
/// pick the most. The picks are representatives, in order of importance; any prefix is a smaller coreset.
/// </summary>
/// <remarks>
/// <para>
/// The ranking is exactly that of a plain greedy in double precision, lowest index on ties, for any number of threads and every
/// instruction set, and within 1 - 1/e of the best subset of its size (Nemhauser, Wolsey, Fisher 1978). Lazy evaluation in batches
/// (Minoux 1978), and similarities kept only where all of them take at most 1 MB or twice the rows: O(rows * dimension) memory.
/// </para>
/// <para>
/// Allocates on the first call of a shape only: 0 B per pick and 0 B per later call. Not thread-safe: one selector per thread.
/// </para>
/// </remarks>
public class FacilityLocationSelector : IDisposable
{
    private readonly FacilityLocationOptions _options;
    private readonly PointKernel? _kernel;
    private readonly FacilityLocation _objective = new();
    private readonly NeighbourFacilityLocation _sparse = new();
    private readonly Greedy _greedy = new();
    private readonly CoresetBuffer _buffer = new();
    private readonly SelectionObserver _observer;
    private ExclusiveUse _use;

    /// <summary>Creates a selector. Its workspace grows on the first call.</summary>
    /// <param name="options">What to do.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public FacilityLocationSelector(FacilityLocationOptions options)
        : this(options, null)
    {
    }

    /// <summary>Creates a selector that runs on a given kernel.</summary>
    private protected FacilityLocationSelector(FacilityLocationOptions options, PointKernel? kernel)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        ArgumentOutOfRangeException.ThrowIfNegative(options.CacheBytes, "options.CacheBytes");
        SimilarityForm.Check(options.Similarity, options.Gamma, "options");
        ArgumentOutOfRangeException.ThrowIfNegative(options.Neighbours, "options.Neighbours");
        CheckFactor(options.Eta, "options.Eta");
        CheckFactor(options.Nu, "options.Nu");
        if (options.LocalPartitions && (options.Optimizer != GreedyOptimizer.RandomPartition || options.Budget > 0 || options.Neighbours > 0))
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"options.LocalPartitions: found Optimizer {options.Optimizer}, Budget {options.Budget} and Neighbours {options.Neighbours}; allowed are RandomPartition, 0 and 0."),
                nameof(options));
        _options = options;
        _kernel = kernel;
        _observer = new(nameof(FacilityLocationSelector), options.Optimizer.ToString());
    }

    /// <summary>
    /// Picks rows. Evaluates a few gains per row and pick at first and ever fewer later, each O(rows * dimension): about
    /// 2.5 rows^2 dimension multiply-adds for 100 picks of 10,000 normal rows of 64.
    /// </summary>
    /// <param name="points">At least as many rows as picks, of finite values; no zero row (constant row) under cosine (correlation).</param>
    /// <param name="weights">One weight per row, finite, at least 0 and not all 0; or empty for 1 each.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// Row numbers in the order picked, as weight the summed weight of the rows that the pick covers best (the earlier pick on ties; rows
    /// that none covers count to the first), as gain the marginal gain. A view that the next call makes stale.
    /// </returns>
    /// <exception cref="ArgumentException">Rows or weights are not as they must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this selector.</exception>
    /// <exception cref="ObjectDisposedException">The selector was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public Coreset Select(
        scoped Points points, scoped ReadOnlySpan<double> weights = default, CancellationToken cancellation = default) =>
        Run(_options, points, default, weights, default, cancellation);

    /// <summary>Picks rows on given terms: from picks that are there already, among certain rows, with scores of their own.</summary>
    /// <param name="points">As in <see cref="Select(Points, ReadOnlySpan{double}, CancellationToken)"/>.</param>
    /// <param name="weights">One weight per row, finite, at least 0 and not all 0; or empty for 1 each.</param>
    /// <param name="terms">What to start from and which rows may be picked.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// As <see cref="Select(Points, ReadOnlySpan{double}, CancellationToken)"/>; a row that a pick to start from covers best adds to no
    /// weight. Fewer picks than asked for where no candidate is left.
    /// </returns>
    /// <exception cref="ArgumentException">Rows, weights or terms are not as they must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this selector.</exception>
    /// <exception cref="ObjectDisposedException">The selector was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public Coreset Select(
        scoped Points points, scoped ReadOnlySpan<double> weights, scoped GreedyTerms terms, CancellationToken cancellation = default) =>
        Run(_options, points, default, weights, terms, cancellation);

    /// <summary>Picks among rows those that stand for other rows, are like a query, or unlike private rows.</summary>
    /// <param name="points">The rows that may be picked, at least as many as picks; as for the other calls.</param>
    /// <param name="references">The rows that the picks stand for, shall be like and shall not repeat, as far as there are any.</param>
    /// <param name="weights">One weight per represented row, finite, at least 0 and not all 0; or empty for 1 each.</param>
    /// <param name="terms">What to start from and which rows may be picked.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// As the other calls; weights, assignment and coverage are about the represented rows. A row that a private one covers best is
    /// assigned to none (-1), and its coverage is what counts as covered by that. A view that the next call makes stale.
    /// </returns>
    /// <remarks>
    /// Exact as well: the ranking of a plain greedy in double. Similarities to the farthest pair count from the farthest of all pairs of a
    /// row that may be picked and a represented one, whatever query and private rows are. O(represented * candidates * dimension) for the
    /// first bounds, O(represented * references * dimension) for what counts, and memory for all.
    /// </remarks>
    /// <exception cref="ArgumentException">Rows, weights or terms are not as they must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this selector.</exception>
    /// <exception cref="ObjectDisposedException">The selector was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public Coreset Select(
        scoped Points points, scoped ReferenceRows references, scoped ReadOnlySpan<double> weights = default, scoped GreedyTerms terms = default,
        CancellationToken cancellation = default) =>
        Run(_options, points, references, weights, terms, cancellation);

    /// <summary>As the other calls, but picks all rows where there are fewer than <see cref="GreedyOptions.Size"/>; allocates the options of such a call.</summary>
    internal Coreset SelectAtMost(scoped Points points, scoped ReferenceRows references, CancellationToken cancellation) =>
        Run(points.Count < _options.Size ? _options with { Size = points.Count } : _options, points, references, default, default, cancellation);

    /// <summary>
    /// Compiles what a call for rows of this shape runs and reserves its workspace, so that the first request does not pay for it: the
    /// selector is run once on made-up rows, without progress. Takes about as long as a first call; coresets given out become stale.
    /// </summary>
    /// <param name="rows">Number of rows, at least <see cref="GreedyOptions.Size"/>.</param>
    /// <param name="dimension">Values per row, at least 1; at least 2 under <see cref="Similarity.CorrelationSquared"/>.</param>
    /// <exception cref="ArgumentException">There are no such rows; the message says why.</exception>
    public void Prepare(int rows, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, _options.Size);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, SimilarityForm.LeastDimension(_options.Similarity));
        using PointStore store = WarmUpRows.Create(rows, dimension);
        Choose(_options with { Progress = null, Budget = 0 }, store.AsPoints(), new ReferenceRows { Query = _options.RepresentQuery ? store.AsPoints() : default }, default, default, default);
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose()
    {
        _use.Close();
        _objective.Dispose();
        _sparse.Dispose();
        _buffer.Reset(0);
        GC.SuppressFinalize(this);
    }

    private Coreset Run(
        FacilityLocationOptions options, scoped Points points, scoped ReferenceRows references, scoped ReadOnlySpan<double> weights,
        scoped GreedyTerms terms, CancellationToken cancellation)
    {
        SelectionObserver.Call observed = _observer.Begin(points);
        try
        {
            return observed.Complete(Choose(options, points, references, weights, terms, cancellation));
        }
        catch (Exception exception) when (observed.Fail(exception))
        {
            throw;
        }
    }

    private unsafe Coreset Choose(
        FacilityLocationOptions options, scoped Points points, scoped ReferenceRows references, scoped ReadOnlySpan<double> weights,
        scoped GreedyTerms terms, CancellationToken cancellation)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        RowValidation.CheckRows(points, _options.Similarity, nameof(points));
        references.Check(options, points.Dimension);
        Points represented = options.RepresentQuery ? references.Query : references.Represented;
        Points query = options.RepresentQuery ? default : references.Query, known = references.Private;
        bool isApart = represented.Count > 0;
        if (!weights.IsEmpty) RowValidation.CheckWeights(isApart ? represented.Count : points.Count, weights, nameof(weights));
        terms.Check(options, points.Count, nameof(points));
        if (options.Neighbours > 0 && !terms.Candidates.IsEmpty)
            throw new ArgumentException(
                $"terms.Candidates: found {terms.Candidates.Length} candidates; with options.Neighbours, whose lists are of all rows, none are allowed: give the candidates as points, and all rows as those to be represented.",
                nameof(terms));
        if (options.LocalPartitions && (isApart || query.Count > 0 || known.Count > 0 || !terms.IsDefault))
            throw new ArgumentException("options.LocalPartitions: found terms or references, which are about all rows; allowed are none.", nameof(options));
        PointKernel kernel = _kernel
            ?? KernelCatalogue.Get(_options.Similarity, points.IsBits && AreBits(represented) && AreBits(query) && AreBits(known), points.Dimension);
        if (kernel.Dimension != 0 && kernel.Dimension != points.Dimension)
            throw new ArgumentException($"points: found rows of dimension {points.Dimension}; the kernel is for {kernel.Dimension}.", nameof(points));
        cancellation.ThrowIfCancellationRequested();
        _buffer.Reset(options.Size);
        fixed (byte* first = &points.FirstByte, firstRepresented = &represented.FirstByte, firstQuery = &query.FirstByte, firstKnown = &known.FirstByte)
        fixed (float* scales = &points.FirstScale, representedScales = &represented.FirstScale)
        fixed (float* queryScales = &query.FirstScale, knownScales = &known.FirstScale)
        {
            RowSource candidates = points.Source(first, scales), rows = candidates;
            if (isApart) rows = represented.Source(firstRepresented, representedScales);
            else candidates = default;
            try
            {
                if (options.Neighbours > 0) _sparse.Load(options, kernel, rows, candidates, weights, cancellation);
                else
                    _objective.Load(
                        options, kernel, rows, weights, cancellation, candidates,
                        query.Source(firstQuery, queryScales), known.Source(firstKnown, knownScales));
                _greedy.Run(options.Neighbours > 0 ? _sparse : _objective, options, terms, _buffer, cancellation);
            }
            finally
            {
                _objective.Release();
            }
        }
        GC.KeepAlive(points.Owner);
        GC.KeepAlive(represented.Owner);
        GC.KeepAlive(query.Owner);
        GC.KeepAlive(known.Owner);
        return new Coreset(_buffer);

        static bool AreBits(scoped Points rows) => rows.Count == 0 || rows.IsBits;
    }

    private static void CheckFactor(double factor, string argument)
    {
        if (!(factor >= 0 && double.IsFinite(factor)))
            throw new ArgumentOutOfRangeException(argument, factor, $"{argument}: found no finite number of at least 0.");
    }
}
