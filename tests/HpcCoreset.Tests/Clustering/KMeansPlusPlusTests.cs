using System;
using System.Linq;
using HpcCoreset.Clustering;
using HpcCoreset.Numerics;
using Xunit;

namespace HpcCoreset.Tests.Clustering;

public unsafe class KMeansPlusPlusTests
{
    private static int[] Seeds(
        float[] values, int dimension, double[] weights, int clusters, int candidates, ulong seed, int threads = 1,
        Metric metric = Metric.SquaredEuclidean)
    {
        using var rows = new WeightedRows(metric);
        var seeding = new KMeansPlusPlus();
        fixed (float* first = values)
        {
            rows.Load(first, new Points(values, dimension), weights, threads);
            seeding.Run(rows, clusters, candidates, new Philox(seed, 0));
            for (int i = 0; i < rows.Count; i++)
            {
                double[] centres = [.. seeding.Seeds.ToArray().SelectMany(s => Rows.ToDouble(values.AsSpan(s * dimension, dimension)))];
                (int owner, double distance) = Rows.Nearest(Metric.SquaredEuclidean, values.AsSpan(i * dimension, dimension), centres);
                if (owner == seeding.Owner[i]) continue;
                double found = Rows.Distance(
                    Metric.SquaredEuclidean, values.AsSpan(i * dimension, dimension), centres.AsSpan(seeding.Owner[i] * dimension, dimension));
                Assert.Equal(distance, found, 1e-5 * (1 + distance)); // a near-tie in float32
            }
        }
        return seeding.Seeds.ToArray();
    }

    [Theory]
    [InlineData(Metric.SquaredEuclidean)]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Manhattan)]
    public void First_by_weight_then_by_weight_times_distance(Metric metric)
    {
        float[] values = [0, 1, 3, 3, 7];
        double[] weights = [1, 4, 2, 0, 0.5];
        const int Trials = 4000;
        var counts = new double[5, 5];
        for (ulong seed = 0; seed < Trials; seed++)
        {
            int[] seeds = Seeds(values, 1, weights, 2, 1, seed, metric: metric);
            counts[seeds[0], seeds[1]]++;
        }
        for (int a = 0; a < 5; a++)
            for (int b = 0; b < 5; b++)
            {
                double Mass(int i) => weights[i] * Rows.Distance(metric, [values[i]], [values[a]]);
                double p = weights[a] / weights.Sum() * Mass(b) / Enumerable.Range(0, 5).Sum(Mass);
                Assert.Equal(p, counts[a, b] / Trials, 4 * Math.Sqrt(p * (1 - p) / Trials) + 1e-12);
            }
    }

    [Fact]
    public void A_greedy_step_keeps_the_candidate_of_the_lowest_cost()
    {
        float[] values = Rows.Blobs(300, 2, 12);
        double greedy = 0, plain = 0;
        for (ulong seed = 0; seed < 20; seed++)
        {
            greedy += CostOf(Seeds(values, 2, [], 12, KMeansPlusPlus.GreedyCandidates(12), seed));
            plain += CostOf(Seeds(values, 2, [], 12, 1, seed));
        }
        Assert.True(greedy < 0.8 * plain, $"greedy {greedy}, plain {plain}");

        double CostOf(int[] seeds) =>
            Rows.Cost(Metric.SquaredEuclidean, values, 2, [], [.. seeds.SelectMany(s => Rows.ToDouble(values.AsSpan(2 * s, 2)))]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Seeds_are_distinct_rows_of_positive_weight_and_end_when_there_are_no_more(int candidates)
    {
        float[] values = [1, 2, 2, 5, 5, 9, 9, 9];
        double[] weights = [1, 1, 1, 1, 1, 0, 0, 0];
        for (ulong seed = 0; seed < 50; seed++)
        {
            int[] seeds = Seeds(values, 1, weights, 8, candidates, seed);
            Assert.Equal([1f, 2f, 5f], seeds.Select(s => values[s]).Order());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Threads_do_not_change_the_seeds(int candidates)
    {
        float[] values = Rows.Blobs(4000, 3, 20, noise: 2);
        double[] weights = Rows.Weights(4000);
        int[] expected = Seeds(values, 3, weights, 15, candidates, 6);
        foreach (int threads in (int[])[2, 3, 8]) Assert.Equal(expected, Seeds(values, 3, weights, 15, candidates, 6, threads));
    }
}
