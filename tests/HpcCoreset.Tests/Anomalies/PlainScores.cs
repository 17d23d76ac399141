using System;
using System.Linq;

namespace HpcCoreset.Tests.Anomalies;

/// <summary>The mean distance to the nearest normal rows up to a mass, by sorting all of them, in double.</summary>
internal static class PlainScores
{
    public static double[] Of(AnomalyOptions options, float[] rows, float[] normal, double[] weights, int dimension)
    {
        double[] factors = Factors(options, normal, weights, dimension);
        return [.. Enumerable.Range(0, rows.Length / dimension).Select(i => Score(i))];

        double Score(int row)
        {
            (double Distance, double Weight)[] sorted = [.. Enumerable.Range(0, weights.Length)
                .Select(j => (Distance(options.Metric, Row(rows, row), Row(normal, j)), weights[j])).OrderBy(pair => pair.Item1)];
            (double mass, double sum) = (0, 0);
            foreach ((double distance, double weight) in sorted)
            {
                double share = Math.Min(weight, options.Neighbours - mass);
                mass += share;
                sum += share * distance;
            }
            return sum / mass;
        }

        double[] Row(float[] values, int row)
        {
            double[] scaled = [.. Enumerable.Range(0, dimension).Select(t => values[row * dimension + t] * factors[t])];
            double length = options.Metric == Metric.Cosine ? Math.Sqrt(scaled.Sum(v => v * v)) : 1;
            return [.. scaled.Select(v => v / length)];
        }
    }

    /// <summary>The root of v / (15/16 of the column's variance + 1/16 v), with v the mean variance.</summary>
    private static double[] Factors(AnomalyOptions options, float[] normal, double[] weights, int dimension)
    {
        double[] ones = [.. Enumerable.Repeat(1.0, dimension)];
        if (!options.Standardize || options.Metric == Metric.Cosine) return ones;
        double mass = weights.Sum();
        double[] variances = [.. Enumerable.Range(0, dimension).Select(Variance)];
        double mean = variances.Average();
        return mean == 0 ? ones : [.. variances.Select(variance => Math.Sqrt(mean / (15.0 / 16 * variance + mean / 16)))];

        double Variance(int t)
        {
            double[] column = [.. Enumerable.Range(0, weights.Length).Select(i => (double)normal[i * dimension + t])];
            double centre = column.Zip(weights, (value, weight) => weight * value).Sum() / mass;
            return column.Zip(weights, (value, weight) => weight * (value - centre) * (value - centre)).Sum() / mass;
        }
    }

    private static double Distance(Metric metric, double[] x, double[] y)
    {
        double squared = x.Zip(y, (a, b) => (a - b) * (a - b)).Sum();
        return metric switch
        {
            Metric.Euclidean => Math.Sqrt(squared),
            Metric.Manhattan => x.Zip(y, (a, b) => Math.Abs(a - b)).Sum(),
            Metric.Cosine => squared / 2,
            _ => squared,
        };
    }
}
