using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Tests.Clustering;
using HpcCoreset.Tests.Storage;
using Xunit;

namespace HpcCoreset.Tests.Anomalies;

[Trait("Switches", "true")]
public class AnomalyScorerTests
{
    private static readonly Metric[] s_metrics = [Metric.SquaredEuclidean, Metric.Euclidean, Metric.Manhattan, Metric.Cosine];

    public static TheoryData<Metric> Metrics => [.. s_metrics];

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Scores_are_those_of_sorting_all_distances(Metric metric)
    {
        foreach ((int count, int dimension, double neighbours) in ((int, int, double)[])[(3, 1, 2), (70, 5, 4), (300, 130, 10), (200, 8, 90)])
            foreach (bool standardize in (bool[])[false, true])
            {
                var options = new AnomalyOptions { Metric = metric, Neighbours = neighbours, Standardize = standardize };
                float[] normal = Rows.Blobs(count, dimension, 4, noise: 2), rows = Rows.Blobs(130, dimension, 9, seed: 5, noise: 4);
                double[] weights = [.. Enumerable.Range(0, count).Select(i => 0.25 + i % 7 * 0.5)];
                AssertClose(options, rows, normal, weights, dimension);
            }
    }

    /// <summary>Few values, so that there are ties, duplicates, columns without spread, and rows of no weight.</summary>
    [Fact]
    public void Whatever_the_rows() => Prop.ForAll<int, byte, byte>((seed, countByte, shapeByte) =>
    {
        var random = new Random(seed);
        (int count, int dimension) = (countByte + 1, shapeByte % 5 + 1);
        float[] normal = Few(count), rows = Few(20);
        double[] weights = [.. Enumerable.Range(0, count).Select(i => random.Next(4) == 0 && i > 0 ? 0 : Math.ScaleB(1, random.Next(-3, 4)))];
        AssertClose(
            new() { Metric = s_metrics[shapeByte % 4], Neighbours = weights.Sum() * Math.Max(0.01, random.NextDouble()), Standardize = seed % 2 == 0 },
            rows, normal, weights, dimension);
        return true;

        float[] Few(int rowCount) => [.. Enumerable.Range(0, rowCount * dimension).Select(i => i % dimension == 0 ? 1f : random.Next(3))];
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    /// <summary>In float32 the expanded form would tell none of these distances apart.</summary>
    [Fact]
    public void Small_distances_far_from_the_mean_are_exact()
    {
        var random = new Random(2);
        float[] normal = [.. Enumerable.Range(0, 200 * 6).Select(i => (i < 600 ? 4096f : -4096f) + random.Next(64) / 1024f)];
        float[] rows = [.. normal.Take(120 * 6).Select(value => value + 1 / 2048f)];
        var options = new AnomalyOptions { Neighbours = 3, Standardize = false };
        AssertClose(options, rows, normal, [.. Enumerable.Repeat(1.0, 200)], 6, tolerance: 1e-6);
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void One_row_has_the_bytes_that_it_has_among_many_for_any_number_of_threads(Metric metric)
    {
        float[] normal = Rows.Blobs(400, 20, 5, noise: 1), rows = Rows.Blobs(1000, 20, 7, seed: 2, noise: 3);
        using var alone = new AnomalyScorer(new() { Metric = metric });
        alone.Fit(new Points(normal, 20));
        float[] expected = [.. Enumerable.Range(0, 1000).Select(i => alone.Score(rows.AsSpan(i * 20, 20)))];
        foreach (int threads in (int[])[1, 2, 3, 4])
        {
            using var scorer = new AnomalyScorer(new() { Metric = metric, Threads = threads });
            scorer.Fit(new Points(normal, 20));
            Assert.Equal(expected, Scores(scorer, new Points(rows, 20)));
        }
    }

    [Fact]
    public void Narrow_rows_have_the_scores_of_their_decoded_values()
    {
        foreach (string kind in NarrowRows.Kinds)
        {
            NarrowRows normal = new(kind, Rows.Blobs(150, 21, 5, noise: 1), 21), rows = new(kind, Rows.Blobs(100, 21, 5, seed: 2, noise: 3), 21);
            using var narrow = new AnomalyScorer(new());
            using var wide = new AnomalyScorer(new());
            narrow.Fit(normal.View);
            wide.Fit(new Points(normal.Decoded, 21));
            Assert.Equal(Scores(wide, new Points(rows.Decoded, 21)), Scores(narrow, rows.View));
        }
    }

    [Fact]
    public void A_row_of_weight_w_counts_as_w_rows()
    {
        float[] normal = Rows.Blobs(60, 4, 5, noise: 1), rows = Rows.Blobs(50, 4, 5, seed: 2, noise: 3);
        int[] times = [.. Enumerable.Range(0, 60).Select(i => i % 4)];
        float[] repeated = [.. Enumerable.Range(0, 60).SelectMany(i => Enumerable.Repeat(i, times[i])).SelectMany(i => normal[(4 * i)..(4 * i + 4)])];
        using var weighted = new AnomalyScorer(new() { Neighbours = 7 });
        using var plain = new AnomalyScorer(new() { Neighbours = 7 });
        weighted.Fit(new Points(normal, 4), [.. times.Select(t => (double)t)]);
        plain.Fit(new Points(repeated, 4));
        Assert.All(
            Scores(weighted, new Points(rows, 4)).Zip(Scores(plain, new Points(rows, 4))), pair => Assert.Equal(pair.Second, pair.First, 1e-5f * pair.Second));
    }

    [Fact]
    public void A_coreset_is_its_rows_with_its_weights()
    {
        float[] rows = Rows.Blobs(2000, 5, 6, noise: 1);
        using var selector = new ClusteringCoresetSelector(new() { Size = 100 });
        Coreset coreset = selector.Select(new Points(rows, 5));
        using var scorer = new AnomalyScorer(new());
        scorer.Fit(new Points(rows, 5), coreset);
        float[] found = Scores(scorer, new Points(rows, 5));
        scorer.Fit(new Points([.. coreset.Indices.ToArray().SelectMany(i => rows[(5 * i)..(5 * i + 5)])], 5), coreset.Weights);
        Assert.Equal(found, Scores(scorer, new Points(rows, 5)));
    }

    [Fact]
    public void A_value_that_is_odd_for_its_column_counts_only_when_columns_are_standardised()
    {
        float[] normal = [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? i % 41 * 10f : i % 3 * 0.1f)];
        Assert.True(Score(true, [200, 40]) > Score(true, [500, 0.1f]));
        Assert.True(Score(false, [200, 40]) < Score(false, [500, 0.1f]));

        float Score(bool standardize, float[] row)
        {
            using var scorer = new AnomalyScorer(new() { Standardize = standardize });
            scorer.Fit(new Points(normal, 2));
            return scorer.Score(row);
        }
    }

    [Fact]
    public void Values_at_the_end_of_the_range_have_finite_scores()
    {
        float[] normal = [.. Enumerable.Range(0, 200).Select(i => (i % 2 == 0 ? 3e18f : 1f) * (i % 3 - 1)), 1, 1];
        foreach (Metric metric in s_metrics)
        {
            using var scorer = new AnomalyScorer(new() { Metric = metric, Neighbours = 3 });
            scorer.Fit(new Points(normal.Where(value => value != 0).ToArray(), 1));
            Assert.True(float.IsFinite(scorer.Score([-3e18f])));
        }
    }

    [Fact]
    public void Misuse_is_refused()
    {
        float[] rows = [1, 2, 3, 4, 5, 6, 0, 0];
        Refused("options.Metric: found Dot", () => new AnomalyScorer(new() { Metric = Metric.Dot }).Dispose());
        Refused("options.Neighbours: allowed are", () => new AnomalyScorer(new() { Neighbours = 0 }).Dispose());
        Refused("options.Neighbours: allowed are", () => new AnomalyScorer(new() { Neighbours = double.PositiveInfinity }).Dispose());
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnomalyScorer(new() { Threads = 0 }));
        using var scorer = new AnomalyScorer(new() { Neighbours = 2 });
        Assert.Throws<InvalidOperationException>(() => scorer.Score([1, 2]));
        Refused("weights: found a sum of 1.5; options.Neighbours asks for a mass of 2", () => scorer.Fit(new Points(rows, 2), [0.5, 0.5, 0.5, 0]));
        Refused("weights: found a sum of 1; options.Neighbours", () => scorer.Fit(new Points(rows.AsSpan(0, 2), 2)));
        Refused("weights: found 3 weights for 4 rows", () => scorer.Fit(new Points(rows, 2), [1, 1, 1]));
        Refused("indices: found none", () => scorer.Fit(new Points(rows, 2), [], []));
        Refused("indices: found row 4", () => scorer.Fit(new Points(rows, 2), [0, 4], []));
        Refused("points: found no rows", () => scorer.Fit(new Points([], 2)));
        Refused("points: found NaN in row 0, column 1", () => scorer.Fit(new Points([1, float.NaN], 2)));
        using var cosine = new AnomalyScorer(new() { Neighbours = 2, Metric = Metric.Cosine });
        Refused("points: found only zeros in row 3", () => cosine.Fit(new Points(rows, 2)));
        cosine.Fit(new Points(rows.AsSpan(0, 6), 2));
        Refused("points: found only zeros in row 0", () => cosine.Score([0, 0]));
        scorer.Fit(new Points(rows, 2));
        Refused("points: found dimension 3; the normal rows have 2", () => scorer.Score([1, 2, 3]));
        Refused("points: found dimension 1", () => scorer.Score([]));
        Refused("scores: found length 3 for 4 rows", () => scorer.Score(new Points(rows, 2), new float[3]));
        Refused("points: found Infinity in row 0, column 0", () => scorer.Score([float.PositiveInfinity, 1]));

        static void Refused(string message, Action call) =>
            Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disposed_it_refuses_every_call()
    {
        var scorer = new AnomalyScorer(new() { Neighbours = 2 });
        scorer.Fit(new Points([1, 2, 3], 1));
        scorer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => scorer.Fit(new Points([1, 2, 3], 1)));
        Assert.Throws<ObjectDisposedException>(() => scorer.Score([1]));
    }

    private static float[] Scores(AnomalyScorer scorer, Points rows)
    {
        var scores = new float[rows.Count];
        scorer.Score(rows, scores);
        return scores;
    }

    private static void AssertClose(AnomalyOptions options, float[] rows, float[] normal, double[] weights, int dimension, double tolerance = 1e-5)
    {
        using var scorer = new AnomalyScorer(options);
        scorer.Fit(new Points(normal, dimension), weights);
        float[] found = Scores(scorer, new Points(rows, dimension));
        double[] expected = PlainScores.Of(options, rows, normal, weights, dimension);
        for (int i = 0; i < found.Length; i++) Assert.Equal(expected[i], found[i], tolerance * expected[i] + 1e-12);
    }
}
