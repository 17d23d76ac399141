using System;
using System.Collections.Generic;
using System.Linq;

namespace HpcCoreset.Tests.Duplicates;

/// <summary>Duplicates by two loops in double.</summary>
internal static class PlainDuplicates
{
    public static double Cosine(float[] rows, int dimension, int a, int b)
    {
        (double product, double first, double second) = (0, 0, 0);
        for (int t = 0; t < dimension; t++)
        {
            (double x, double y) = (rows[a * dimension + t], rows[b * dimension + t]);
            product += x * y;
            first += x * x;
            second += y * y;
        }
        return product / Math.Sqrt(first * second);
    }

    /// <summary>Rows in an order: each stands for itself, or is represented by the first that does and is like it.</summary>
    public static int[] Representatives(float[] rows, int dimension, IEnumerable<int[]> clusters, double threshold)
    {
        var representatives = new int[rows.Length / dimension];
        foreach (int[] cluster in clusters)
        {
            var kept = new List<int>();
            foreach (int row in cluster)
            {
                int found = kept.FindIndex(other => Cosine(rows, dimension, row, other) >= threshold);
                representatives[row] = found < 0 ? row : kept[found];
                if (found < 0) kept.Add(row);
            }
        }
        return representatives;
    }

    public static IEnumerable<(int First, int Second, double Cosine)> Pairs(
        float[] rows, int dimension, IEnumerable<int[]> clusters, double threshold) => clusters
        .SelectMany(cluster => cluster.SelectMany(a => cluster.Where(b => a < b).Select(b => (a, b, Cosine(rows, dimension, a, b)))))
        .Where(pair => pair.Item3 >= threshold).Order();
}
