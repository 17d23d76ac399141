using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics.Tensors;
using HpcCoreset.Benchmarks.Distortion;
using HpcCoreset.Benchmarks.Storage;

namespace HpcCoreset.Benchmarks.Compression;

/// <summary>What a byte of a coreset buys: sizes, and rows of the coreset stored narrow, against the distortion that is left.</summary>
internal static class CompressionReport
{
    private const int Seeds = 5;
    private const int WeightBytes = sizeof(double);

    private static readonly (string Name, Func<int, double> RowBytes, Func<float[], int, float[]> Store)[] Kinds =
    [
        ("float32", dimension => sizeof(float) * dimension, (rows, _) => rows),
        ("float16", dimension => 2 * dimension, Halves),
        ("int8", dimension => dimension + sizeof(float), SignedBytes),
    ];

    public static void Run(TextWriter output)
    {
        output.WriteLine($"Sensitivity coresets whose rows are stored narrow and {WeightBytes} bytes per weight, against all rows in float32: worst of seven candidates, mean");
        output.WriteLine($"(deviation) over {Seeds} seeds.");
        output.WriteLine();
        output.WriteLine("| rows | centres | coreset | stored as | kB | times fewer bytes | distortion |");
        output.WriteLine("|:--|--:|--:|:--|--:|--:|--:|");
        foreach ((string name, float[] values, int dimension, int clusters) in Inputs())
            for (int size = 20 * clusters; size <= 160 * clusters; size *= 2)
                Compare(output, name, values, dimension, new() { Size = size, Clusters = clusters });
        output.WriteLine();
    }

    private static IEnumerable<(string Name, float[] Values, int Dimension, int Clusters)> Inputs()
    {
        foreach ((string name, Func<int, float[]> make) in Instances.All.Where(instance => instance.Name is "c-outlier" or "gauss, sizes over e^5"))
            yield return (name, make(1), Instances.Dimension, 50);
        if (Dataset.Words() is { } words) yield return ("words", words.Values, words.Dimension, 50);
    }

    private static void Compare(TextWriter output, string name, float[] values, int dimension, ClusteringCoresetOptions options)
    {
        var points = new Points(values, dimension);
        double[][] worst = [.. Kinds.Select(_ => new double[Seeds])];
        for (int seed = 0; seed < Seeds; seed++)
        {
            using ClusteringCoresetSelector selector = new(options with { Seed = (ulong)seed + 1 });
            using CoresetEvaluator judge = new(new() { Clusters = options.Clusters, Seed = (ulong)seed + 100 });
            Coreset coreset = selector.Select(points);
            var rows = new float[coreset.Count * dimension];
            for (int i = 0; i < coreset.Count; i++) points.CopyRow(coreset.Indices[i], rows.AsSpan(i * dimension));
            for (int kind = 0; kind < Kinds.Length; kind++)
                worst[kind][seed] = judge.Evaluate(points, coreset.Indices, coreset.Weights, centroids: Kinds[kind].Store(rows, dimension)).MaxDistortion;
        }
        for (int kind = 0; kind < Kinds.Length; kind++)
        {
            double bytes = options.Size * (Kinds[kind].RowBytes(dimension) + WeightBytes), mean = worst[kind].Average();
            double deviation = Math.Sqrt(worst[kind].Sum(value => (value - mean) * (value - mean)) / (Seeds - 1));
            output.WriteLine(FormattableString.Invariant(
                $"| {points.Count:N0} x {dimension}, {name} | {options.Clusters} | {options.Size} | {Kinds[kind].Name} | {bytes / 1000:F0} | {sizeof(float) * (double)values.Length / bytes:F1} | {mean:F4} ({deviation:F4}) |"));
        }
        output.Flush();
    }

    private static float[] Halves(float[] rows, int dimension)
    {
        var (halves, decoded) = (new Half[rows.Length], new float[rows.Length]);
        TensorPrimitives.ConvertToHalf(rows, halves);
        TensorPrimitives.ConvertToSingle(halves, decoded);
        return decoded;
    }

    private static float[] SignedBytes(float[] rows, int dimension)
    {
        int count = rows.Length / dimension;
        var (bytes, scales, decoded) = (new sbyte[rows.Length], new float[count], new float[rows.Length]);
        Quantization.ToInt8(new Points(rows, dimension), bytes, scales);
        var stored = new Points(bytes, scales, dimension);
        for (int row = 0; row < count; row++) stored.CopyRow(row, decoded.AsSpan(row * dimension));
        return decoded;
    }
}
