namespace HpcCoreset;

/// <summary>What a <see cref="DuplicateFinder"/> shall do.</summary>
public sealed record DuplicateOptions
{
    /// <summary>Rows are alike from this cosine on: above 0, at most 1. Default 0.95.</summary>
    public double Threshold { get; init; } = 0.95;

    /// <summary>
    /// Number of clusters, within which rows are compared. 1 compares all rows; 0, the default, takes one cluster per 4,096 rows: a pair that
    /// falls into two clusters is not found.
    /// </summary>
    public int Clusters { get; init; }

    /// <summary>Which of some rows that are alike stays. Default: the first.</summary>
    public KeepRule Keep { get; init; } = KeepRule.First;

    /// <summary>The seed of the clustering: the same seed gives the same bytes for any number of threads.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads to use, at least 1 (the default). The result does not depend on it.</summary>
    public int Threads { get; init; } = 1;
}
