using System;
using System.Threading;
using HpcCoreset.Kernels;

namespace HpcCoreset.Submodular;

/// <summary>Facility location of a part of the rows by themselves.</summary>
internal sealed unsafe class FacilityLocationPart : IDisposable
{
    private readonly FacilityLocation _objective = new();
    private readonly Greedy _greedy = new();
    private readonly CoresetBuffer _buffer = new();
    private FacilityLocationOptions? _of;
    private FacilityLocationOptions _options = null!;

    /// <summary>Picks rows of a part, lazily. O(rows^2 * dimension).</summary>
    /// <param name="options">What to do with all rows.</param>
    /// <param name="kernel">What computes it.</param>
    /// <param name="rows">The part's rows, pinned.</param>
    /// <param name="weights">One per row.</param>
    /// <param name="picks">Receives places in the part, in the order picked.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>How many gains and bounds that took.</returns>
    public long Pick(
        FacilityLocationOptions options, PointKernel kernel, RowSource rows, ReadOnlySpan<double> weights, Span<int> picks, CancellationToken cancellation)
    {
        if (_of != options || _options.Size != picks.Length)
            (_of, _options) = (options, options with { Size = picks.Length, Optimizer = GreedyOptimizer.Lazy, LocalPartitions = false, Progress = null });
        if (weights.IndexOfAnyExcept(0) < 0)
        {
            for (int i = 0; i < picks.Length; i++) picks[i] = i; // every gain is 0
            return 0;
        }
        _buffer.Reset(picks.Length);
        try
        {
            _objective.Load(_options, kernel, rows, weights, cancellation);
            _greedy.Run(_objective, _options, default, _buffer, cancellation);
        }
        finally
        {
            _objective.Release();
        }
        _buffer.Indices.AsSpan(0, picks.Length).CopyTo(picks);
        return _buffer.Report.Evaluations;
    }

    public void Dispose() => _objective.Dispose();
}
