using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Clustering;
using Xunit;

namespace HpcCoreset.Tests.Clustering;

/// <summary>Farthest-first traversal against the plain loop in double.</summary>
[Trait("Switches", "true")]
public unsafe class FarthestFirstTests
{
    public static TheoryData<Metric> Metrics => [Metric.SquaredEuclidean, Metric.Euclidean, Metric.Cosine, Metric.Manhattan];

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Picks_and_radii_are_those_of_the_plain_loop(Metric metric)
    {
        foreach ((int count, int dimension) in ((int, int)[])[(1, 3), (2, 1), (63, 2), (64, 5), (700, 3), (1100, 17)])
            foreach (bool weighted in (bool[])[false, true])
            {
                float[] values = Rows.Blobs(count, dimension, 6, noise: 1);
                double[] weights = weighted && count > 2 ? Rows.Weights(count) : [];
                Covering found = Run(values, dimension, weights, 40, metric);
                AssertPlain(found, values, dimension, weights, metric);
            }
    }

    /// <summary>A lattice: nearly all distances are ties, and float32 cannot tell once the mean is subtracted.</summary>
    [Theory]
    [InlineData(Metric.SquaredEuclidean)]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Manhattan)]
    public void The_lowest_row_wins_ties(Metric metric)
    {
        var random = new Random(4);
        float[] values = [.. Enumerable.Range(0, 900 * 3).Select(_ => (float)random.Next(7))];
        Covering found = Run(values, 3, [], 120, metric);
        AssertPlain(found, values, 3, [], metric);
    }

    /// <summary>Distances that differ in the last bits of a float32, far from the origin and beside an outlier.</summary>
    [Theory]
    [InlineData(Metric.SquaredEuclidean)]
    [InlineData(Metric.Manhattan)]
    public void Near_ties_are_decided_in_double(Metric metric)
    {
        var random = new Random(5);
        float[] values = [.. Enumerable.Range(0, 600).SelectMany(i =>
        {
            double angle = i * Math.PI / 300, radius = 1 + 1e-7 * random.NextDouble();
            return (float[])[(float)(radius * Math.Cos(angle)), (float)(radius * Math.Sin(angle))];
        })];
        AssertPlain(Run(values, 2, [], 60, metric), values, 2, [], metric);
        float[] far = [.. values.Select(v => v + 1000), 1e6f, -1e6f];
        AssertPlain(Run(far, 2, [], 60, metric), far, 2, [], metric);
    }

    [Theory]
    [InlineData(1e-40f)]
    [InlineData(1e-25f)]
    [InlineData(1e16f)]
    public void Extreme_magnitudes_are_no_trouble(float magnitude)
    {
        float[] values = [.. Rows.Blobs(300, 4, 5, noise: 2).Select(v => v * magnitude)];
        foreach (Metric metric in (Metric[])[Metric.SquaredEuclidean, Metric.Manhattan])
            AssertPlain(Run(values, 4, [], 30, metric), values, 4, [], metric);
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void It_ends_when_every_row_is_a_copy_of_a_pick(Metric metric)
    {
        float[] values = [.. Enumerable.Range(0, 500).SelectMany(i => (float[])[1 + i % 5, 3, 1 + i % 5 * (i % 5)])];
        Covering found = Run(values, 3, [], 20, metric);
        Assert.Equal(5, found.Picks.Length);
        Assert.Equal(0, found.Radius);
        Assert.All(Enumerable.Range(0, 500), row => Assert.Equal(row % 5, found.Picks[found.Owner[row]] % 5));
    }

    [Fact]
    public void It_ends_at_a_radius()
    {
        float[] values = Rows.Blobs(800, 3, 7, noise: 3);
        Covering all = Run(values, 3, [], 50, Metric.Euclidean);
        Covering found = Run(values, 3, [], 50, Metric.Euclidean, stop: all.Radii[20]);
        Assert.Equal(20, found.Picks.Length);
        Assert.Equal(all.Picks[..20], found.Picks);
        Assert.Equal(all.Radii[20], found.Radius);
    }

    [Fact]
    public void Rows_without_weight_do_not_matter()
    {
        float[] values = Rows.Blobs(400, 3, 5, noise: 1);
        float[] more = [.. values, .. Rows.Outliers(200, 3)];
        double[] weights = [.. Enumerable.Repeat(1.0, 400), .. new double[200]];
        Covering expected = Run(values, 3, [], 30, Metric.SquaredEuclidean), found = Run(more, 3, weights, 30, Metric.SquaredEuclidean);
        Assert.Equal(expected.Picks, found.Picks);
        Assert.Equal(expected.Radii, found.Radii);
        Assert.Equal(expected.Radius, found.Radius);
    }

    [Fact]
    public void Threads_do_not_matter()
    {
        float[] values = Rows.Blobs(5000, 4, 9, noise: 2);
        Covering expected = Run(values, 4, [], 100, Metric.SquaredEuclidean);
        foreach (int threads in (int[])[2, 3, 4])
        {
            Covering found = Run(values, 4, [], 100, Metric.SquaredEuclidean, threads: threads);
            Assert.Equal(expected.Picks, found.Picks);
            Assert.Equal(expected.Radii, found.Radii);
            Assert.Equal(expected.Owner, found.Owner);
        }
    }

    /// <summary>No other set of as many rows covers within half the radius (Gonzalez 1985): every set is tried.</summary>
    [Theory]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Manhattan)]
    public void The_radius_is_at_most_twice_the_best(Metric metric)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            float[] values = Rows.Blobs(12, 2, 4, seed, noise: 2);
            double best = (from a in Enumerable.Range(0, 12) from b in Enumerable.Range(0, a) from c in Enumerable.Range(0, b) select (int[])[a, b, c])
                .Min(set => Enumerable.Range(0, 12).Max(row => set.Min(pick => Distance(metric, values, 2, row, pick))));
            Assert.InRange(Run(values, 2, [], 3, metric).Radius, 0, 2 * best);
        }
    }

    private static void AssertPlain(Covering found, float[] values, int dimension, double[] weights, Metric metric)
    {
        int count = values.Length / dimension;
        double[] nearest = [.. Enumerable.Range(0, count).Select(i => weights.Length > 0 && weights[i] == 0 ? -1 : double.PositiveInfinity)];
        var picks = new List<int> { found.Picks[0] };
        var radii = new List<double> { double.PositiveInfinity };
        double[] mean = Mean(values, dimension, weights, metric);
        double FromMean(int row) => Rows.Distance(metric, values.AsSpan(row * dimension, dimension), mean);
        double farthest = Enumerable.Range(0, count).Where(i => nearest[i] > 0).Max(FromMean);
        Assert.Equal(farthest, FromMean(found.Picks[0]), 1e-12 * farthest);
        while (true)
        {
            for (int row = 0; row < count; row++) nearest[row] = Math.Min(nearest[row], Distance(metric, values, dimension, row, picks[^1]));
            double radius = Math.Max(0, nearest.Max());
            if (picks.Count == found.Picks.Length)
            {
                Assert.Equal(radius, found.Radius, 1e-14 * radius);
                break;
            }
            picks.Add(Array.IndexOf(nearest, radius));
            radii.Add(radius);
        }
        Assert.Equal(picks, found.Picks);
        for (int i = 0; i < radii.Count; i++) Assert.Equal(radii[i], found.Radii[i], 1e-14 * radii[Math.Min(1, radii.Count - 1)]);
        Assert.Equal(found.Radii.OrderDescending(), found.Radii);
        for (int row = 0; row < count; row++)
            if (nearest[row] >= 0)
                Assert.Equal(nearest[row], Distance(metric, values, dimension, row, found.Picks[found.Owner[row]]), 1e-4 * (nearest[row] + Math.Abs(values[row * dimension])));
    }

    private static double Distance(Metric metric, float[] values, int dimension, int a, int b)
    {
        double[] centre = Rows.ToDouble(values.AsSpan(b * dimension, dimension));
        if (metric == Metric.Cosine)
        {
            double scale = 1 / Math.Sqrt(centre.Sum(v => v * v));
            for (int t = 0; t < dimension; t++) centre[t] *= scale;
        }
        return Rows.Distance(metric, values.AsSpan(a * dimension, dimension), centre);
    }

    private static double[] Mean(float[] values, int dimension, double[] weights, Metric metric)
    {
        var mean = new double[dimension];
        double mass = 0;
        for (int row = 0; row < values.Length / dimension; row++)
        {
            double weight = weights.Length > 0 ? weights[row] : 1, squared = 0;
            for (int t = 0; t < dimension; t++) squared += (double)values[row * dimension + t] * values[row * dimension + t];
            double scale = metric == Metric.Cosine ? 1 / Math.Sqrt(squared) : 1;
            for (int t = 0; t < dimension; t++) mean[t] += weight * scale * values[row * dimension + t];
            mass += weight;
        }
        double divisor = metric == Metric.Cosine ? Math.Sqrt(mean.Sum(v => v * v)) : mass;
        return [.. mean.Select(v => v / divisor)];
    }

    private static Covering Run(
        float[] values, int dimension, double[] weights, int size, Metric metric, double stop = 0, int threads = 1)
    {
        using var rows = new WeightedRows(metric);
        var mean = new MeanDistances();
        var traversal = new FarthestFirst();
        fixed (float* first = values)
        {
            rows.Load(new RowSource(first, values.Length / dimension, dimension, dimension), weights, threads);
            mean.Run(rows, null);
            traversal.Run(rows, size, stop, mean, null, default);
        }
        return new Covering(
            traversal.Picks.ToArray(), traversal.Radii.ToArray(), traversal.Radius, new Span<int>(traversal.Owner, rows.Count).ToArray());
    }

    private sealed record Covering(int[] Picks, double[] Radii, double Radius, int[] Owner);
}
