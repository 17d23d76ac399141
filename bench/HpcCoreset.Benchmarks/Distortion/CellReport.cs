using System;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace HpcCoreset.Benchmarks.Distortion;

/// <summary>Cells beside the default sample, on the instances of <see cref="DistortionReport"/> and on a cloud of few dimensions.</summary>
internal static class CellReport
{
    private const int Clusters = 50;
    private const int Size = 2000;
    private const int Seeds = 10;
    private const int FewColumns = 3;

    private static readonly (string Name, ClusteringCoresetMethod Method, bool WithOffset)[] Columns =
    [
        ("sensitivity", ClusteringCoresetMethod.Sensitivity, true),
        ("coreset tree", ClusteringCoresetMethod.CoresetTree, true),
        ("BICO", ClusteringCoresetMethod.Bico, true),
        ("coreset tree, offset left out", ClusteringCoresetMethod.CoresetTree, false),
    ];

    public static void Run(TextWriter output)
    {
        output.WriteLine($"Worst distortion of {Size:N0} rows or cells for {Clusters} centres: mean (deviation) over {Seeds} seeds; and the time to make them on one thread, median.");
        output.WriteLine();
        output.WriteLine($"| instance | {string.Join(" | ", Columns.Select(column => column.Name))} | cells of BICO | seconds: sensitivity | coreset tree | BICO |");
        output.WriteLine($"|:--|{string.Concat(Columns.Select(_ => "--:|"))}--:|--:|--:|--:|");
        foreach ((string name, Func<int, float[]> make) in Instances.All) Judge(output, name, make(1), Instances.Dimension);
        Judge(output, $"cloud of {FewColumns} columns", Cloud(), FewColumns);
        output.WriteLine();
    }

    private static void Judge(TextWriter output, string name, float[] rows, int dimension)
    {
        Outcome[] outcomes = [.. Columns.Select(column => Measure(rows, dimension, column.Method, column.WithOffset))];
        output.WriteLine(FormattableString.Invariant(
            $"| {name} | {string.Join(" | ", outcomes.Select(outcome => outcome.Distortion))} | {outcomes[2].Count} | {outcomes[0].Seconds:F3} | {outcomes[1].Seconds:F3} | {outcomes[2].Seconds:F3} |"));
        output.Flush();
    }

    private static Outcome Measure(float[] rows, int dimension, ClusteringCoresetMethod method, bool withOffset)
    {
        var points = new Points(rows, dimension);
        (double[] worst, double[] seconds) = (new double[Seeds], new double[Seeds]);
        int count = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            using ClusteringCoresetSelector selector = new(new() { Size = Size, Clusters = Clusters, Method = method, Seed = (ulong)seed + 1 });
            using CoresetEvaluator judge = new(new() { Clusters = Clusters, Seed = (ulong)seed + 100, Threads = Environment.ProcessorCount });
            selector.Select(points);
            long started = Stopwatch.GetTimestamp();
            Coreset coreset = selector.Select(points);
            seconds[seed] = Stopwatch.GetElapsedTime(started).TotalSeconds;
            count = coreset.Count;
            worst[seed] = judge.Evaluate(
                points, coreset.Indices, coreset.Weights, [], [], coreset.Centroids, withOffset ? coreset.Offset : 0).MaxDistortion;
        }
        Array.Sort(seconds);
        return new Outcome(DistortionReport.MeanAndDeviation(worst), count, seconds[Seeds / 2]);
    }

    /// <summary>Uniform in a cube: centres share everything, but cells are small.</summary>
    private static float[] Cloud()
    {
        var random = new Random(4);
        return [.. Enumerable.Range(0, 50_000 * FewColumns).Select(_ => random.NextSingle())];
    }

    private sealed record Outcome(string Distortion, int Count, double Seconds);
}
