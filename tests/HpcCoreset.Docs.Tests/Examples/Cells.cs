using System;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class Cells
{
    public static void Run()
    {
        float[] values = LabelledRows.Blobs(20_000, 16, labels: 8, new Random(5)).Values;

        #region cells
        var points = new Points(values, dimension: 16);
        using var selector = new ClusteringCoresetSelector(new() { Size = 400, Method = ClusteringCoresetMethod.CoresetTree, Seed = 1 });
        Coreset cells = selector.Select(points);

        using var solver = new KMeansSolver(new() { Clusters = 8, Seed = 1 });
        double byCentroids = solver.Fit(new Points(cells.Centroids, dimension: 16), cells.Weights).Cost;
        double told = byCentroids + cells.Offset;
        double cost = solver.Refine(points, [], passes: 0).Cost;       // what the same centres cost on all rows

        Console.WriteLine($"{cells.Count} cells stand for {cells.Report.TotalWeight} rows");
        Console.WriteLine($"8 centres cost {byCentroids / cost:P1} of their cost on all rows by the centroids, {told / cost:P1} with the offset");
        #endregion
    }
}
