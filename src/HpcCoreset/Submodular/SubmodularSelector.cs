using System;
using System.Threading;
using HpcCoreset.Observability;
using HpcCoreset.Submodular;

namespace HpcCoreset;

/// <summary>
/// Greedy selection under any <see cref="Objective"/>: picks rows, one after the other, each with the largest marginal gain, lowest index
/// on ties.
/// </summary>
/// <remarks>
/// <para>
/// The ranking is that of a plain greedy in double precision, for any number of threads and every instruction set. The picks are within 1 -
/// 1/e of the best set of their size where the objective is monotone and submodular (Nemhauser, Wolsey, Fisher 1978).
/// </para>
/// <para>
/// Allocates on the first call of a shape only: 0 B per pick and 0 B per later call. Not thread-safe: one selector per thread.
/// </para>
/// </remarks>
public sealed class SubmodularSelector : IDisposable
{
    private readonly SubmodularOptions _options;
    private readonly IRowObjective _objective;
    private readonly Greedy _greedy = new();
    private readonly CoresetBuffer _buffer = new();
    private readonly SelectionObserver _observer;
    private ExclusiveUse _use;

    /// <summary>Creates a selector. Its workspace grows on the first call.</summary>
    /// <param name="options">What to do.</param>
    /// <exception cref="ArgumentException">An option, or a parameter of the objective, is out of its range.</exception>
    public SubmodularSelector(SubmodularOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(options.Objective, "options.Objective");
        options.Check();
        options.Objective.Check("options.Objective");
        _options = options;
        _objective = options.Objective.Create(options);
        _observer = new(nameof(SubmodularSelector), options.Objective.GetType().Name);
    }

    /// <summary>Picks rows. What it costs is the objective's, see there.</summary>
    /// <param name="points">At least as many rows as picks, of finite values, and as the objective needs them.</param>
    /// <param name="weights">
    /// One weight per row, finite, at least 0 and not all 0; or empty for 1 each. Only for objectives that are sums over rows; others refuse them.
    /// </param>
    /// <param name="terms">What to start from and which rows may be picked; the default leaves everything open.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// Row numbers in the order picked; as weight 1, or what the objective says that a pick stands for; as gain the marginal gain. Fewer
    /// picks than asked for where no candidate is left. A view that the next call makes stale.
    /// </returns>
    /// <exception cref="ArgumentException">Rows, weights or terms are not as they must be; the message says where.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this selector.</exception>
    /// <exception cref="ObjectDisposedException">The selector was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public Coreset Select(
        scoped Points points, scoped ReadOnlySpan<double> weights = default, scoped GreedyTerms terms = default,
        CancellationToken cancellation = default) => Run(_options, points, weights, terms, cancellation);

    /// <summary>As the other call, but picks all rows where there are fewer than <see cref="GreedyOptions.Size"/>; allocates the options of such a call.</summary>
    internal Coreset SelectAtMost(scoped Points points, CancellationToken cancellation) =>
        Run(points.Count < _options.Size ? _options with { Size = points.Count } : _options, points, default, default, cancellation);

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
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, _options.Objective.LeastDimension);
        SubmodularOptions silent = _options with { Progress = null, Budget = 0 };
        if (_options.Objective.CountsBits)
        {
            Choose(silent, Points.FromBits(WarmUpRows.CreateBits(rows, dimension), dimension), default, default, default);
            return;
        }
        using PointStore store = WarmUpRows.Create(rows, dimension);
        Choose(silent, store.AsPoints(), default, default, default);
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose()
    {
        _use.Close();
        _objective.Dispose();
        _buffer.Reset(0);
    }

    private Coreset Run(
        SubmodularOptions options, scoped Points points, scoped ReadOnlySpan<double> weights, scoped GreedyTerms terms,
        CancellationToken cancellation)
    {
        SelectionObserver.Call observed = _observer.Begin(points);
        try
        {
            return observed.Complete(Choose(options, points, weights, terms, cancellation));
        }
        catch (Exception exception) when (observed.Fail(exception))
        {
            throw;
        }
    }

    private unsafe Coreset Choose(
        SubmodularOptions options, scoped Points points, scoped ReadOnlySpan<double> weights, scoped GreedyTerms terms,
        CancellationToken cancellation)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        _objective.Check(points, weights);
        terms.Check(options, points.Count, nameof(points));
        cancellation.ThrowIfCancellationRequested();
        _buffer.Reset(options.Size);
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        {
            try
            {
                _objective.Load(points.Source(first, scales), weights, cancellation);
                _greedy.Run(_objective.Greedy, options, terms, _buffer, cancellation);
            }
            finally
            {
                _objective.Release();
            }
        }
        GC.KeepAlive(points.Owner);
        return new Coreset(_buffer);
    }
}
