using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Numerics;

namespace HpcCoreset.Tests.Clustering.Cells;

/// <summary>Both constructions as their papers tell them: lists, plain loops in double, every distance computed.</summary>
internal static class PlainCells
{
    /// <summary>The rows of each cell, ascending.</summary>
    public static List<int[]> Tree(float[] values, int dimension, double[] weights, int size, ulong seed)
    {
        var random = new Philox(seed, 1);
        int[] all = [.. Enumerable.Range(0, weights.Length).Where(row => weights[row] > 0)];
        int first = Draw(all, row => weights[row], random.Double(0));
        var cells = new List<(int[] Rows, int Centre)> { (all, first) };
        while (cells.Count < size)
        {
            double[] costs = [.. cells.Select(cell => cell.Rows.Sum(row => weights[row] * Squared(row, cell.Centre)))];
            int costliest = Array.IndexOf(costs, costs.Max());
            if (costs[costliest] == 0) break;
            (int[] rows, int centre) = cells[costliest];
            int drawn = Draw(rows, row => weights[row] * Squared(row, centre), random.Double((ulong)cells.Count));
            cells[costliest] = ([.. rows.Where(row => Squared(row, centre) <= Squared(row, drawn))], centre);
            cells.Add(([.. rows.Where(row => Squared(row, centre) > Squared(row, drawn))], drawn));
        }
        return [.. cells.Select(cell => cell.Rows)];

        double Squared(int a, int b) => Rows.Distance(
            Metric.SquaredEuclidean, values.AsSpan(a * dimension, dimension), Rows.ToDouble(values.AsSpan(b * dimension, dimension)));
    }

    /// <summary>Reference row, mass and variance of every feature.</summary>
    public static List<(int Row, double Mass, double Variance)> Bico(float[] values, int dimension, double[] weights, int size)
    {
        double unit = weights.Where(w => w > 0).Average(), threshold = 0, closest = double.PositiveInfinity;
        List<Feature> features = [];
        for (int row = 0; row < weights.Length; row++)
        {
            if (weights[row] == 0) continue;
            double[] point = Rows.ToDouble(values.AsSpan(row * dimension, dimension));
            Insert(new Feature(row, point) { Mass = weights[row], Mean = point });
            while (features.Count > size)
            {
                threshold = threshold == 0 ? 16 * closest : 2 * threshold;
                List<Feature> before = features;
                features = [];
                foreach (Feature feature in before) Insert(feature with { Parent = null });
            }
        }
        return [.. features.Select(feature => (feature.Row, feature.Mass, feature.Variance))];

        void Insert(Feature feature)
        {
            Feature? parent = null;
            for (double radius = threshold / 16; ; radius /= 2)
            {
                Feature? nearest = features.Where(other => other.Parent == parent).MinBy(other => Squared(other.Reference, feature.Reference));
                double distance = nearest == null ? double.PositiveInfinity : Squared(nearest.Reference, feature.Reference);
                if (threshold == 0 && distance > 0) closest = Math.Min(closest, distance);
                if (nearest == null || distance > radius)
                {
                    features.Add(feature with { Parent = parent });
                    return;
                }
                double merged = nearest.Variance + feature.Variance
                    + nearest.Mass * feature.Mass / (nearest.Mass + feature.Mass) * Squared(nearest.Mean, feature.Mean);
                if (merged <= threshold * unit)
                {
                    double share = feature.Mass / (nearest.Mass + feature.Mass);
                    nearest.Mean = [.. nearest.Mean.Zip(feature.Mean, (a, b) => a + share * (b - a))];
                    (nearest.Mass, nearest.Variance) = (nearest.Mass + feature.Mass, merged);
                    return;
                }
                parent = nearest;
            }
        }
    }

    private static double Squared(double[] a, double[] b) => a.Zip(b, (x, y) => (x - y) * (x - y)).Sum();

    private static int Draw(int[] rows, Func<int, double> mass, double uniform)
    {
        double target = uniform * rows.Sum(mass), walked = 0;
        return rows.First(row => (walked += mass(row)) > target);
    }

    private sealed record Feature(int Row, double[] Reference)
    {
        public double Mass { get; set; }

        public double Variance { get; set; }

        public double[] Mean { get; set; } = [];

        public Feature? Parent { get; init; }

        public bool Equals(Feature? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => Row;
    }
}
