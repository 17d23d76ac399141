using System;
using HpcCoreset.Clustering.Cells;

namespace HpcCoreset.Clustering;

/// <summary>Which construction makes which coreset.</summary>
internal static class Constructions
{
    /// <summary>A construction with a workspace of its own.</summary>
    public static IConstruction Create(ClusteringCoresetMethod method) => method switch
    {
        ClusteringCoresetMethod.CoresetTree => new CoresetTree(),
        ClusteringCoresetMethod.Bico => new Bico(),
        ClusteringCoresetMethod.KCenter => new KCenter(),
        ClusteringCoresetMethod.ProTraS => new ProTraS(),
        ClusteringCoresetMethod.KMeans => new Representatives(medoids: false),
        ClusteringCoresetMethod.KMedoids => new Representatives(medoids: true),
        _ => new ImportanceSampling(),
    };

    /// <summary>Refuses what a method cannot do.</summary>
    /// <param name="options">The selector's options.</param>
    /// <param name="metric">What a row costs; null if only the kernel knows.</param>
    /// <exception cref="ArgumentException">There is such an option.</exception>
    public static void Check(ClusteringCoresetOptions options, Metric? metric)
    {
        CoveringOptions.Check(options);
        if (options.Method == ClusteringCoresetMethod.KMeans && metric is not (Metric.SquaredEuclidean or Metric.Cosine))
            throw Refused(metric, options, "SquaredEuclidean and Cosine, whose best centre is a mean");
        if (options.Method == ClusteringCoresetMethod.KMedoids && (metric is null or Metric.Hamming))
            throw Refused(metric, options, "Euclidean, SquaredEuclidean, Manhattan and Cosine");
        if (options.Method is not (ClusteringCoresetMethod.CoresetTree or ClusteringCoresetMethod.Bico)) return;
        if (metric != Metric.SquaredEuclidean)
            throw new ArgumentException(
                $"options.Metric: found {metric?.ToString() ?? "a kernel's own"}; {options.Method} allows SquaredEuclidean only, of whose costs alone " +
                "a mean and a variance are the whole account. Instead of Cosine, normalise the rows: there it is half the squared distance.",
                nameof(options));
        if (options.WithReplacement || !options.Calibrate)
            throw new ArgumentException(
                $"options.{(options.WithReplacement ? "WithReplacement: found true" : "Calibrate: found false")}; {options.Method} draws no sample and allows the default only.",
                nameof(options));
    }

    private static ArgumentException Refused(Metric? metric, ClusteringCoresetOptions options, string allowed) => new(
        $"options.Metric: found {metric?.ToString() ?? "a kernel's own"}; {options.Method} allows {allowed}.", nameof(options));
}
