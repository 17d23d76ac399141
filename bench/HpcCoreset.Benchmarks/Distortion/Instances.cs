using System;
using System.Linq;

namespace HpcCoreset.Benchmarks.Distortion;

/// <summary>Instances of the literature on which careless samples fail, at so many times the sizes used there: row-major float32 of 50 columns.</summary>
internal static class Instances
{
    public const int Dimension = 50;
    private const int Count = 50_000;
    private const int Blobs = 50;

    public static (string Name, Func<int, float[]> Make)[] All { get; } =
    [
        ("c-outlier", Outliers),
        ("geometric", Geometric),
        ("gauss, equal sizes", times => Gauss(times, 0)),
        ("gauss, sizes over e^1", times => Gauss(times, 1)),
        ("gauss, sizes over e^3", times => Gauss(times, 3)),
        ("gauss, sizes over e^5", times => Gauss(times, 5)),
    ];

    /// <summary>All rows near one point, but five far ones.</summary>
    private static float[] Outliers(int times)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, times * Count * Dimension).Select(i =>
            (float)((i < 5 * Dimension ? -1000 * random.NextDouble() : 1) + random.NextDouble()))];
    }

    /// <summary>Corners of a simplex with half as many rows each as the one before.</summary>
    private static float[] Geometric(int times)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, Dimension).SelectMany(corner => Enumerable.Range(0, (int)(times * 100 * 50 / Math.Pow(2, corner)))
            .SelectMany(_ => Enumerable.Range(0, Dimension).Select(t => (float)((t == corner ? 1 : 0) + random.NextDouble() / 1000))))];
    }

    /// <summary>Normal blobs far apart, whose sizes spread the more the larger <paramref name="spread"/> is.</summary>
    private static float[] Gauss(int times, double spread)
    {
        var random = new Random(3);
        var rows = new float[times * Count * Dimension];
        for (int blob = 0, first = 0; blob < Blobs; blob++)
        {
            int left = times * Count - first, open = Blobs - blob;
            int size = open == 1 ? left : (int)Math.Min(left / (double)open * Math.Exp((random.NextDouble() - 0.5) * spread), left);
            double[] centre = [.. Enumerable.Range(0, Dimension).Select(_ => 1000 * Normal(random))];
            for (int i = first * Dimension; i < (first + size) * Dimension; i++)
                rows[i] = (float)(centre[i % Dimension] + Math.Sqrt(500) * Normal(random));
            first += size;
        }
        return rows;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
