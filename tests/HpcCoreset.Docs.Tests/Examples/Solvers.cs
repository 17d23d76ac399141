using System;
using System.Linq;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class Solvers
{
    public static void Run()
    {
        const int Dimension = 8;
        float[] values = LabelledRows.Blobs(count: 20_000, Dimension, labels: 12, new Random(1)).Values;
        #region solvers
        var points = new Points(values, Dimension);
        using var selector = new ClusteringCoresetSelector(new() { Size = 1_000, Clusters = 12, Seed = 1 });
        Coreset coreset = selector.Select(points);
        int[] picked = coreset.Indices.ToArray();
        float[] rows = [.. picked.SelectMany(row => values[(row * Dimension)..((row + 1) * Dimension)])];

        using var means = new KMeansSolver(new() { Clusters = 12, Seed = 1, Restarts = 3 });
        double onCoreset = means.Fit(new Points(rows, Dimension), coreset.Weights).Cost;
        double onAll = means.Refine(points, default, passes: 0).Cost;
        double polished = means.Refine(points, default, passes: 2).Cost;
        Console.WriteLine($"12 means: {onCoreset:F0} on the coreset, {onAll:F0} on all rows, {polished:F0} after two passes over them");

        using var medoids = new KMedoidsSolver(new() { Clusters = 12, Metric = Metric.Manhattan });
        int[] found = [.. medoids.Fit(new Points(rows, Dimension), coreset.Weights).Medoids.ToArray().Select(row => picked[row])];
        double cost = medoids.Assign(points, new int[points.Count], distance: []);
        Console.WriteLine($"12 medoids, of which the first is row {found[0]}: {cost:F0} on all rows");
        #endregion
    }
}
