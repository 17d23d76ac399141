using System;
using System.Threading;
using HpcCoreset.Observability;
using HpcCoreset.Submodular;

namespace HpcCoreset;

/// <summary>
/// Maximal marginal relevance: picks rows that are like a query but not like each other, one after the other, each with the largest
/// lambda s(query, row) - (1 - lambda) max over earlier picks of s(row, pick) (Carbonell, Goldstein, SIGIR 1998).
/// </summary>
/// <remarks>
/// <para>
/// The picks are exactly those of a plain loop in double precision, lowest index on ties. Runs in the calling thread and in O(rows)
/// memory: the caller's rows are read where they are.
/// </para>
/// <para>Allocates on the first call of a shape only. Not thread-safe: one selector per thread.</para>
/// </remarks>
public sealed class MmrSelector : IDisposable
{
    private readonly MmrOptions _options;
    private readonly MarginalRelevance _relevance = new();
    private readonly CoresetBuffer _buffer = new();
    private readonly SelectionObserver _observer = new(nameof(MmrSelector));
    private ExclusiveUse _use;

    /// <summary>Creates a selector. Its workspace grows on the first call.</summary>
    /// <param name="options">What to do.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public MmrSelector(MmrOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Size, 1, "options.Size");
        if (!(options.Lambda >= 0 && options.Lambda <= 1))
            throw new ArgumentOutOfRangeException("options.Lambda", options.Lambda, "options.Lambda: allowed are 0 to 1.");
        if (!Enum.IsDefined(options.Similarity) || options.Similarity is Similarity.MaxSquaredEuclidean or Similarity.MaxEuclidean)
            throw new ArgumentOutOfRangeException(
                "options.Similarity", options.Similarity, "options.Similarity: allowed are all but MaxSquaredEuclidean and MaxEuclidean, which are relative to the farthest pair of all rows.");
        SimilarityForm.CheckGamma(options.Gamma, "options.Gamma");
        _options = options;
    }

    /// <summary>
    /// Picks rows. O(rows * dimension) for the query and for the first pick; later ones renew only what could be picked, which is most
    /// rows at worst.
    /// </summary>
    /// <param name="points">At least as many rows as picks, of finite values; no zero row (constant row) under cosine (correlation).</param>
    /// <param name="query">One vector of the rows' dimension, under the same rules.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>, between two picks.</param>
    /// <returns>
    /// Row numbers in the order picked; as weight 1, since a pick stands for itself only; as gain the score when it was picked. A view that
    /// the next call makes stale.
    /// </returns>
    /// <exception cref="ArgumentException">Rows or query are not as they must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this selector.</exception>
    /// <exception cref="ObjectDisposedException">The selector was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public Coreset Select(scoped Points points, scoped ReadOnlySpan<float> query, CancellationToken cancellation = default) =>
        Run(_options, points, query, cancellation);

    /// <summary>As the other call, but picks all rows where there are fewer than <see cref="MmrOptions.Size"/>; allocates the options of such a call.</summary>
    internal Coreset SelectAtMost(scoped Points points, scoped ReadOnlySpan<float> query, CancellationToken cancellation) =>
        Run(points.Count < _options.Size ? _options with { Size = points.Count } : _options, points, query, cancellation);

    /// <summary>
    /// Compiles what a call for rows of this shape runs and reserves its workspace, so that the first request does not pay for it: the
    /// selector is run once on made-up rows. Takes about as long as a first call; coresets given out become stale.
    /// </summary>
    /// <param name="rows">Number of rows, at least <see cref="MmrOptions.Size"/>.</param>
    /// <param name="dimension">Values per row, at least 1; at least 2 under <see cref="Similarity.CorrelationSquared"/>.</param>
    /// <exception cref="ArgumentException">There are no such rows; the message says why.</exception>
    public void Prepare(int rows, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, _options.Size);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, SimilarityForm.LeastDimension(_options.Similarity));
        using PointStore store = WarmUpRows.Create(rows, dimension);
        Choose(_options, store.AsPoints(), store[0], default);
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose()
    {
        _use.Close();
        _buffer.Reset(0);
    }

    private Coreset Run(MmrOptions options, scoped Points points, scoped ReadOnlySpan<float> query, CancellationToken cancellation)
    {
        SelectionObserver.Call observed = _observer.Begin(points);
        try
        {
            return observed.Complete(Choose(options, points, query, cancellation));
        }
        catch (Exception exception) when (observed.Fail(exception))
        {
            throw;
        }
    }

    private unsafe Coreset Choose(MmrOptions options, scoped Points points, scoped ReadOnlySpan<float> query, CancellationToken cancellation)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        if (query.Length != points.Dimension)
            throw new ArgumentException($"query: found {query.Length} values; the rows have {points.Dimension}.", nameof(query));
        RowValidation.CheckRows(points, options.Similarity, nameof(points));
        RowValidation.CheckRows(new Points(query, points.Dimension), options.Similarity, nameof(query));
        if (options.Size > points.Count)
            throw new ArgumentException($"points: found {points.Count} rows; options.Size asks for {options.Size} of them.", nameof(points));
        cancellation.ThrowIfCancellationRequested();
        _buffer.Reset(options.Size);
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale, vector = query)
            _relevance.Run(options, points.Source(first, scales), vector, _buffer, cancellation);
        GC.KeepAlive(points.Owner);
        return new Coreset(_buffer);
    }
}
