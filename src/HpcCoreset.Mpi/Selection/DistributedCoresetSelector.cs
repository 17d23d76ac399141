using System;
using System.Runtime.InteropServices;
using System.Threading;
using HpcCoreset.Clustering;
using HpcCoreset.Numerics;

namespace HpcCoreset.Mpi;

/// <summary>
/// <see cref="ClusteringCoresetSelector"/> on rows that many ranks hold, each a part: the same coreset, byte for byte, as on one machine that
/// holds them all, rank after rank, whatever the number of ranks and of their threads.
/// </summary>
/// <remarks>
/// <para>
/// What is random is a function of the seed and of the number of a row or a draw; floating-point sums run over the same rows in the same
/// order as on one machine, and travel from rank to rank; sums of integers are reduced. What a rank sends depends on the size of the
/// coreset, the clusters and the dimension, not on the number of rows.
/// </para>
/// <para>
/// <see cref="ClusteringCoresetMethod.Sensitivity"/>, <see cref="ClusteringCoresetMethod.Lightweight"/> and
/// <see cref="ClusteringCoresetMethod.Uniform"/>, under every metric but <see cref="Metric.Hamming"/>, without classes and outliers. Every
/// rank calls the same methods with the same options, threads excepted, from one thread. Allocates on the first call of a shape, and where
/// shards do not begin at multiples of 1,024 rows, whose rows are copied.
/// </para>
/// </remarks>
public sealed class DistributedCoresetSelector : IDisposable
{
    private readonly ClusteringCoresetOptions _options;
    private readonly Communicator _communicator;
    private readonly SelectionCheckpoint? _checkpoint;
    private readonly CommunicatorGroup _ranks;
    private readonly AlignedRows _aligned;
    private readonly WeightedRows _rows;
    private readonly ImportanceSampling _sampling = new();
    private readonly CoresetBuffer _here = new();
    private readonly CoresetBuffer _buffer = new();
    private readonly RowDigest _digest = new();
    private readonly ulong[] _picksOf;
    private readonly int[] _bytesOf;
    private ExclusiveUse _use;

    /// <summary>Creates a selector. Its workspace grows on the first call.</summary>
    /// <param name="options">What to do: the same on every rank, but for <see cref="ClusteringCoresetOptions.Threads"/>.</param>
    /// <param name="communicator">The ranks; not owned.</param>
    /// <param name="checkpoint">Where passes over rows are kept, so that a selection that was killed goes on from there; on all ranks, or on none.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or asks for what is not done across ranks.</exception>
    public DistributedCoresetSelector(ClusteringCoresetOptions options, Communicator communicator, SelectionCheckpoint? checkpoint = null)
    {
        ArgumentNullException.ThrowIfNull(communicator);
        using (new ClusteringCoresetSelector(options)) { } // refuses what one machine does
        CheckOptions(options);
        (_options, _communicator, _checkpoint, _ranks) = (options, communicator, checkpoint, new CommunicatorGroup(communicator));
        _aligned = new AlignedRows(communicator, _ranks);
        _rows = new WeightedRows(options.Metric, null, _ranks);
        (_picksOf, _bytesOf) = (new ulong[communicator.Size], new int[communicator.Size]);
    }

    /// <summary>Where passes are kept without a checkpoint.</summary>
    internal PassLog Log { get; set; } = PassLog.None;

    /// <summary>Makes a coreset of the rows of all ranks. As much work for each as on one machine for its part.</summary>
    /// <param name="points">This rank's rows, of the same dimension on every rank; there may be none.</param>
    /// <param name="weights">One weight per row, finite and at least 0; or empty for 1 each. On all ranks together not all 0.</param>
    /// <param name="cancellation">Ends the call on all ranks, whichever's was signalled, between two passes over the rows.</param>
    /// <returns>
    /// The same on every rank: numbers of rows counted rank after rank, ascending, weights, inclusion probabilities; a view that the next
    /// call makes stale.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// On some rank rows, weights or options are not as they must be, or the checkpoint is of something else; all ranks throw, and say which.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled on some rank; all ranks throw.</exception>
    /// <exception cref="System.IO.IOException">A pass could not be kept or recalled: on this rank only, which should <see cref="Communicator.Abort"/>.</exception>
    /// <exception cref="MpiException">MPI failed.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this object.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public unsafe Coreset Select(scoped Points points, scoped ReadOnlySpan<double> weights = default, CancellationToken cancellation = default)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        CheckSame();
        _aligned.Take(points, weights, _rows.IsSpherical, _options.Threads);
        _ranks.ThrowIfCancelled(cancellation);
        Points own = _aligned.Points(points);
        ReadOnlySpan<double> ownWeights = _aligned.Weights(weights);
        _here.Reset(Math.Min(_options.Size, own.Count));
        (double cost, long evaluations, string kernel) = (0, 0, "none");
        fixed (byte* first = &own.FirstByte)
        fixed (float* scales = &own.FirstScale)
        {
            try
            {
                _ranks.Log = Log;
                if (_checkpoint is not null) Open(_checkpoint, own, ownWeights); // also where nothing is to be kept: one of something else is refused
                if (_aligned.Positive <= _options.Size) Keep(ownWeights, own.Count);
                else
                {
                    _rows.Load(own.Source(first, scales), ownWeights, _options.Threads);
                    _sampling.Build(_rows, new ConstructionTask(_options, _options.Size, _options.Seed, null, cancellation), _here);
                    (cost, evaluations, kernel) = (_sampling.Cost, _sampling.Evaluations, _rows.KernelName);
                }
            }
            finally
            {
                GC.KeepAlive(own.Owner);
                _rows.Release();
                _ranks.Log = PassLog.None;
            }
        }
        Gather();
        _buffer.Report = new SelectionReport(cost, _buffer.Mass, evaluations, kernel);
        return new Coreset(_buffer);
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose()
    {
        _use.Close();
        _aligned.Dispose();
        _rows.Dispose();
        _sampling.Dispose();
        _buffer.Reset(0);
    }

    private static void CheckOptions(ClusteringCoresetOptions options)
    {
        if (options.Method is not (ClusteringCoresetMethod.Sensitivity or ClusteringCoresetMethod.Lightweight or ClusteringCoresetMethod.Uniform))
            throw new ArgumentException($"options.Method: found {options.Method}; allowed across ranks are Sensitivity, Lightweight and Uniform.", nameof(options));
        if (options.Metric == Metric.Hamming)
            throw new ArgumentException("options.Metric: found Hamming; allowed across ranks are SquaredEuclidean, Euclidean, Manhattan and Cosine.", nameof(options));
        if (options.Seeding is not (BicriteriaSeeding.Automatic or BicriteriaSeeding.Rejection))
            throw new ArgumentException($"options.Seeding: found {options.Seeding}; allowed across ranks are Automatic and Rejection.", nameof(options));
        if (options.Balance != ClassBalance.None)
            throw new ArgumentException($"options.Balance: found {options.Balance}; allowed across ranks is None.", nameof(options));
        if (options.Outliers > 0)
            throw new ArgumentException(FormattableString.Invariant($"options.Outliers: found {options.Outliers}; allowed across ranks is 0."), nameof(options));
    }

    private void CheckSame()
    {
        Agreement.Same(_communicator, _options.Size, "options.Size");
        Agreement.Same(_communicator, _options.Clusters, "options.Clusters");
        Agreement.Same(_communicator, (long)_options.Seed, "options.Seed");
        Agreement.Same(_communicator, (long)_options.Method, "options.Method");
        Agreement.Same(_communicator, (long)_options.Metric, "options.Metric");
        Agreement.Same(_communicator, (_options.Calibrate ? 1 : 0) + (_options.WithReplacement ? 2 : 0), "options.Calibrate and WithReplacement (1 and 2)");
        Agreement.Same(_communicator, _checkpoint is null ? 0 : 1, "checkpoint (0 for none)");
    }

    private void Open(SelectionCheckpoint checkpoint, scoped Points own, scoped ReadOnlySpan<double> weights)
    {
        string digest = _digest.Run(_communicator, own, weights, _options.Threads);
        Exception? fault = null;
        try
        {
            _ranks.Log = checkpoint.Open(_communicator, _options, own.Count, _aligned.Total, own.Dimension, digest);
        }
        catch (Exception refused) when (refused is ArgumentException or System.IO.IOException or UnauthorizedAccessException)
        {
            fault = refused;
        }
        Agreement.Reach(_communicator, fault);
    }

    private void Keep(ReadOnlySpan<double> weights, int count)
    {
        for (int row = 0; row < count; row++)
            if (weights.IsEmpty || weights[row] > 0) _here.Add(row, weights.IsEmpty ? 1 : weights[row], 1);
    }

    /// <summary>Every rank's picks, by the numbers of all rows, on every rank.</summary>
    private void Gather()
    {
        for (int i = 0; i < _here.Count; i++) _here.Indices[i] += _aligned.First;
        _ranks.Collect((ulong)_here.Count, _picksOf);
        int total = 0;
        foreach (ulong picks in _picksOf) total += (int)picks;
        _buffer.Reset(total);
        _buffer.Count = total;
        Gather<int>(_here.Indices, _buffer.Indices, total);
        Gather<double>(_here.Weights, _buffer.Weights, total);
        Gather<double>(_here.Gains, _buffer.Gains, total);
    }

    private unsafe void Gather<T>(Span<T> here, Span<T> all, int total)
        where T : unmanaged
    {
        for (int rank = 0; rank < _bytesOf.Length; rank++) _bytesOf[rank] = (int)_picksOf[rank] * sizeof(T);
        _communicator.AllGather(MemoryMarshal.AsBytes(here[.._here.Count]), MemoryMarshal.AsBytes(all[..total]), _bytesOf);
    }
}
