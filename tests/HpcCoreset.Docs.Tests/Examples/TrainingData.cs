using System;
using System.Linq;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class TrainingData
{
    public static void Run()
    {
        var random = new Random(1);
        float[][] layers = [.. new[] { 30_000, 200_000, 5_000 }.Select(size => Gradient(size, random))];
        float[][] others = [.. layers.Select(layer => layer.Zip(Gradient(layer.Length, random), (a, b) => a + b).ToArray())];

        #region project
        var projection = new SparseProjection(dimension: 4096, seed: 1);
        float[] first = Project(layers), second = Project(others);
        Console.WriteLine($"cosine of the gradients {Cosine([.. layers.SelectMany(l => l)], [.. others.SelectMany(l => l)]):F2}, projected {Cosine(first, second):F2}");

        float[] Project(float[][] gradient)              // a layer at a time, as backpropagation gives them
        {
            var projected = new float[projection.Dimension];
            long offset = 0;
            foreach (float[] layer in gradient)
            {
                projection.Add(layer, offset, projected);
                offset += layer.Length;
            }
            return projected;
        }
        #endregion
    }

    private static float[] Gradient(int size, Random random) => [.. Enumerable.Range(0, size).Select(_ => random.NextSingle() - 0.5f)];

    private static double Cosine(float[] x, float[] y) => Inner(x, y) / Math.Sqrt(Inner(x, x) * Inner(y, y));

    private static double Inner(float[] x, float[] y) => x.Zip(y, (a, b) => (double)a * b).Sum();
}
