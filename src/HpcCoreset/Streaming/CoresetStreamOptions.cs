namespace HpcCoreset;

/// <summary>What a <see cref="CoresetStream"/> shall keep.</summary>
public sealed record CoresetStreamOptions
{
    /// <summary>
    /// Rows that a full level is reduced to, from 1 to 2^28. The coreset of a long stream has up to this many rows per level, and the rows
    /// of the open leaf; <see cref="CoresetStream.Reduce"/> makes exactly this many of them.
    /// </summary>
    public required int Size { get; init; }

    /// <summary>The k that the coreset is for, at least 1; see <see cref="ClusteringCoresetOptions.Clusters"/>.</summary>
    public int Clusters { get; init; } = 10;

    /// <summary>How rows are chosen when a level is reduced. Default: <see cref="ClusteringCoresetMethod.Sensitivity"/>.</summary>
    public ClusteringCoresetMethod Method { get; init; } = ClusteringCoresetMethod.Sensitivity;

    /// <summary>
    /// What is minimised. Default: <see cref="Metric.SquaredEuclidean"/>; <see cref="Metric.Dot"/> and <see cref="Metric.Hamming"/> are
    /// refused: the one is no distance, and a stream keeps float32.
    /// </summary>
    public Metric Metric { get; init; } = Metric.SquaredEuclidean;

    /// <summary>The seed: the same seed gives the same bytes for any number of threads and any blocks. Shards want one each.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads to use, at least 1 (the default). The coreset does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Rows that are collected before any is left out, from 2 <see cref="Size"/> to 2^30. Default 0 for 4 <see cref="Size"/>. More rows
    /// are reduced in fewer, larger steps: more memory, less work per row.
    /// </summary>
    public int LeafRows { get; init; }
}
