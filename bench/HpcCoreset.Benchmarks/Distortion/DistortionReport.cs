using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace HpcCoreset.Benchmarks.Distortion;

/// <summary>How far the costs of 50 centres on a coreset are from those on all rows: the worst of seven candidates, ten seeds.</summary>
internal static class DistortionReport
{
    private const int Clusters = 50;
    private const int Size = 2000;
    private const int Seeds = 10;

    public static void Run(TextWriter output)
    {
        output.WriteLine($"Worst distortion of {Size:N0} rows, or cells, for {Clusters} centres: mean (deviation) over {Seeds} seeds.");
        output.WriteLine();
        (string Name, ClusteringCoresetOptions Options)[] constructions = [.. Constructions()];
        output.WriteLine($"| instance | {string.Join(" | ", constructions.Select(construction => construction.Name))} |");
        output.WriteLine($"|:--|{string.Concat(constructions.Select(_ => "--:|"))}");
        foreach ((string name, Func<int, float[]> make) in Instances.All)
        {
            float[] rows = make(1);
            output.WriteLine($"| {name} | {string.Join(" | ", constructions.Select(construction => Judge(rows, construction.Options)))} |");
            output.Flush();
        }
        output.WriteLine();
    }

    /// <summary>Every method, and the default with replacement.</summary>
    private static IEnumerable<(string, ClusteringCoresetOptions)> Constructions()
    {
        var options = new ClusteringCoresetOptions { Size = Size, Clusters = Clusters };
        // A row per cluster keeps no other costs, and 2,000 medoids of 50,000 rows take hours.
        foreach (ClusteringCoresetMethod method in Enum.GetValues<ClusteringCoresetMethod>()
            .Where(method => method is not (ClusteringCoresetMethod.KMeans or ClusteringCoresetMethod.KMedoids)))
        {
            yield return ($"{method}", options with { Method = method });
            if (method == options.Method) yield return ($"{method}, with replacement", options with { WithReplacement = true });
        }
    }

    private static string Judge(float[] rows, ClusteringCoresetOptions options)
    {
        var points = new Points(rows, Instances.Dimension);
        double[] worst = new double[Seeds];
        for (int seed = 0; seed < Seeds; seed++)
        {
            using ClusteringCoresetSelector selector = new(options with { Seed = (ulong)seed + 1 });
            using CoresetEvaluator judge = new(new() { Clusters = Clusters, Seed = (ulong)seed + 100 });
            worst[seed] = judge.Evaluate(points, selector.Select(points)).MaxDistortion;
        }
        return MeanAndDeviation(worst);
    }

    /// <summary>As the tables have them.</summary>
    public static string MeanAndDeviation(double[] worst)
    {
        double mean = worst.Average();
        return FormattableString.Invariant($"{mean:G5} ({Math.Sqrt(worst.Sum(value => (value - mean) * (value - mean)) / (worst.Length - 1)):G2})");
    }
}
