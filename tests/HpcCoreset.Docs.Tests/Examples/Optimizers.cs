using System;
using System.Linq;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class Optimizers
{
    public static void Run()
    {
        LabelledRows blobs = LabelledRows.Blobs(count: 5_000, dimension: 6, labels: 30, new Random(1));
        float[] values = blobs.Values;
        double[] costs = [.. Enumerable.Range(0, 5_000).Select(row => 1.0 + row % 10)];
        #region optimizers
        var points = new Points(values, dimension: 6);
        var options = new FacilityLocationOptions { Size = 50, Similarity = Similarity.Rbf };
        using var exact = new FacilityLocationSelector(options);
        using var stochastic = new FacilityLocationSelector(options with { Optimizer = GreedyOptimizer.Stochastic });
        using var limited = new FacilityLocationSelector(options with { Budget = 50 });

        double best = exact.Select(points).Report.Objective;
        double drawn = stochastic.Select(points).Report.Objective;
        Coreset affordable = limited.Select(points, default, new GreedyTerms { Costs = costs });
        Console.WriteLine($"stochastic: {drawn / best:P1} of the exact greedy's value");
        Console.WriteLine($"for a budget of 50: {affordable.Count} rows, {affordable.Report.Objective / best:P1}");
        #endregion
    }

    public static void Stream()
    {
        float[] values = LabelledRows.Blobs(count: 5_000, dimension: 6, labels: 30, new Random(1)).Values;
        var points = new Points(values, dimension: 6);
        #region sieves
        using var stream = new FacilityLocationStream(new() { Size = 50, SampleRows = 500, Similarity = Similarity.Rbf });
        for (int first = 0; first < points.Count; first += 1_000)
            stream.Append(new Points(values.AsSpan(first * 6, 1_000 * 6), dimension: 6));

        StreamCoreset coreset = stream.Reduce();
        Console.WriteLine($"of {stream.RowCount} rows that went by, row {coreset.Ids[0]} is the first of {coreset.Count}");
        #endregion
    }
}
