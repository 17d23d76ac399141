using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Clustering;
using HpcCoreset.Numerics;
using Xunit;

namespace HpcCoreset.Tests.Clustering;

public unsafe class KMeansPlusPlusTests
{
    private static int[] Seeds(
        float[] values, int dimension, double[] weights, int clusters, bool greedy, ulong seed, int threads = 1,
        Metric metric = Metric.SquaredEuclidean)
    {
        using var rows = new WeightedRows(metric);
        int[] seeds;
        int[] owners;
        fixed (float* first = values)
        {
            rows.Load(new RowSource(first, values.Length / dimension, dimension, dimension), weights, threads);
            if (greedy)
            {
                var seeding = new GreedyKMeansPlusPlus();
                seeding.Run(rows, clusters, new Philox(seed, 0));
                (seeds, owners) = (seeding.Seeds.ToArray(), new Span<int>(seeding.Owner, rows.Count).ToArray());
            }
            else
            {
                var seeding = new KMeansPlusPlus();
                seeding.Run(rows, clusters, new Philox(seed, 0));
                (seeds, owners) = (seeding.Seeds.ToArray(), new Span<int>(seeding.Owner, rows.Count).ToArray());
            }
            for (int i = 0; i < rows.Count; i++)
            {
                double[] centres = [.. seeds.SelectMany(s => Rows.ToDouble(values.AsSpan(s * dimension, dimension)))];
                (int owner, double distance) = Rows.Nearest(Metric.SquaredEuclidean, values.AsSpan(i * dimension, dimension), centres);
                if (owner == owners[i]) continue;
                double found = Rows.Distance(
                    Metric.SquaredEuclidean, values.AsSpan(i * dimension, dimension), centres.AsSpan(owners[i] * dimension, dimension));
                Assert.Equal(distance, found, 1e-5 * (1 + distance)); // a near-tie in float32
            }
        }
        return seeds;
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
            int[] seeds = Seeds(values, 1, weights, 2, greedy: false, seed, metric: metric);
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

    /// <summary>The third seed is drawn before the second was taken into account: many rows make a pass dear.</summary>
    [Theory]
    [InlineData(Metric.SquaredEuclidean, false)]
    [InlineData(Metric.SquaredEuclidean, true)]
    [InlineData(Metric.Euclidean, true)]
    [InlineData(Metric.Manhattan, true)]
    public void A_seed_drawn_by_bounds_follows_the_same_law(Metric metric, bool weighted)
    {
        const int Copies = 3000, Trials = 3000;
        float[] places = [0, 1, 4, 9, 15];
        double[] placeWeights = weighted ? [1, 4, 2, 0, 0.5] : [1, 1, 1, 1, 1];
        float[] values = [.. places.SelectMany(place => Enumerable.Repeat(place, Copies))];
        double[] weights = [.. placeWeights.SelectMany(weight => Enumerable.Repeat(weight, Copies))];
        var found = new Dictionary<string, int>();
        using var rows = new WeightedRows(metric);
        var seeding = new KMeansPlusPlus();
        fixed (float* first = values)
            for (ulong seed = 0; seed < Trials; seed++)
            {
                rows.Load(new RowSource(first, values.Length, 1, 1), weights, 1);
                seeding.Run(rows, 3, new Philox(seed, 0));
                string order = string.Join(' ', seeding.Seeds.ToArray().Select(s => Array.IndexOf(places, values[s])));
                found[order] = found.GetValueOrDefault(order) + 1;
            }
        foreach (int[] order in from a in Enumerable.Range(0, 5) from b in Enumerable.Range(0, 5) from c in Enumerable.Range(0, 5) select (int[])[a, b, c])
        {
            double p = placeWeights[order[0]] / placeWeights.Sum();
            for (int next = 1; next < 3 && p > 0; next++) p *= Share(order[next], order[..next]);
            Assert.Equal(p, found.GetValueOrDefault(string.Join(' ', order)) / (double)Trials, 4 * Math.Sqrt(p * (1 - p) / Trials) + 1e-12);
        }

        double Share(int next, int[] seeds)
        {
            double Mass(int i) => placeWeights[i] * seeds.Min(s => Rows.Distance(metric, [places[i]], [places[s]]));
            return Mass(next) / Enumerable.Range(0, 5).Sum(Mass);
        }
    }

    [Fact]
    public void A_hundred_seeds_need_a_few_passes_over_memory()
    {
        float[] values = Rows.Blobs(40_000, 16, 100);
        using var rows = new WeightedRows(Metric.SquaredEuclidean);
        var seeding = new KMeansPlusPlus();
        fixed (float* first = values)
        {
            rows.Load(new RowSource(first, values.Length / 16, 16, 16), [], 1);
            seeding.Run(rows, 100, new Philox(3, 0));
        }
        Assert.Equal(100, seeding.Count);
        Assert.InRange(seeding.Passes, 2, 12);
        Assert.InRange(seeding.Evaluations, 100L * rows.Count, 101L * rows.Count);
    }

    [Fact]
    public void A_greedy_step_keeps_the_candidate_of_the_lowest_cost()
    {
        float[] values = Rows.Blobs(300, 2, 12);
        double greedy = 0, plain = 0;
        for (ulong seed = 0; seed < 20; seed++)
        {
            greedy += CostOf(Seeds(values, 2, [], 12, greedy: true, seed));
            plain += CostOf(Seeds(values, 2, [], 12, greedy: false, seed));
        }
        Assert.True(greedy < 0.8 * plain, $"greedy {greedy}, plain {plain}");

        double CostOf(int[] seeds) =>
            Rows.Cost(Metric.SquaredEuclidean, values, 2, [], [.. seeds.SelectMany(s => Rows.ToDouble(values.AsSpan(2 * s, 2)))]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Seeds_are_distinct_rows_of_positive_weight_and_end_when_there_are_no_more(bool greedy)
    {
        float[] values = [1, 2, 2, 5, 5, 9, 9, 9];
        double[] weights = [1, 1, 1, 1, 1, 0, 0, 0];
        for (ulong seed = 0; seed < 50; seed++)
        {
            int[] seeds = Seeds(values, 1, weights, 8, greedy, seed);
            Assert.Equal([1f, 2f, 5f], seeds.Select(s => values[s]).Order());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Threads_do_not_change_the_seeds(bool greedy)
    {
        float[] values = Rows.Blobs(4000, 3, 20, noise: 2);
        double[] weights = Rows.Weights(4000);
        int[] expected = Seeds(values, 3, weights, 15, greedy, 6);
        foreach (int threads in (int[])[2, 3, 8]) Assert.Equal(expected, Seeds(values, 3, weights, 15, greedy, 6, threads));
    }
}
