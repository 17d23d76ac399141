using System;

namespace HpcCoreset.Tool.Selection;

/// <summary>The methods that are constructions of clustering coresets, which have the same names in the library.</summary>
internal static class ClusteringConstruction
{
    /// <summary>The construction that a method is, or nothing.</summary>
    /// <param name="method">The method.</param>
    public static ClusteringCoresetMethod? Of(SelectionMethod method) =>
        Enum.TryParse(method.ToString(), out ClusteringCoresetMethod construction) ? construction : null;

    /// <summary>Whether a construction goes with a metric: the library refuses what does not.</summary>
    /// <param name="construction">The construction.</param>
    /// <param name="metric">The metric.</param>
    public static bool Takes(ClusteringCoresetMethod construction, Metric metric)
    {
        try
        {
            using var selector = new ClusteringCoresetSelector(new() { Size = 1, Method = construction, Metric = metric });
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>What a selector is told.</summary>
    /// <param name="request">What the user asked for.</param>
    public static ClusteringCoresetOptions Options(SelectionRequest request)
    {
        var options = new ClusteringCoresetOptions
        {
            Size = request.Size,
            Method = Of(request.Method) ?? throw new InvalidOperationException($"{request.Method} is no construction of clustering coresets."),
            Metric = request.Metric ?? Metric.SquaredEuclidean,
            Radius = request.Radius,
            Outliers = request.Outliers,
            Balance = request.Balance,
            MinPerClass = request.MinPerClass,
            EqualizeClasses = request.EqualizeClasses,
            Seed = request.Seed,
            Threads = request.Threads,
        };
        return request.Clusters is { } clusters ? options with { Clusters = clusters } : options;
    }
}
