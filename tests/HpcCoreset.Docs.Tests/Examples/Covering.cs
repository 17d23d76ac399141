using System;
using System.Linq;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class Covering
{
    public static void Run()
    {
        LabelledRows blobs = LabelledRows.Blobs(count: 5_000, dimension: 6, labels: 12, new Random(1));
        float[] values = [.. blobs.Values.Select((value, i) => i < 20 * 6 ? 40 * value : value)]; // twenty rows went wrong
        #region covering
        var points = new Points(values, dimension: 6);
        var options = new ClusteringCoresetOptions { Size = 12, Method = ClusteringCoresetMethod.KCenter, Metric = Metric.Euclidean };
        using var covering = new ClusteringCoresetSelector(options);
        using var robust = new ClusteringCoresetSelector(options with { Outliers = 20 });
        using var fine = new ClusteringCoresetSelector(options with { Size = 5_000, Radius = 3 });

        Console.WriteLine($"all rows are within {covering.Select(points).Report.Objective:F1} of 12 picks");
        Coreset without = robust.Select(points);
        Console.WriteLine($"all but {without.Outliers.Length} are within {without.Report.Objective:F1} of 12 others");
        Console.WriteLine($"{fine.Select(points).Count} picks leave no row farther than 3");
        #endregion
    }
}
