using System;
using System.Collections.Generic;
using System.Linq;

namespace HpcCoreset.Tests.Submodular;

/// <summary>The oracle: facility location by definition, in double, with a full similarity matrix and no shortcut.</summary>
internal static class PlainGreedy
{
    public static (int[] Picks, double[] Gains) Select(
        float[][] rows, Similarity similarity, int size, double[]? weights = null, double gamma = 0)
    {
        int n = rows.Length;
        double[] w = weights ?? [.. Enumerable.Repeat(1.0, n)];
        double[][] s = Matrix(rows, similarity, gamma);
        var covered = new double[n];
        var picks = new List<int>();
        var gains = new List<double>();
        for (int step = 0; step < size; step++)
        {
            (int best, double bestGain) = (-1, double.NegativeInfinity);
            for (int v = 0; v < n; v++)
            {
                if (picks.Contains(v)) continue;
                double gain = 0;
                for (int i = 0; i < n; i++) gain += w[i] * Math.Max(0, s[v][i] - covered[i]);
                if (gain > bestGain) (best, bestGain) = (v, gain);
            }
            picks.Add(best);
            gains.Add(bestGain);
            for (int i = 0; i < n; i++) covered[i] = Math.Max(covered[i], s[best][i]);
        }
        return ([.. picks], [.. gains]);
    }

    /// <summary>s[v][i], from the definitions.</summary>
    public static double[][] Matrix(float[][] rows, Similarity similarity, double gamma)
    {
        int dimension = rows[0].Length;
        double[] norms = [.. rows.Select(row => Product(row, row, similarity))];
        double Value(float[] x, float[] y, int i, int v) => similarity switch
        {
            Similarity.MaxSquaredEuclidean => SquaredDistance(x, y),
            Similarity.MaxEuclidean => Math.Sqrt(SquaredDistance(x, y)),
            Similarity.Cosine => Product(x, y, similarity) / Math.Sqrt(norms[i] * norms[v]),
            Similarity.CosineSquared or Similarity.CorrelationSquared =>
                Product(x, y, similarity) * Product(x, y, similarity) / (norms[i] * norms[v]),
            Similarity.Rbf => Math.Exp(-(gamma > 0 ? gamma : 1.0 / dimension) * SquaredDistance(x, y)),
            Similarity.Dot => Product(x, y, similarity),
            Similarity.ExpEuclidean => Math.Exp(-Math.Sqrt(SquaredDistance(x, y)) / dimension),
            _ => throw new ArgumentOutOfRangeException(nameof(similarity)),
        };
        double[][] values = [.. rows.Select((x, v) => rows.Select((y, i) => Value(y, x, i, v)).ToArray())];
        if (similarity is not (Similarity.MaxSquaredEuclidean or Similarity.MaxEuclidean)) return values;
        double maximum = values.Max(row => row.Max());
        return [.. values.Select(row => row.Select(d => maximum - d).ToArray())];
    }

    private static double SquaredDistance(float[] x, float[] y)
    {
        double sum = 0;
        for (int t = 0; t < x.Length; t++) sum += ((double)x[t] - y[t]) * ((double)x[t] - y[t]);
        return sum;
    }

    private static double Product(float[] x, float[] y, Similarity similarity)
    {
        double meanX = similarity == Similarity.CorrelationSquared ? x.Average(value => (double)value) : 0;
        double meanY = similarity == Similarity.CorrelationSquared ? y.Average(value => (double)value) : 0;
        double sum = 0;
        for (int t = 0; t < x.Length; t++) sum += (x[t] - meanX) * (y[t] - meanY);
        return sum;
    }
}
