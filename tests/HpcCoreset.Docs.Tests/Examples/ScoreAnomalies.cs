using System;
using System.Linq;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class ScoreAnomalies
{
    public static void Run()
    {
        float[] normal = LabelledRows.Blobs(10_000, 16, labels: 6, new Random(1)).Values;
        float[] incoming = [.. normal[..(3 * 16)], .. Enumerable.Range(0, 16).Select(t => t % 2 == 0 ? 3f : -3f)];

        #region anomalies
        var points = new Points(normal, dimension: 16);
        using var selector = new ClusteringCoresetSelector(new() { Size = 500, Clusters = 10 });
        using var scorer = new AnomalyScorer(new() { Neighbours = 10 });
        scorer.Fit(points, selector.Select(points));     // copies 500 rows; the others may be forgotten

        var scores = new float[incoming.Length / 16];
        scorer.Score(new Points(incoming, dimension: 16), scores);
        for (int row = 0; row < scores.Length; row++) Console.WriteLine($"row {row}: {scores[row]:F1}");
        Console.WriteLine($"row 3 alone: {scorer.Score(incoming.AsSpan(3 * 16, 16)):F1}");
        #endregion
    }
}
