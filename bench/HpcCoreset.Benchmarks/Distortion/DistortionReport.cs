using System;
using System.IO;
using System.Linq;

namespace HpcCoreset.Benchmarks.Distortion;

/// <summary>How far the costs of 50 centres on a coreset are from those on all rows: the worst of seven candidates, ten seeds.</summary>
internal static class DistortionReport
{
    private const int Clusters = 50;
    private const int Size = 2000;
    private const int Seeds = 10;

    private static readonly (string Name, ClusteringCoresetOptions Options)[] Samplers =
    [
        ("sensitivity", new() { Size = Size, Clusters = Clusters }),
        ("sensitivity, with replacement", new() { Size = Size, Clusters = Clusters, WithReplacement = true }),
        ("lightweight", new() { Size = Size, Clusters = Clusters, Method = ClusteringCoresetMethod.Lightweight }),
        ("uniform", new() { Size = Size, Clusters = Clusters, Method = ClusteringCoresetMethod.Uniform }),
    ];

    public static void Run(TextWriter output)
    {
        output.WriteLine($"Worst distortion of {Size:N0} rows for {Clusters} centres: mean (deviation) over {Seeds} seeds.");
        output.WriteLine();
        output.WriteLine($"| instance | {string.Join(" | ", Samplers.Select(sampler => sampler.Name))} |");
        output.WriteLine($"|:--|{string.Concat(Samplers.Select(_ => "--:|"))}");
        foreach ((string name, Func<int, float[]> make) in Instances.All)
        {
            float[] rows = make(1);
            output.WriteLine($"| {name} | {string.Join(" | ", Samplers.Select(sampler => Judge(rows, sampler.Options)))} |");
            output.Flush();
        }
        output.WriteLine();
    }

    private static string Judge(float[] rows, ClusteringCoresetOptions options)
    {
        var points = new Points(rows, Instances.Dimension);
        double[] worst = new double[Seeds];
        for (int seed = 0; seed < Seeds; seed++)
        {
            using ClusteringCoresetSelector selector = new(options with { Seed = (ulong)seed + 1 });
            using CoresetEvaluator judge = new(new() { Clusters = Clusters, Seed = (ulong)seed + 100 });
            Coreset coreset = selector.Select(points);
            worst[seed] = judge.Evaluate(points, coreset.Indices, coreset.Weights).MaxDistortion;
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
