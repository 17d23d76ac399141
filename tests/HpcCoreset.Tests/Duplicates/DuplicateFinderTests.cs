using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Duplicates;
using HpcCoreset.Tests.Storage;
using Xunit;

namespace HpcCoreset.Tests.Duplicates;

[Trait("Switches", "true")]
public class DuplicateFinderTests
{
    public static TheoryData<KeepRule, int> Rules
    {
        get
        {
            var data = new TheoryData<KeepRule, int>();
            foreach (KeepRule rule in Enum.GetValues<KeepRule>())
                foreach (int clusters in (int[])[0, 1, 7]) data.Add(rule, clusters);
            return data;
        }
    }

    /// <summary>More than two blocks of 1,024 rows; chains of rows that are alike, across panels and blocks.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void Representatives_are_those_of_two_loops(KeepRule rule, int clusters)
    {
        float[] rows = Directions(2500, 6, 0.35);
        var options = new DuplicateOptions { Threshold = 0.95, Clusters = clusters, Keep = rule, Seed = 3 };
        int[] expected = PlainDuplicates.Representatives(rows, 6, Clusters(options, rows, 6), options.Threshold);
        Assert.InRange(expected.Where((representative, row) => representative == row).Count(), 50, 2400);
        foreach (int threads in (int[])[1, 2, 3, 4])
            Assert.Equal(expected, Representatives(options with { Threads = threads }, new Points(rows, 6)));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Pairs_are_those_of_two_loops(KeepRule rule, int clusters)
    {
        float[] rows = Directions(1300, 5, 0.3);
        var options = new DuplicateOptions { Threshold = 0.97, Clusters = clusters, Keep = rule, Seed = 3 };
        (int, int, double)[] expected = [.. PlainDuplicates.Pairs(rows, 5, Clusters(options, rows, 5), options.Threshold)];
        Assert.NotEmpty(expected);
        foreach (int threads in (int[])[1, 2, 3, 4])
        {
            List<DuplicatePair> found = Pairs(options with { Threads = threads }, new Points(rows, 5));
            Assert.Equal(expected.Select(pair => (pair.Item1, pair.Item2)), found.Select(pair => (pair.First, pair.Second)));
            Assert.All(expected.Zip(found), both => Assert.Equal(both.First.Item3, both.Second.Cosine, 1e-14));
        }
    }

    [Fact]
    public void No_two_rows_that_stay_are_alike_and_every_other_is_like_its_representative() => Prop.ForAll<int, byte, byte>((seed, countByte, shapeByte) =>
    {
        var random = new Random(seed);
        (int count, int dimension) = (countByte + 1, shapeByte % 9 + 1);
        double threshold = Math.Max(0.01, random.NextDouble());
        float[] rows = [.. Enumerable.Range(0, count * dimension).Select(i => i % dimension == 0 ? 1f + random.Next(2) : random.Next(-2, 3))];
        var options = new DuplicateOptions
        {
            Threshold = threshold,
            Clusters = shapeByte % 4,
            Keep = (KeepRule)(shapeByte % 3),
            Threads = seed % 2 == 0 ? 1 : 3,
        };
        int[] representatives = Representatives(options, new Points(rows, dimension));
        foreach (int[] cluster in Clusters(options, rows, dimension))
        {
            int[] kept = [.. cluster.Where(row => representatives[row] == row)];
            if (kept.Any(a => kept.Any(b => a < b && PlainDuplicates.Cosine(rows, dimension, a, b) >= threshold + 1e-12))) return false;
            if (cluster.Any(row => !kept.Contains(representatives[row]))) return false;
        }
        return !representatives.Where((other, row) => row != other && PlainDuplicates.Cosine(rows, dimension, row, other) < threshold - 1e-12).Any();
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    /// <summary>Which float32 could not tell: the pair is one at its own cosine, and none one double above.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(300)]
    public void The_threshold_is_decided_in_double(int dimension)
    {
        var random = new Random(dimension);
        for (int trial = 0; trial < 30; trial++)
        {
            float[] rows = [.. Enumerable.Range(0, 2 * dimension).Select(i => (random.NextSingle() - 0.5f) * 0.1f + MathF.Sin(i % dimension))];
            double cosine = Pairs(new() { Threshold = 0.1 }, new Points(rows, dimension)).Single().Cosine;
            Assert.Equal(PlainDuplicates.Cosine(rows, dimension, 0, 1), cosine, 1e-14);
            Assert.Equal([0, 0], Representatives(new() { Threshold = cosine }, new Points(rows, dimension)));
            Assert.Equal([0, 1], Representatives(new() { Threshold = Math.BitIncrement(cosine) }, new Points(rows, dimension)));
        }
    }

    [Fact]
    public void The_same_row_and_twice_the_row_are_alike_at_a_threshold_of_1_and_the_lowest_stays()
    {
        var random = new Random(4);
        float[] row = [.. Enumerable.Range(0, 37).Select(_ => random.NextSingle() - 0.5f)];
        float[] rows = [.. Enumerable.Range(0, 1200).SelectMany(i => row.Select((value, t) => i % 3 == 0 ? value : i % 3 == 1 ? 2 * value : value + (t == 0 ? 1e-3f : 0)))];
        foreach (KeepRule rule in Enum.GetValues<KeepRule>())
        {
            int[] found = Representatives(new() { Threshold = 1, Clusters = 1, Keep = rule }, new Points(rows, 37));
            Assert.Equal([0, 2], found.Distinct().Order().Select(representative => representative == 1 ? 0 : representative));
            Assert.All(found.Select((representative, i) => (i % 3 == 2, representative % 3 == 2)), same => Assert.Equal(same.Item1, same.Item2));
        }
        Assert.Equal([0, 2], Representatives(new() { Threshold = 1, Clusters = 1 }, new Points(rows, 37)).Distinct());
    }

    [Fact]
    public void Narrow_rows_have_the_duplicates_of_their_decoded_values()
    {
        foreach (string kind in NarrowRows.Kinds)
        {
            var rows = new NarrowRows(kind, Directions(400, 21, 0.3), 21);
            var options = new DuplicateOptions { Threshold = 0.9, Clusters = 4, Keep = KeepRule.NearestToCentre };
            Assert.Equal(Representatives(options, new Points(rows.Decoded, 21)), Representatives(options, rows.View));
            Assert.Equal(Pairs(options, new Points(rows.Decoded, 21)), Pairs(options, rows.View));
        }
    }

    /// <summary>What a finder did before, with more clusters and with one, leaves no trace.</summary>
    [Fact]
    public void A_ranking_does_not_depend_on_earlier_calls()
    {
        float[] many = Directions(9000, 6, 0.5), few = Directions(700, 6, 0.5);
        using var used = new DuplicateFinder(new() { Seed = 2 });
        using var fresh = new DuplicateFinder(new() { Seed = 2 });
        used.Find(new Points(many, 6), new int[9000]);
        used.Find(new Points(few, 6), new int[700]);
        (int[] found, int[] expected) = (new int[700], new int[700]);
        used.RankByPrototypicality(new Points(few, 6), found);
        fresh.RankByPrototypicality(new Points(few, 6), expected);
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Rows_are_ranked_by_the_distance_to_the_centre_of_their_cluster()
    {
        float[] rows = Directions(900, 6, 0.5);
        rows.AsSpan(6, 6).CopyTo(rows.AsSpan(60, 6));
        using var finder = new DuplicateFinder(new() { Clusters = 5, Seed = 2 });
        var order = new int[900];
        finder.RankByPrototypicality(new Points(rows, 6), order);
        Assert.Equal(Enumerable.Range(0, 900), order.Order());
        Assert.Equal(Array.IndexOf(order, 1) + 1, Array.IndexOf(order, 10));

        using var solver = new KMeansSolver(new() { Clusters = 5, Seed = 2, Metric = Metric.Cosine, MaxIterations = 20 });
        solver.Fit(new Points(rows, 6));
        var distance = new float[900];
        solver.Assign(new Points(rows, 6), new int[900], distance);
        Assert.Equal(distance.Order(), order.Select(row => distance[row]));
    }

    /// <summary>Blobs of directions: centres found on a coreset are still centres of all rows.</summary>
    [Fact]
    public void Clusters_of_many_rows_are_found_on_a_coreset()
    {
        var random = new Random(6);
        float[] rows = [.. Enumerable.Range(0, 20_000).SelectMany(i => Enumerable.Range(0, 8).Select(t => (t == i % 8 ? 3f : 0f) + random.NextSingle()))];
        int[][] clusters = Clusters(new() { Clusters = 8, Seed = 1 }, rows, 8);
        Assert.All(clusters, cluster => Assert.Single(cluster.Select(row => row % 8).Distinct()));
        Assert.Equal(20_000, clusters.Sum(cluster => cluster.Length));
    }

    [Fact]
    public void Misuse_is_refused()
    {
        Refused("options.Threshold: allowed are", () => new DuplicateFinder(new() { Threshold = 0 }).Dispose());
        Refused("options.Threshold: allowed are", () => new DuplicateFinder(new() { Threshold = 1.01 }).Dispose());
        Refused("options.Threshold: allowed are", () => new DuplicateFinder(new() { Threshold = double.NaN }).Dispose());
        Refused("options.Keep: found 9; allowed are First, NearestToCentre", () => new DuplicateFinder(new() { Keep = (KeepRule)9 }).Dispose());
        Assert.Throws<ArgumentOutOfRangeException>(() => new DuplicateFinder(new() { Clusters = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DuplicateFinder(new() { Threads = 0 }));
        using var finder = new DuplicateFinder(new());
        float[] rows = [1, 2, 0, 0];
        Refused("points: found only zeros in row 1", () => finder.Find(new Points(rows, 2), new int[2]));
        Refused("points: found only zeros in row 1", () => finder.FindPairs(new Points(rows, 2), []));
        Refused("points: found only zeros in row 1", () => finder.RankByPrototypicality(new Points(rows, 2), new int[2]));
        Refused("points: found no rows", () => finder.Find(new Points([], 2), []));
        Refused("representatives: found length 3 for 4 rows", () => finder.Find(new Points([1, 2, 3, 4], 1), new int[3]));
        Refused("order: found length 5 for 4 rows", () => finder.RankByPrototypicality(new Points([1, 2, 3, 4], 1), new int[5]));
        var source = new System.Threading.CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => finder.Find(new Points([1, 2, 3, 4], 1), new int[4], source.Token));

        static void Refused(string message, Action call) =>
            Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disposed_it_refuses_every_call()
    {
        var finder = new DuplicateFinder(new());
        finder.Dispose();
        Assert.Throws<ObjectDisposedException>(() => finder.Find(new Points([1, 2, 3], 1), new int[3]));
        Assert.Throws<ObjectDisposedException>(() => finder.FindPairs(new Points([1, 2, 3], 1), []));
    }

    internal static int[] Representatives(DuplicateOptions options, Points points)
    {
        using var finder = new DuplicateFinder(options);
        var representatives = new int[points.Count];
        int kept = finder.Find(points, representatives);
        Assert.Equal(kept, representatives.Where((representative, row) => representative == row).Count());
        return representatives;
    }

    internal static List<DuplicatePair> Pairs(DuplicateOptions options, Points points)
    {
        using var finder = new DuplicateFinder(options);
        var pairs = new List<DuplicatePair> { default };
        finder.FindPairs(points, pairs);
        return pairs;
    }

    /// <summary>Rows around a few directions, of different lengths.</summary>
    internal static float[] Directions(int count, int dimension, double noise)
    {
        var random = new Random(count);
        double[] centres = [.. Enumerable.Range(0, 40 * dimension).Select(_ => random.NextDouble() * 2 - 1)];
        return [.. Enumerable.Range(0, count).SelectMany(_ =>
        {
            (int centre, double length) = (random.Next(40), 0.5 + random.NextDouble());
            return Enumerable.Range(0, dimension).Select(t => (float)(length * (centres[centre * dimension + t] + noise * (random.NextDouble() - 0.5))));
        })];
    }

    /// <summary>What the finder compares, in the order in which it does.</summary>
    private static unsafe int[][] Clusters(DuplicateOptions options, float[] rows, int dimension)
    {
        using var clusters = new SphericalClusters(options);
        clusters.Run(new Points(rows, dimension), default);
        return [.. Enumerable.Range(0, clusters.Count).Select(Members)];

        int[] Members(int cluster) =>
            new Span<int>(clusters.Members + clusters.Starts[cluster], clusters.Starts[cluster + 1] - clusters.Starts[cluster]).ToArray();
    }
}
