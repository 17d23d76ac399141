using System;
using System.Threading;
using HpcCoreset.Observability;
using HpcCoreset.Submodular;

namespace HpcCoreset;

/// <summary>Greedy selection for an objective of one's own.</summary>
/// <remarks>
/// Picks one candidate after the other, each with the largest gain, lowest index on ties. Allocates on the first call of a size only, apart
/// from what the objective does. Not thread-safe: one selector per thread.
/// </remarks>
/// <typeparam name="TObjective">The objective; a struct runs without indirection.</typeparam>
public sealed class GreedySelector<TObjective> : IDisposable
    where TObjective : ISubmodularObjective
{
    private readonly GreedyOptions _options;
    private readonly Greedy _greedy = new();
    private readonly OwnObjective<TObjective> _objective = new();
    private readonly CoresetBuffer _buffer = new();
    private readonly SelectionObserver _observer;
    private ExclusiveUse _use;

    /// <summary>Creates a selector. Its workspace grows on the first call.</summary>
    /// <param name="options">What to do.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public GreedySelector(GreedyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _options = options;
        _observer = new(nameof(GreedySelector<>), options.Optimizer.ToString());
    }

    /// <summary>Picks candidates.</summary>
    /// <param name="objective">What to maximise; holds the picks' set afterwards.</param>
    /// <param name="terms">What to start from and which candidates may be picked; the default leaves everything open.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>, between two gains.</param>
    /// <returns>Candidates in the order picked, with weight 1 and the marginal gain. A view that the next call makes stale.</returns>
    /// <exception cref="ArgumentException">The terms do not go with the objective, or the optimizer with it; the message says why.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this selector, or the objective gave a gain of NaN.</exception>
    /// <exception cref="ObjectDisposedException">The selector was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public Coreset Select(ref TObjective objective, scoped GreedyTerms terms = default, CancellationToken cancellation = default)
    {
        SelectionObserver.Call observed = _observer.Begin(objective.Count);
        try
        {
            return observed.Complete(Choose(ref objective, terms, cancellation));
        }
        catch (Exception exception) when (observed.Fail(exception))
        {
            throw;
        }
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose()
    {
        _use.Close();
        _buffer.Reset(0);
    }

    private Coreset Choose(ref TObjective objective, scoped GreedyTerms terms, CancellationToken cancellation)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        terms.Check(_options, objective.Count, nameof(objective));
        _buffer.Reset(_options.Size);
        _objective.Take(objective);
        try
        {
            _greedy.Run(_objective, _options, terms, _buffer, cancellation);
        }
        finally
        {
            objective = _objective.Release();
        }
        return new Coreset(_buffer);
    }
}
