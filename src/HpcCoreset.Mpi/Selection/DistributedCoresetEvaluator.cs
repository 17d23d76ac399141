using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace HpcCoreset.Mpi;

/// <summary>
/// <see cref="CoresetEvaluator"/> on rows that many ranks hold, each a part: the same distortions and costs, bit for bit, as on one machine
/// that holds them all, rank after rank, whatever the number of ranks and of their threads.
/// </summary>
/// <remarks>
/// Every rank has the coreset, solves on it by itself, and measures candidates on its own rows; those that are drawn from all rows are drawn by all
/// ranks together. What a rank sends depends on the candidates, the clusters and the dimension, not on the rows. Every rank calls the same
/// methods with the same options, threads excepted, from one thread.
/// </remarks>
public sealed class DistributedCoresetEvaluator : IDisposable
{
    private readonly EvaluationOptions _options;
    private readonly Communicator _communicator;
    private readonly AlignedRows _aligned;
    private readonly CoresetEvaluator _evaluator;
    private ExclusiveUse _use;

    /// <summary>Creates an evaluator. Its workspace grows on the first call.</summary>
    /// <param name="options">What to do: the same on every rank, but for <see cref="EvaluationOptions.Threads"/>.</param>
    /// <param name="communicator">The ranks; not owned.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or asks for outliers, which are not left out across ranks.</exception>
    public DistributedCoresetEvaluator(EvaluationOptions options, Communicator communicator)
    {
        ArgumentNullException.ThrowIfNull(communicator);
        var ranks = new CommunicatorGroup(communicator);
        _evaluator = new CoresetEvaluator(options, ranks);
        if (options.Outliers > 0)
            throw new ArgumentException(FormattableString.Invariant($"options.Outliers: found {options.Outliers}; allowed across ranks is 0."), nameof(options));
        (_options, _communicator, _aligned) = (options, communicator, new AlignedRows(communicator, ranks));
    }

    /// <summary>Costs of the rows of all ranks and of a coreset against the same sets of centres.</summary>
    /// <param name="points">This rank's rows, of the same dimension on every rank; there may be none.</param>
    /// <param name="indices">Row numbers of the coreset among the rows of all ranks: at least one. With centroids they may be left out.</param>
    /// <param name="coresetWeights">Weights of the coreset, one per index or centroid.</param>
    /// <param name="weights">One weight per row of this rank, finite and at least 0; or empty for 1 each. On all ranks together not all 0.</param>
    /// <param name="centres">Centres of the caller's own to try as well, row-major; or empty.</param>
    /// <param name="centroids">What stands in the rows' place, row-major, one per weight; or empty for the rows of <paramref name="indices"/>.</param>
    /// <param name="offset">What is added to every cost of the coreset: finite, at least 0.</param>
    /// <returns>Distortions, costs, mass and bytes, the same on every rank.</returns>
    /// <remarks>About O(candidates * rows * clusters * dimension), of this rank's rows. Coreset, centres and offset are the same on every rank. Allocates the picks.</remarks>
    /// <exception cref="ArgumentException">On some rank something is not as it must be; all ranks throw, and say which.</exception>
    /// <exception cref="MpiException">MPI failed.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this object.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public CoresetEvaluation Evaluate(
        scoped Points points, scoped ReadOnlySpan<int> indices, scoped ReadOnlySpan<double> coresetWeights, scoped ReadOnlySpan<double> weights = default,
        scoped ReadOnlySpan<float> centres = default, scoped ReadOnlySpan<float> centroids = default, double offset = 0)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        Agreement.Same(_communicator, _options.Clusters, "options.Clusters");
        Agreement.Same(_communicator, _options.Candidates, "options.Candidates");
        Agreement.Same(_communicator, (long)_options.Seed, "options.Seed");
        Agreement.Same(_communicator, (long)_options.Metric, "options.Metric");
        Agreement.Same(_communicator, indices.Length, "indices");
        Agreement.Same(_communicator, coresetWeights.Length, "coresetWeights");
        Agreement.Same(_communicator, centres.Length, "centres");
        Agreement.Same(_communicator, centroids.Length, "centroids");
        Agreement.Same(_communicator, Digest(indices, coresetWeights, centres, centroids, offset), "digest of the coreset, centres and offset");
        _aligned.Take(points, weights, _options.Metric == Metric.Cosine, _options.Threads);
        Exception? fault = null;
        try
        {
            _evaluator.CheckCoreset(points.Dimension, _aligned.Total, indices, coresetWeights, centres, centroids, offset);
        }
        catch (ArgumentException refused)
        {
            fault = refused;
        }
        Agreement.Reach(_communicator, fault);
        Span<long> bytes = [RowBytes(points), weights.IsEmpty ? 0 : sizeof(double)];
        _communicator.AllReduce(bytes, Reduction.Max);
        ReadOnlySpan<float> sample = centroids.IsEmpty ? GatheredRows.Gather(_communicator, points, points.Dimension, indices.ToArray()) : centroids;
        CoresetEvaluation found = _evaluator.EvaluateAcross(
            _aligned.Points(points), _aligned.Weights(weights), indices, coresetWeights, centres, sample, offset);
        return found with
        {
            FullBytes = _aligned.Total * (bytes[0] + bytes[1]),
            CoresetBytes = centroids.IsEmpty ? coresetWeights.Length * (bytes[0] + sizeof(double)) : found.CoresetBytes,
        };
    }

    /// <summary>Frees the workspace.</summary>
    public void Dispose()
    {
        _use.Close();
        _aligned.Dispose();
        _evaluator.Dispose();
    }

    /// <summary>Ranks with other centres would ask each other for other numbers, and wait for ever.</summary>
    private static long Digest(
        ReadOnlySpan<int> indices, ReadOnlySpan<double> weights, ReadOnlySpan<float> centres, ReadOnlySpan<float> centroids, double offset)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(indices));
        hash.AppendData(MemoryMarshal.AsBytes(weights));
        hash.AppendData(MemoryMarshal.AsBytes(centres));
        hash.AppendData(MemoryMarshal.AsBytes(centroids));
        hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<double>(in offset)));
        return BitConverter.ToInt64(hash.GetHashAndReset());
    }

    private static unsafe long RowBytes(scoped Points points)
    {
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
            return points.Source(first, scales).RowBytes;
    }
}
