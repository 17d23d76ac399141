namespace HpcCoreset.Tool.Clustering;

/// <summary>What the user asked to be clustered, and how.</summary>
/// <param name="Method">The solver.</param>
/// <param name="Clusters">Number of centres.</param>
/// <param name="CoresetSize">How many rows to solve on; nothing stands for all.</param>
/// <param name="Polish">Lloyd passes over all rows afterwards.</param>
/// <param name="Metric">What is minimised.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Threads">How many threads to use.</param>
internal sealed record ClusteringRequest(
    ClusteringMethod Method, int Clusters, int? CoresetSize, int Polish, Metric Metric, ulong Seed, int Threads);
