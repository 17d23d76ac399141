using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Clustering;
using HpcCoreset.Numerics;
using Xunit;

namespace HpcCoreset.Tests.Clustering;

public unsafe class BicriteriaSolutionTests
{
    public static TheoryData<BicriteriaSeeding> Seedings => [BicriteriaSeeding.KMeansPlusPlus, BicriteriaSeeding.Rejection, BicriteriaSeeding.Projection];

    private static IBicriteriaSolution Create(BicriteriaSeeding seeding) => seeding switch
    {
        BicriteriaSeeding.Rejection => new RejectionSeeding(),
        BicriteriaSeeding.Projection => new ProjectionSeeding(),
        _ => new KMeansPlusPlus(),
    };

    internal static (int[] Seeds, int[] Owner) Run(
        IBicriteriaSolution solution, float[] values, int dimension, double[] weights, int clusters, ulong seed, Metric metric = Metric.SquaredEuclidean,
        int threads = 1)
    {
        using var rows = new WeightedRows(metric);
        fixed (float* first = values)
        {
            rows.Load(new RowSource(first, values.Length / dimension, dimension, dimension), weights, threads);
            solution.Run(rows, clusters, new Philox(seed, 0));
            return (solution.Seeds.ToArray(), new Span<int>(solution.Owner, rows.Count).ToArray());
        }
    }

    /// <summary>
    /// The law of k-means++, over all sequences of three seeds. So many copies make a pass dear, so that seeds are drawn by bounds, and
    /// rejected draws are so many that bounds are renewed.
    /// </summary>
    [Theory]
    [InlineData(Metric.SquaredEuclidean, false)]
    [InlineData(Metric.SquaredEuclidean, true)]
    [InlineData(Metric.Euclidean, true)]
    [InlineData(Metric.Manhattan, true)]
    public void Rejection_follows_the_law_of_k_means_plus_plus(Metric metric, bool weighted)
    {
        const int Copies = 3000, Trials = 3000;
        float[] places = [0, 1, 4, 9, 15];
        double[] placeWeights = weighted ? [1, 4, 2, 0, 0.5] : [1, 1, 1, 1, 1];
        float[] values = [.. places.SelectMany(place => Enumerable.Repeat(place, Copies))];
        double[] weights = [.. placeWeights.SelectMany(weight => Enumerable.Repeat(weight, Copies))];
        var found = new Dictionary<string, int>();
        var passes = new HashSet<int>();
        using var seeding = new RejectionSeeding();
        for (ulong seed = 0; seed < Trials; seed++)
        {
            string order = string.Join(' ', Run(seeding, values, 1, weights, 3, seed, metric).Seeds.Select(s => Array.IndexOf(places, values[s])));
            found[order] = found.GetValueOrDefault(order) + 1;
            passes.Add(seeding.Passes);
        }
        Assert.True(passes.Count > 1); // bounds were renewed for some, not for others
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

    /// <summary>Tight blobs far apart renew the bounds often, one wide blob hardly; either way every row is with its nearest seed.</summary>
    [Theory]
    [InlineData(1e-3, 40, 3)]
    [InlineData(50, 9, 2)]
    public void Rejection_leaves_every_row_with_its_nearest_seed(double noise, int clusters, int fewestPasses)
    {
        float[] values = Rows.Blobs(20_000, 6, 30, noise: noise);
        using var seeding = new RejectionSeeding();
        (int[] seeds, int[] owner) = Run(seeding, values, 6, [], clusters, seed: 2, threads: 2);
        Assert.Equal(clusters, seeds.Distinct().Count());
        Assert.InRange(seeding.Passes, fewestPasses, 20);
        double[] centres = [.. seeds.SelectMany(s => Rows.ToDouble(values.AsSpan(6 * s, 6)))];
        for (int i = 0; i < owner.Length; i++)
            Assert.Equal(Rows.Nearest(Metric.SquaredEuclidean, values.AsSpan(6 * i, 6), centres).Owner, owner[i]);
    }

    [Theory]
    [MemberData(nameof(Seedings))]
    public void Seeds_are_distinct_rows_of_positive_weight_and_end_when_there_are_no_more(BicriteriaSeeding seeding)
    {
        float[] values = [1, 2, 2, 5, 5, 9, 9, 9];
        double[] weights = [1, 1, 1, 1, 1, 0, 0, 0];
        for (ulong seed = 0; seed < 50; seed++)
        {
            (int[] seeds, int[] owner) = Run(Create(seeding), values, 1, weights, 8, seed);
            Assert.Equal([1f, 2f, 5f], seeds.Select(s => values[s]).Order());
            for (int i = 0; i < 5; i++) Assert.Equal(values[i], values[seeds[owner[i]]]);
        }
    }

    [Theory]
    [MemberData(nameof(Seedings))]
    public void Threads_do_not_change_the_clusters(BicriteriaSeeding seeding)
    {
        float[] values = Rows.Blobs(4000, 3, 20, noise: 2);
        double[] weights = Rows.Weights(4000);
        (int[] seeds, int[] owner) = Run(Create(seeding), values, 3, weights, 15, 6);
        foreach (int threads in (int[])[2, 3, 8])
        {
            (int[] otherSeeds, int[] otherOwner) = Run(Create(seeding), values, 3, weights, 15, 6, threads: threads);
            Assert.Equal(seeds, otherSeeds);
            Assert.Equal(owner, otherOwner);
        }
    }

    /// <summary>Stretches of the line: between two rows of a cluster there is no row of another.</summary>
    [Fact]
    public void Projection_makes_stretches_each_row_with_the_nearest_seed_on_the_line()
    {
        float[] values = [.. Rows.Blobs(3000, 1, 40, noise: 1)];
        (int[] seeds, int[] owner) = Run(new ProjectionSeeding(), values, 1, [], 25, 4);
        double[] centres = [.. seeds.Select(s => (double)values[s])];
        for (int i = 0; i < owner.Length; i++)
            Assert.Equal(centres.Min(c => Math.Abs(c - values[i])), Math.Abs(centres[owner[i]] - values[i]), 1e-6);
    }

    /// <summary>Instances that careless code fails on: the size and the mass are as always.</summary>
    [Theory]
    [MemberData(nameof(Seedings))]
    public void Degenerate_rows_keep_size_and_mass(BicriteriaSeeding seeding)
    {
        var random = new Random(1);
        float[] wide = [.. Enumerable.Range(0, 60 * 1000).Select(_ => random.NextSingle())];
        (float[] Values, int Dimension, double[] Weights)[] instances =
        [
            ([.. Enumerable.Repeat(3f, 500 * 4)], 4, []),                                                  // one row, 500 times
            ([.. Enumerable.Range(0, 2000).Select(i => i % 3f)], 1, []),                                   // fewer distinct rows than clusters
            ([.. Enumerable.Range(0, 3000).Select(i => (float)i)], 1, []),                                 // sorted
            (wide, 1000, []),
            (Rows.Blobs(800, 2, 5), 2, [.. Enumerable.Range(0, 800).Select(i => Math.ScaleB(1, i % 54 - 27))]), // 2^-27 to 2^26
            ([.. Enumerable.Repeat(1e-30f, 300), .. Enumerable.Repeat(1e18f, 300)], 1, []),
        ];
        foreach ((float[] values, int dimension, double[] weights) in instances)
        {
            using var selector = new ClusteringCoresetSelector(new() { Size = 40, Clusters = 5, Seeding = seeding, Seed = 3 });
            Coreset coreset = selector.Select(new Points(values, dimension), weights);
            double mass = weights.Length == 0 ? values.Length / dimension : weights.Sum();
            Assert.Equal(40, coreset.Count);
            Assert.Equal(mass, coreset.Weights.ToArray().Sum(), 1e-12 * mass);
        }
    }

    /// <summary>Metrics without centres in double fall back on k-means++ and work.</summary>
    [Fact]
    public void Every_seeding_takes_bits()
    {
        var random = new Random(2);
        var bits = new byte[400 * 16];
        random.NextBytes(bits);
        foreach (BicriteriaSeeding seeding in Enum.GetValues<BicriteriaSeeding>())
        {
            using var selector = new ClusteringCoresetSelector(new() { Size = 30, Clusters = 4, Metric = Metric.Hamming, Seeding = seeding });
            Assert.Equal(400, selector.Select(Points.FromBits(bits, 128)).Weights.ToArray().Sum(), 1e-9);
        }
    }
}
