using System;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;
using HpcCoreset.Submodular;

namespace HpcCoreset.Mpi;

/// <summary>
/// <see cref="FacilityLocationSelector"/> on rows that many ranks hold, each a part: the same picks, gains and weights, byte for byte, as on
/// one machine that holds them all, rank after rank, whatever the number of ranks and of their threads.
/// </summary>
/// <remarks>
/// <para>
/// Every row comes to every rank once or twice, to be compared with its rows, and after that only candidates whose gain is in doubt: a rank has
/// its own rows in memory, and O(rows of all ranks) numbers. An exact gain runs along the ranks as the sum over all rows of one machine does.
/// </para>
/// <para>
/// By every optimizer but <see cref="GreedyOptimizer.ApproximateLazy"/>, whose picks depend on bounds, and these on how rows are shared out;
/// without references, terms, budget, neighbours and cache. Every rank calls the same methods with the same options, threads excepted, from one
/// thread. Allocates on the first call of a shape only.
/// </para>
/// </remarks>
public sealed class DistributedFacilityLocationSelector : IDisposable
{
    private readonly FacilityLocationOptions _options;
    private readonly Communicator _communicator;
    private readonly RankRows _rows;
    private readonly DistributedFacilityLocation _objective;
    private readonly Greedy _greedy = new();
    private readonly CoresetBuffer _buffer = new();
    private ExclusiveUse _use;

    /// <summary>Creates a selector. Its workspace grows on the first call.</summary>
    /// <param name="options">What to do: the same on every rank, but for <see cref="GreedyOptions.Threads"/> and <see cref="GreedyOptions.Progress"/>.</param>
    /// <param name="communicator">The ranks; not owned.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or asks for what is not done across ranks.</exception>
    public DistributedFacilityLocationSelector(FacilityLocationOptions options, Communicator communicator)
    {
        ArgumentNullException.ThrowIfNull(communicator);
        using (new FacilityLocationSelector(options)) { } // refuses what one machine does
        CheckOptions(options);
        (_options, _communicator) = (options, communicator);
        var ranks = new CommunicatorGroup(communicator);
        _rows = new RankRows(communicator, ranks);
        _objective = new DistributedFacilityLocation(communicator, ranks, _rows);
    }

    /// <summary>
    /// Picks rows of all ranks. Compares each pair of rows about twice, as much work for each rank as its part of the rows is of all of them,
    /// and up to twice that, since only pairs of its own rows are compared one way.
    /// </summary>
    /// <param name="points">
    /// This rank's rows, of the same dimension on every rank; there may be none. On all ranks together at least as many as picks. No zero row
    /// (constant row) under cosine (correlation).
    /// </param>
    /// <param name="weights">One weight per row, finite and at least 0; or empty for 1 each. On all ranks together not all 0.</param>
    /// <returns>
    /// The same on every rank, but for the kernel's name, which is "none" where there are no rows: numbers of rows counted rank after rank, in
    /// the order picked, weights and marginal gains. Assignment and coverage
    /// are about this rank's rows. A view that the next call makes stale.
    /// </returns>
    /// <exception cref="ArgumentException">On some rank rows, weights or options are not as they must be; all ranks throw, and say which.</exception>
    /// <exception cref="MpiException">MPI failed.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this object.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public unsafe Coreset Select(scoped Points points, scoped ReadOnlySpan<double> weights = default)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        CheckSame();
        _rows.Take(
            points, weights, _options.Similarity is Similarity.Cosine or Similarity.CosineSquared, _options.Similarity == Similarity.CorrelationSquared,
            _options.Threads);
        default(GreedyTerms).Check(_options, _rows.Total, nameof(points));
        PointKernel kernel = KernelCatalogue.Get(_options.Similarity, false, points.Dimension);
        _buffer.Reset(_options.Size);
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        {
            try
            {
                _objective.Load(_options, kernel, points.Source(first, scales), weights);
                _greedy.Run(_objective, _options, default, _buffer, default);
            }
            finally
            {
                _objective.Release();
            }
        }
        GC.KeepAlive(points.Owner);
        return new Coreset(_buffer);
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose()
    {
        _use.Close();
        _objective.Dispose();
        _buffer.Reset(0);
    }

    private static void CheckOptions(FacilityLocationOptions options)
    {
        if (options.Optimizer == GreedyOptimizer.ApproximateLazy)
            throw new ArgumentException("options.Optimizer: found ApproximateLazy, whose picks depend on bounds; allowed across ranks are all others.", nameof(options));
        if (options.Budget > 0)
            throw new ArgumentException(FormattableString.Invariant($"options.Budget: found {options.Budget}; allowed across ranks is 0."), nameof(options));
        if (options.Neighbours > 0)
            throw new ArgumentException($"options.Neighbours: found {options.Neighbours}; allowed across ranks is 0.", nameof(options));
        if (options.CacheBytes > 0)
            throw new ArgumentException($"options.CacheBytes: found {options.CacheBytes}; allowed across ranks is 0.", nameof(options));
        if (options.RepresentQuery)
            throw new ArgumentException("options.RepresentQuery: found true; allowed across ranks is false.", nameof(options));
    }

    private void CheckSame()
    {
        Agreement.Same(_communicator, _options.Size, "options.Size");
        Agreement.Same(_communicator, (long)_options.Optimizer, "options.Optimizer");
        Agreement.Same(_communicator, (long)_options.Similarity, "options.Similarity");
        Agreement.Same(_communicator, _options.Gamma, "options.Gamma");
        Agreement.Same(_communicator, _options.Epsilon, "options.Epsilon");
        Agreement.Same(_communicator, _options.Partitions, "options.Partitions");
        Agreement.Same(_communicator, _options.LocalPartitions ? 1 : 0, "options.LocalPartitions (1 for true)");
        Agreement.Same(_communicator, (long)_options.Seed, "options.Seed");
    }
}
