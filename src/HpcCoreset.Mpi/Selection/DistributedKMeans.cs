using System;
using System.Runtime.InteropServices;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Mpi;

/// <summary>
/// Lloyd's iterations, and the cost of centres, on rows that many ranks hold: the same centres and costs, byte for byte, as
/// <see cref="KMeansSolver.Refine"/> has on one machine, whatever the number of ranks and of their threads.
/// </summary>
/// <remarks>
/// Centres come from a coreset, which every rank has and solves by itself. What a rank sends depends on the clusters, the dimension and the
/// number of passes, not on the rows. Every rank calls the same methods, from one thread.
/// </remarks>
public sealed class DistributedKMeans : IDisposable
{
    private readonly KMeansOptions _options;
    private readonly Communicator _communicator;
    private readonly AlignedRows _aligned;
    private readonly KMeansSolver _solver;
    private float[] _given = [];
    private ExclusiveUse _use;

    /// <summary>Creates a solver. Its workspace grows on the first call.</summary>
    /// <param name="options">The metric and the threads; what is about seeding is not used.</param>
    /// <param name="communicator">The ranks; not owned.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DistributedKMeans(KMeansOptions options, Communicator communicator)
    {
        ArgumentNullException.ThrowIfNull(communicator);
        var ranks = new CommunicatorGroup(communicator);
        _solver = new KMeansSolver(options, ranks);
        (_options, _communicator, _aligned) = (options, communicator, new AlignedRows(communicator, ranks));
    }

    /// <summary>Lloyd's iterations from given centres; with none, the cost of these. O(rows * clusters * dimension) for each, and once more.</summary>
    /// <param name="centres">One row of values per cluster, row-major: those of rank 0 are taken, of as many values on every rank.</param>
    /// <param name="points">This rank's rows, of the same dimension on every rank; there may be none.</param>
    /// <param name="weights">One weight per row, finite and at least 0; or empty for 1 each. On all ranks together not all 0.</param>
    /// <param name="passes">Number of iterations, at least 0; fewer are done if no row changes its centre any more.</param>
    /// <param name="cancellation">Ends the call on all ranks, whichever's was signalled, between two passes over the rows.</param>
    /// <returns>Centres and their cost on the rows of all ranks, the same on every rank: a view that the next call makes stale.</returns>
    /// <exception cref="ArgumentException">On some rank something is not as it must be; all ranks throw, and say which.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled on some rank; all ranks throw.</exception>
    /// <exception cref="MpiException">MPI failed.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this object.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public KMeansSolution Refine(
        scoped ReadOnlySpan<float> centres, scoped Points points, scoped ReadOnlySpan<double> weights, int passes, CancellationToken cancellation = default)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        Agreement.Same(_communicator, centres.Length, "centres");
        Agreement.Same(_communicator, passes, "passes");
        Agreement.Same(_communicator, (long)_options.Metric, "options.Metric");
        ArgumentOutOfRangeException.ThrowIfNegative(passes);
        _aligned.Take(points, weights, _options.Metric == Metric.Cosine, _options.Threads);
        if (centres.Length == 0 || centres.Length % points.Dimension != 0)
            throw new ArgumentException($"centres: found {centres.Length} values, which are no whole centres of dimension {points.Dimension}.", nameof(centres));
        if (_given.Length != centres.Length) _given = new float[centres.Length];
        float[] given = _given;
        centres.CopyTo(given);
        _communicator.Broadcast(MemoryMarshal.AsBytes(given.AsSpan()), 0);
        int infinite = Array.FindIndex(given, static value => !float.IsFinite(value));
        if (infinite >= 0)
            throw new ArgumentException(FormattableString.Invariant(
                $"centres: found {given[infinite]} in centre {infinite / points.Dimension}, column {infinite % points.Dimension}; allowed are finite values."), nameof(centres));
        _solver.Begin(given, points.Dimension);
        return _solver.Polish(_aligned.Points(points), _aligned.Weights(weights), passes, cancellation);
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose()
    {
        _use.Close();
        _aligned.Dispose();
        _solver.Dispose();
    }
}
