using System;
using System.Linq;
using System.Numerics.Tensors;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class Compression
{
    public static void Run()
    {
        float[] values = LabelledRows.Blobs(20_000, 16, labels: 8, new Random(3)).Values;
        #region compression
        var points = new Points(values, dimension: 16);
        using var selector = new ClusteringCoresetSelector(new() { Size = 1_000, Clusters = 16, Seed = 1 });
        Coreset coreset = selector.Select(points);
        float[] rows = [.. coreset.Indices.ToArray().SelectMany(row => values[(row * 16)..((row + 1) * 16)])];

        var halves = new Half[rows.Length];                               // 2 bytes per value
        TensorPrimitives.ConvertToHalf(rows, halves);
        var (bytes, scales) = (new sbyte[rows.Length], new float[coreset.Count]);
        Quantization.ToInt8(new Points(rows, dimension: 16), bytes, scales); // 1 byte, and a scale per row

        using var solver = new KMeansSolver(new() { Clusters = 16, Seed = 1, Restarts = 3 });
        Judge("float32", 4 * rows.Length, new Points(rows, dimension: 16), coreset.Weights);
        Judge("float16", 2 * rows.Length, new Points(halves, dimension: 16), coreset.Weights);
        Judge("int8", rows.Length + 4 * coreset.Count, new Points(bytes, scales, dimension: 16), coreset.Weights);

        void Judge(string kind, int size, Points stored, ReadOnlySpan<double> weights)
        {
            double told = solver.Fit(stored, weights).Cost;               // 16 means of what was stored
            double cost = solver.Refine(new Points(values, dimension: 16), [], passes: 0).Cost;
            size += 8 * weights.Length;
            Console.WriteLine($"{kind}: {4 * values.Length / size} times fewer bytes; its 16 means cost {cost:F0} on all rows, it tells {told / cost:P1}");
        }
        #endregion
    }
}
