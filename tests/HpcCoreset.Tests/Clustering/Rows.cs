using System;
using System.Linq;

namespace HpcCoreset.Tests.Clustering;

/// <summary>Instances and plain double-precision oracles for the clustering tests.</summary>
internal static class Rows
{
    /// <summary>Blobs of very different sizes around centres a unit apart, off the origin.</summary>
    public static float[] Blobs(int count, int dimension, int blobs, int seed = 1, double noise = 0.05)
    {
        var random = new Random(seed);
        double[] centres = [.. Enumerable.Range(0, blobs * dimension).Select(_ => 10 + random.NextDouble() * 4)];
        var values = new float[count * dimension];
        for (int i = 0; i < count; i++)
        {
            int blob = (int)(Math.Pow(random.NextDouble(), 2) * blobs);
            for (int t = 0; t < dimension; t++)
                values[i * dimension + t] = (float)(centres[blob * dimension + t] + (random.NextDouble() - 0.5) * noise);
        }
        return values;
    }

    /// <summary>All rows near one point but for a few far ones: where uniform sampling fails (c-outlier).</summary>
    public static float[] Outliers(int count, int dimension, int far = 5)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count * dimension).Select(i =>
            (float)((i < far * dimension ? -1000 * random.NextDouble() : 1) + random.NextDouble()))];
    }

    /// <summary>Weights over 16 magnitudes with some zeros.</summary>
    public static double[] Weights(int count, int seed = 3)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(6) == 0 ? 0 : Math.Pow(10, random.NextDouble() * 16 - 8))];
    }

    public static double Distance(Metric metric, ReadOnlySpan<float> row, ReadOnlySpan<double> centre)
    {
        (double squared, double absolute, double length) = (0, 0, 0);
        foreach (float value in row) length += (double)value * value;
        double scale = metric == Metric.Cosine ? 1 / Math.Sqrt(length) : 1;
        for (int t = 0; t < row.Length; t++)
        {
            double difference = row[t] * scale - centre[t];
            squared += difference * difference;
            absolute += Math.Abs(difference);
        }
        return metric switch
        {
            Metric.Euclidean => Math.Sqrt(squared),
            Metric.Manhattan => absolute,
            Metric.Cosine => squared / 2,
            _ => squared,
        };
    }

    public static (int Owner, double Distance) Nearest(Metric metric, ReadOnlySpan<float> row, ReadOnlySpan<double> centres)
    {
        (int owner, double best) = (-1, double.PositiveInfinity);
        for (int c = 0; c < centres.Length / row.Length; c++)
        {
            double distance = Distance(metric, row, centres.Slice(c * row.Length, row.Length));
            if (distance < best) (owner, best) = (c, distance);
        }
        return (owner, best);
    }

    /// <summary>The weighted cost of rows against centres.</summary>
    public static double Cost(Metric metric, float[] rows, int dimension, ReadOnlySpan<double> weights, ReadOnlySpan<double> centres)
    {
        double cost = 0;
        for (int i = 0; i < rows.Length / dimension; i++)
            cost += (weights.IsEmpty ? 1 : weights[i]) * Nearest(metric, rows.AsSpan(i * dimension, dimension), centres).Distance;
        return cost;
    }

    public static double[] ToDouble(ReadOnlySpan<float> values)
    {
        var result = new double[values.Length];
        for (int i = 0; i < values.Length; i++) result[i] = values[i];
        return result;
    }
}
