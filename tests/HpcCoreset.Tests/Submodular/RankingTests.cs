using System;
using System.Linq;
using System.Numerics;
using Xunit;

namespace HpcCoreset.Tests.Submodular;

/// <summary>The ranking is that of a plain greedy in double, whatever computes it.</summary>
public class RankingTests
{
    [Theory]
    [InlineData(Similarity.MaxSquaredEuclidean)]
    [InlineData(Similarity.CosineSquared)]
    [InlineData(Similarity.CorrelationSquared)]
    [Trait("Switches", "true")]
    public void Digits_are_ranked_as_by_a_plain_greedy_in_double(Similarity similarity)
    {
        (int[] picks, double[] gains) = PlainGreedy.Select(Digits.Rows, similarity, 100);
        foreach (int threads in (int[])[1, 2, 3])
        {
            using var selector = new FacilityLocationSelector(new() { Size = 100, Similarity = similarity, Threads = threads });
            Coreset coreset = selector.Select(new Points(Digits.Values, Digits.Dimension));
            Assert.Equal(picks, coreset.Indices.ToArray());
            AssertClose(gains, coreset.Gains, 1e-12);
        }
    }

    [Fact]
    public void Digits_moved_by_10_000_have_the_same_ranking_and_gains()
    {
        float[] moved = [.. Digits.Values.Select(value => value + 10_000)];
        using var selector = new FacilityLocationSelector(new() { Size = 100 });
        CoresetSnapshot here = selector.Select(new Points(Digits.Values, Digits.Dimension)).ToOwned();
        Coreset there = selector.Select(new Points(moved, Digits.Dimension));
        Assert.Equal(here.Indices, there.Indices.ToArray());
        AssertClose([.. here.Gains], there.Gains, 1e-6);
    }

    [Trait("Switches", "true")]
    [Theory]
    [InlineData(Similarity.MaxSquaredEuclidean)]
    [InlineData(Similarity.MaxEuclidean)]
    [InlineData(Similarity.Cosine)]
    [InlineData(Similarity.CosineSquared)]
    [InlineData(Similarity.CorrelationSquared)]
    [InlineData(Similarity.Rbf)]
    [InlineData(Similarity.Dot)]
    [InlineData(Similarity.ExpEuclidean)]
    public void Every_similarity_is_ranked_as_by_a_plain_greedy_in_double(Similarity similarity)
    {
        foreach ((int n, int d, int seed) in ((int, int, int)[])[(300, 7, 1), (130, 3, 2), (65, 130, 3), (64, 1, 4), (1, 5, 5), (2, 2, 6)])
        {
            if (similarity == Similarity.CorrelationSquared && d == 1) continue;
            var random = new Random(seed);
            float[][] rows = [.. Enumerable.Range(0, n).Select(_ => Enumerable.Range(0, d).Select(_ => (float)(random.NextDouble() * 4 - 1)).ToArray())];
            double[] weights = [.. Enumerable.Range(0, n).Select(i => i % 5 == 4 ? 0 : Math.Pow(10, random.NextDouble() * 6 - 3))];
            int size = Math.Min(n, 40);
            foreach (double[]? w in (double[]?[])[null, weights])
            {
                (int[] picks, double[] gains) = PlainGreedy.Select(rows, similarity, size, w, 0.7);
                using var selector = new FacilityLocationSelector(new() { Size = size, Similarity = similarity, Gamma = 0.7 });
                Coreset coreset = selector.Select(new Points(rows.SelectMany(row => row).ToArray(), d), w);
                Assert.Equal(picks, coreset.Indices.ToArray());
                AssertClose(gains, coreset.Gains, 1e-10);
                Assert.Equal(w?.Sum() ?? n, coreset.Report.TotalWeight, 1e-9 * (w?.Sum() ?? n));
            }
        }
    }

    [Theory]
    [InlineData(1e7f, 101)]
    [InlineData(1e5f, 5001)]
    public void A_far_row_of_weight_0_leaves_the_first_pick_alone(float far, int count)
    {
        // The mean of the others is that of 0 and 1, so all their gains tie: rounding the mean must not decide.
        float[] values = [far, .. Enumerable.Range(0, count - 1).Select(i => i % 2f)];
        double[] weights = [0, .. Enumerable.Repeat(1.0, count - 1)];
        using var selector = new FacilityLocationSelector(new() { Size = 1 });
        Assert.Equal(1, selector.Select(new Points(values, 1), weights).Indices[0]);
    }

    [Fact]
    public void A_second_call_during_the_first_is_refused_and_the_first_goes_on()
    {
        var reentry = new Reentry();
        using var selector = new FacilityLocationSelector(new() { Size = 2, Progress = reentry });
        reentry.Call = () => selector.Select(new Points(new float[8], 2));
        Assert.Equal([0, 2], selector.Select(new Points([0, 0, 9, 9, 9, 8], 2)).Indices.ToArray().Order());
        Assert.Equal(2, reentry.Refusals);
    }

    private sealed class Reentry : IProgress<int>
    {
        public Action? Call { get; set; }

        public int Refusals { get; private set; }

        public void Report(int value)
        {
            Assert.Throws<InvalidOperationException>(Call!);
            Refusals++;
        }
    }

    [Fact]
    public void A_disposed_selector_is_refused()
    {
        var selector = new FacilityLocationSelector(new() { Size = 1 });
        Coreset view = selector.Select(new Points(new float[4], 2));
        selector.Dispose();
        bool refused = false;
        try { _ = view.Count; }
        catch (InvalidOperationException) { refused = true; }
        Assert.True(refused);
        Assert.Throws<ObjectDisposedException>(() => selector.Select(new Points(new float[4], 2)).Count);
    }

    [Fact]
    public void The_farthest_pair_is_one_of_rows_even_where_their_rounded_mean_lies_farther_off()
    {
        // One float spacing apart at 2^24, 64 coordinates as 64 bits, and padding in the last panel.
        const int Count = 5001;
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, Count * 64).Select(i => 16777216f + (i < 64 || random.NextDouble() < 0.2 ? 2 : 0))];
        ulong[] bits = [.. values.Chunk(64).Select(row => row.Aggregate(0ul, (mask, value) => 2 * mask + (value > 16777216f ? 1ul : 0)))];
        int SquaredDistance(int i, int j) => 4 * BitOperations.PopCount(bits[i] ^ bits[j]);
        int farthest = Enumerable.Range(0, Count).Max(i => Enumerable.Range(0, i).Select(j => SquaredDistance(i, j)).DefaultIfEmpty().Max());
        using var selector = new FacilityLocationSelector(new() { Size = 1 });
        Coreset coreset = selector.Select(new Points(values, 64));
        int pick = coreset.Indices[0];
        Assert.Equal(Enumerable.Range(0, Count).Sum(i => (double)(farthest - SquaredDistance(i, pick))), coreset.Gains[0]);
    }

    private static void AssertClose(double[] expected, ReadOnlySpan<double> actual, double relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= relative * Math.Max(Math.Abs(expected[i]), 1e-3 * expected[0]),
                $"gain {i}: expected {expected[i]:R}, found {actual[i]:R}");
    }
}
