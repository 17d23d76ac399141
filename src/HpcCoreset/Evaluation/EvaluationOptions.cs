namespace HpcCoreset;

/// <summary>How a <see cref="CoresetEvaluator"/> shall try a coreset.</summary>
public sealed record EvaluationOptions
{
    /// <summary>The k of the candidate solutions, at least 1: the k that the coreset is meant for.</summary>
    public required int Clusters { get; init; }

    /// <summary>
    /// Number of candidate solutions, at least 1. Default 7: three k-means++ seedings of the coreset, one of the rows, five Lloyd steps on
    /// the coreset, a convex combination of two seedings of the coreset, two Lloyd steps on the rows. An eighth is a seeding of the rows
    /// that the coreset lacks, a ninth has each centre at a random place between a seed of the rows and one of the coreset. More go round
    /// again with new random numbers; 18 give every family several, and so a standard error.
    /// </summary>
    public int Candidates { get; init; } = 7;

    /// <summary>
    /// Mass that costs leave out, of the rows and of the coreset alike: in each that which is farthest from the centres. At least 0 (the
    /// default) and finite. For coresets that stand for all rows but outliers.
    /// </summary>
    public double Outliers { get; init; }

    /// <summary>The seed: the same seed gives the same bytes for any number of threads.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads to use, at least 1 (the default). The result does not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>What a row costs. Default: <see cref="Metric.SquaredEuclidean"/>; <see cref="Metric.Dot"/> and <see cref="Metric.Hamming"/> are refused.</summary>
    public Metric Metric { get; init; } = Metric.SquaredEuclidean;
}
