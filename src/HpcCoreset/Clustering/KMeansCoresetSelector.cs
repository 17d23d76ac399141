using System;
using System.Threading;

namespace HpcCoreset;

/// <summary>Coresets for k-means by importance sampling.</summary>
public sealed class KMeansCoresetSelector : IDisposable
{
    private readonly KMeansCoresetOptions _options;
    private readonly CoresetBuffer _buffer = new();

    /// <summary>Creates a selector.</summary>
    /// <param name="options">What to do.</param>
    public KMeansCoresetSelector(KMeansCoresetOptions options) => _options = options;

    /// <summary>Samples rows.</summary>
    /// <param name="points">The rows.</param>
    /// <param name="weights">One weight per row, or empty for 1 each.</param>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    public Coreset Select(scoped Points points, scoped ReadOnlySpan<double> weights = default, CancellationToken cancellation = default)
    {
        _buffer.Reset(_options.Size);
        return new Coreset(_buffer);
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose() { }
}
