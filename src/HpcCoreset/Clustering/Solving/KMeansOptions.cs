namespace HpcCoreset;

/// <summary>What a <see cref="KMeansSolver"/> shall do.</summary>
public sealed record KMeansOptions
{
    /// <summary>
    /// Number of centres, at least 1. With fewer rows that differ once moved to their mean in float32 there are as many as those.
    /// </summary>
    public required int Clusters { get; init; }

    /// <summary>The seed: the same seed gives the same bytes for any number of threads.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads to use, at least 1 (the default). The solution does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>How the first centres are drawn. Default: <see cref="KMeansSeeding.Greedy"/>.</summary>
    public KMeansSeeding Seeding { get; init; }

    /// <summary>Most Lloyd iterations of one restart, at least 0 (seeding only). Default 100.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>
    /// Iterations stop when the sum of the squared centre shifts is at most this times the mean variance of a column. At least 0;
    /// default 1e-4. With 0 they stop when no row changes its centre.
    /// </summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Independent seedings, at least 1 (the default); the solution of the lowest cost is returned.</summary>
    public int Restarts { get; init; } = 1;

    /// <summary>
    /// <see cref="Metric.SquaredEuclidean"/> (the default) or <see cref="Metric.Cosine"/> (spherical k-means: unit rows, unit centres).
    /// </summary>
    public Metric Metric { get; init; } = Metric.SquaredEuclidean;
}
