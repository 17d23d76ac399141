namespace HpcCoreset;

/// <summary>What a <see cref="KMedoidsSolver"/> shall do.</summary>
public sealed record KMedoidsOptions
{
    /// <summary>
    /// Number of medoids, at least 1. With fewer rows of positive weight that differ once moved to their mean in float32 there are as
    /// many as those.
    /// </summary>
    public required int Clusters { get; init; }

    /// <summary>
    /// What is minimised: <see cref="Metric.Euclidean"/> (the default), <see cref="Metric.SquaredEuclidean"/>,
    /// <see cref="Metric.Manhattan"/> or <see cref="Metric.Cosine"/>.
    /// </summary>
    public Metric Metric { get; init; } = Metric.Euclidean;

    /// <summary>The seed: the same seed gives the same bytes for any number of threads.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads to use, at least 1 (the default). The solution does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Most rounds over all rows, at least 0 (seeding only). Default 100; a round without a swap ends the search, mostly after a few.
    /// </summary>
    public int MaxRounds { get; init; } = 100;

    /// <summary>Independent seedings, at least 1 (the default); the solution of the lowest cost is returned.</summary>
    public int Restarts { get; init; } = 1;
}
