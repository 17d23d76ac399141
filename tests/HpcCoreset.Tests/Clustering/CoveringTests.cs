using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Xunit;

namespace HpcCoreset.Tests.Clustering;

/// <summary>k-center, with outliers and without, and ProTraS, through the selector.</summary>
[Trait("Switches", "true")]
public class CoveringTests
{
    public static TheoryData<ClusteringCoresetMethod, Metric> Everything()
    {
        var data = new TheoryData<ClusteringCoresetMethod, Metric>();
        foreach (ClusteringCoresetMethod method in Methods.Coverings)
            foreach (Metric metric in Enum.GetValues<Metric>().Where(m => m is not (Metric.Dot or Metric.Hamming))) data.Add(method, metric);
        return data;
    }

    private static CoresetSnapshot Select(ClusteringCoresetOptions options, float[] rows, int dimension, double[]? weights = null)
    {
        using var selector = new ClusteringCoresetSelector(options);
        return selector.Select(new Points(rows, dimension), weights).ToOwned();
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Picks_stand_for_the_rows_nearest_to_them(ClusteringCoresetMethod method, Metric metric)
    {
        float[] rows = Rows.Blobs(900, 4, 8, noise: 1);
        foreach (double[] weights in (double[][])[[], Rows.Weights(900)])
        {
            CoresetSnapshot coreset = Select(new() { Size = 50, Method = method, Metric = metric }, rows, 4, weights);
            Assert.Equal(50, coreset.Indices.Distinct().Count());
            Assert.True(weights.Length == 0 || coreset.Indices.All(row => weights[row] > 0));
            double[] centres = Centres(coreset.Indices, rows, 4, metric);
            var masses = new double[50];
            for (int row = 0; row < 900; row++)
                masses[Rows.Nearest(metric, rows.AsSpan(row * 4, 4), centres).Owner] += weights.Length == 0 ? 1 : weights[row];
            for (int pick = 0; pick < 50; pick++) Assert.Equal(masses[pick], coreset.Weights[pick], 1e-12 * masses[pick]);
            Assert.Equal(weights.Length == 0 ? 900 : weights.Sum(), coreset.Report.TotalWeight, 1e-12 * coreset.Report.TotalWeight);
            Assert.Equal(double.PositiveInfinity, coreset.Gains[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void The_bytes_do_not_depend_on_the_number_of_threads(ClusteringCoresetMethod method, Metric metric)
    {
        float[] rows = Rows.Blobs(3000, 7, 10, noise: 1);
        double[] weights = Rows.Weights(3000);
        foreach (double outliers in method == ClusteringCoresetMethod.KCenter ? (double[])[0, 1e6] : [0])
        {
            CoresetSnapshot? one = null;
            foreach (int threads in (int[])[1, 2, 3, 4])
            {
                CoresetSnapshot coreset = Select(
                    new() { Size = 40, Method = method, Metric = metric, Threads = threads, Outliers = outliers }, rows, 7, weights);
                one ??= coreset;
                Assert.Equal(one.Indices, coreset.Indices);
                Assert.Equal(one.Weights, coreset.Weights);
                Assert.Equal(one.Gains, coreset.Gains);
                Assert.Equal(one.Outliers, coreset.Outliers);
                Assert.Equal(one.Report, coreset.Report);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Duplicates_and_more_picks_than_rows_are_no_trouble(ClusteringCoresetMethod method, Metric metric)
    {
        foreach (int distinct in (int[])[1, 3])
            foreach (int dimension in (int[])[1, 1000])
            {
                if (metric == Metric.Cosine && dimension == 1 && distinct > 1) continue; // on a line there is one direction
                var rows = new float[100 * dimension];
                for (int i = 0; i < rows.Length; i++) rows[i] = 1 + (i / dimension % distinct + i % dimension) % 5;
                foreach (int size in (int[])[10, 500])
                {
                    CoresetSnapshot coreset = Select(new() { Size = size, Method = method, Metric = metric }, rows, dimension);
                    Assert.Equal(distinct, coreset.Count);
                    Assert.Equal(100, coreset.Weights.Sum());
                    Assert.Equal(0, coreset.Report.Objective);
                }
            }
        Assert.Equal([0], Select(new() { Size = 3, Method = method, Metric = metric }, [1, 2], 2).Indices);
    }

    [Fact]
    public void Rows_of_one_direction_are_copies_under_cosine()
    {
        float[] rows = [.. Enumerable.Range(1, 300).SelectMany(i => i % 3 == 0 ? (float[])[i, 2 * i, 3 * i] : [3 * i, i, -7 * i])];
        CoresetSnapshot coreset = Select(new() { Size = 20, Method = ClusteringCoresetMethod.KCenter, Metric = Metric.Cosine }, rows, 3);
        Assert.Equal([100, 200], coreset.Weights.Order());
        Assert.InRange(coreset.Report.Objective, 0, 1e-30);
    }

    [Fact]
    public void Bits_are_covered_as_the_plain_loop_does()
    {
        var random = new Random(3);
        const int Count = 700, Bits = 70;
        bool[][] bits = [.. Enumerable.Range(0, Count).Select(_ => Enumerable.Range(0, Bits).Select(_ => random.Next(4) == 0).ToArray())];
        var packed = new byte[Count * 9];
        for (int row = 0; row < Count; row++)
            for (int bit = 0; bit < Bits; bit++)
                if (bits[row][bit]) packed[row * 9 + bit / 8] |= (byte)(1 << bit % 8);
        using var selector = new ClusteringCoresetSelector(new() { Size = 60, Method = ClusteringCoresetMethod.KCenter, Metric = Metric.Hamming });
        CoresetSnapshot coreset = selector.Select(Points.FromBits(packed, Bits)).ToOwned();

        int[] nearest = [.. Enumerable.Repeat(int.MaxValue, Count)];
        var owner = new int[Count];
        for (int pick = 0; pick < 60; pick++)
        {
            int chosen = coreset.Indices[pick];
            if (pick > 0)
            {
                Assert.Equal(nearest.Max(), coreset.Gains[pick]);
                Assert.Equal(Array.IndexOf(nearest, nearest.Max()), chosen);
            }
            for (int row = 0; row < Count; row++)
                if (bits[row].Zip(bits[chosen], (a, b) => a != b ? 1 : 0).Sum() is var distance && distance < nearest[row])
                    (nearest[row], owner[row]) = (distance, pick);
        }
        Assert.Equal(nearest.Max(), coreset.Report.Objective);
        Assert.Equal(Enumerable.Range(0, 60).Select(pick => (double)owner.Count(o => o == pick)), coreset.Weights);
    }

    [Fact]
    public void Picking_ends_at_a_radius_and_starts_where_it_is_told()
    {
        float[] rows = Rows.Blobs(500, 3, 6, noise: 2);
        var options = new ClusteringCoresetOptions { Size = 40, Method = ClusteringCoresetMethod.KCenter, Metric = Metric.Euclidean };
        CoresetSnapshot all = Select(options, rows, 3), some = Select(options with { Radius = all.Gains[15] }, rows, 3);
        Assert.Equal(all.Indices.Take(15), some.Indices);
        Assert.Equal(all.Gains[15], some.Report.Objective);
        Assert.Equal(37, Select(options with { FirstRow = 37 }, rows, 3).Indices[0]);
        Assert.Equal(37, Select(options with { FirstRow = 37, Method = ClusteringCoresetMethod.ProTraS }, rows, 3).Indices[0]);
    }

    [Theory]
    [InlineData(Metric.SquaredEuclidean)]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Manhattan)]
    [InlineData(Metric.Cosine)]
    public void ProTraS_is_the_plain_loop(Metric metric)
    {
        float[] rows = Rows.Blobs(400, 3, 6, noise: 1);
        double[] weights = [.. Enumerable.Range(0, 400).Select(i => i % 7 == 0 ? 0 : 1 + i % 5 * 0.37)];
        CoresetSnapshot found = Select(new() { Size = 40, Method = ClusteringCoresetMethod.ProTraS, Metric = metric }, rows, 3, weights);
        int next = found.Indices[0];
        double cost = double.PositiveInfinity;
        for (int pick = 0; pick < 40; pick++)
        {
            Assert.Equal(next, found.Indices[pick]);
            Assert.Equal(cost, found.Gains[pick], 1e-5 * cost);
            double[] centres = Centres(found.Indices.Take(pick + 1), rows, 3, metric);
            var groups = Enumerable.Range(0, 400).Where(row => weights[row] > 0)
                .Select(row => (Row: row, Nearest: Rows.Nearest(metric, rows.AsSpan(row * 3, 3), centres)))
                .GroupBy(row => row.Nearest.Owner, (_, group) => group.MaxBy(row => row.Nearest.Distance) is var far
                    ? (far.Row, Product: far.Nearest.Distance * group.Sum(row => weights[row.Row])) : default).ToArray();
            (next, cost) = (groups.MaxBy(group => group.Product).Row, groups.Sum(group => group.Product) / weights.Sum());
        }
        Assert.Equal(cost, found.Report.Objective, 1e-5 * cost);
        double epsilon = found.Gains[20];
        CoresetSnapshot coarse = Select(
            new() { Size = 40, Method = ClusteringCoresetMethod.ProTraS, Metric = metric, Radius = epsilon }, rows, 3, weights);
        Assert.Equal(found.Indices.Take(coarse.Count), coarse.Indices);
        Assert.InRange(coarse.Count, 2, 20);
        Assert.True(coarse.Report.Objective <= epsilon && coarse.Gains[^1] > epsilon);
    }

    [Theory]
    [InlineData(Metric.SquaredEuclidean)]
    [InlineData(Metric.Manhattan)]
    [InlineData(Metric.Cosine)]
    public void The_radius_is_that_of_all_rows_but_the_outliers(Metric metric)
    {
        float[] rows = [.. Rows.Blobs(1500, 4, 6, noise: 1), .. Rows.Outliers(60, 4, far: 60)];
        double[] weights = [.. Enumerable.Range(0, 1560).Select(i => i % 9 == 0 ? 0 : 1.0 + i % 2)];
        foreach (double[] w in (double[][])[[], weights])
        {
            CoresetSnapshot coreset = Select(new() { Size = 6, Method = ClusteringCoresetMethod.KCenter, Metric = metric, Outliers = 60 }, rows, 4, w);
            double[] centres = Centres(coreset.Indices, rows, 4, metric);
            double[] costs = [.. Enumerable.Range(0, 1560).Select(row => Rows.Nearest(metric, rows.AsSpan(row * 4, 4), centres).Distance)];
            double radius = coreset.Report.Objective;
            double Weight(int row) => w.Length == 0 ? 1 : w[row];
            double Farther(double than) => Enumerable.Range(0, 1560).Where(row => costs[row] > than).Sum(Weight);
            Assert.InRange(Farther(radius * (1 + 1e-6)), 0, 60);
            Assert.True(Farther(radius * (1 - 1e-6)) > 60);
            Assert.Equal(Enumerable.Range(0, 1560).Where(row => costs[row] > radius * (1 + 1e-6) && Weight(row) > 0), coreset.Outliers);
            Assert.Equal(Enumerable.Range(0, 1560).Sum(Weight) - coreset.Outliers.Sum(Weight), coreset.Weights.Sum(), 1e-9);
            Assert.All(coreset.Indices, row => Assert.True(Weight(row) > 0));
        }
    }

    /// <summary>Against every choice of centres and outliers on tiny instances; the proven factor is 3 once all rows are sites.</summary>
    [Theory]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Manhattan)]
    public void With_outliers_the_radius_is_at_most_three_times_the_best(Metric metric)
    {
        double worst = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            float[] rows = [.. Rows.Blobs(13, 2, 3, seed, noise: 2), .. Rows.Outliers(2, 2, far: 2)];
            int outliers = 1 + seed % 3;
            double best = (from a in Enumerable.Range(0, 15) from b in Enumerable.Range(0, a) from c in Enumerable.Range(0, b) select (int[])[a, b, c])
                .Min(set => Enumerable.Range(0, 15).Select(row => set.Min(pick => Distance(metric, rows, 2, row, pick))).OrderDescending().ElementAt(outliers));
            double found = Select(new() { Size = 3, Method = ClusteringCoresetMethod.KCenter, Metric = metric, Outliers = outliers }, rows, 2).Report.Objective;
            Assert.InRange(found, best * (1 - 1e-6), 3 * best * (1 + 1.0 / 1024));
            worst = Math.Max(worst, found / best);
        }
        Assert.InRange(worst, 1.001, 3); // or the bound is not tested
    }

    [Fact]
    public void Outliers_do_not_draw_the_picks()
    {
        float[] rows = [.. Rows.Blobs(4000, 6, 10, noise: 0.5), .. Rows.Outliers(40, 6, far: 40)];
        var options = new ClusteringCoresetOptions { Size = 10, Method = ClusteringCoresetMethod.KCenter, Metric = Metric.Euclidean };
        CoresetSnapshot plain = Select(options, rows, 6), robust = Select(options with { Outliers = 40 }, rows, 6);
        Assert.Equal(Enumerable.Range(4000, 40), robust.Outliers);
        Assert.Empty(plain.Outliers);
        Assert.Equal(4000, robust.Weights.Sum());
        Assert.InRange(robust.Report.Objective, 0, 1.5); // a blob is 1.2 across
        Assert.True(plain.Report.Objective > 100);
    }

    [Fact]
    public void Copies_are_no_outliers()
    {
        float[] rows = [.. Enumerable.Range(0, 200).Select(i => i < 198 ? i % 3 : 1000f + i)];
        CoresetSnapshot coreset = Select(new() { Size = 3, Method = ClusteringCoresetMethod.KCenter, Outliers = 50 }, rows, 1);
        Assert.Equal(0, coreset.Report.Objective);
        Assert.Equal([198, 199], coreset.Outliers);
        Assert.Empty(Select(new() { Size = 5, Method = ClusteringCoresetMethod.KCenter, Outliers = 50 }, rows, 1).Outliers);
    }

    [Fact]
    public void Labelled_rows_have_a_covering_of_each_class()
    {
        float[] rows = Rows.Blobs(600, 3, 5, noise: 1);
        int[] labels = [.. Enumerable.Range(0, 600).Select(i => i % 3)];
        using var selector = new ClusteringCoresetSelector(new() { Size = 60, Method = ClusteringCoresetMethod.KCenter, Balance = ClassBalance.Proportional });
        Coreset coreset = selector.Select(new Points(rows, 3), default, labels);
        Assert.Equal(60, coreset.Count);
        for (int label = 0; label < 3; label++)
        {
            float[] own = [.. Enumerable.Range(0, 200).SelectMany(i => rows[((3 * i + label) * 3)..((3 * i + label + 1) * 3)])];
            CoresetSnapshot expected = Select(new() { Size = 20, Method = ClusteringCoresetMethod.KCenter }, own, 3);
            Assert.Equal(expected.Indices.Select(i => 3 * i + label), coreset.Indices.Slice(20 * label, 20).ToArray());
            Assert.Equal(expected.Weights, coreset.Weights.Slice(20 * label, 20).ToArray());
        }
    }

    [Fact]
    public void Bad_options_are_refused()
    {
        var centers = new ClusteringCoresetOptions { Size = 2, Method = ClusteringCoresetMethod.KCenter };
        AssertRefused(centers with { Radius = -1 }, "options.Radius: found -1; allowed are finite values of at least 0");
        AssertRefused(centers with { Outliers = double.NaN }, "options.Outliers: found NaN");
        AssertRefused(centers with { Method = ClusteringCoresetMethod.ProTraS, Outliers = 1 }, "options.Outliers: found 1; allowed with KCenter and Sensitivity");
        AssertRefused(centers with { Radius = 1, Outliers = 2 }, "options.Radius: found 1 together with Outliers");
        AssertRefused(centers with { FirstRow = -3 }, "options.FirstRow: found -3");
        AssertRefused(centers with { FirstRow = 0, Outliers = 1 }, "options.FirstRow: found 0 together with Outliers");
        AssertRefused(centers with { Outliers = 1, Balance = ClassBalance.Equal }, "options.Outliers: found 1 together with a Balance");
        AssertRefused(centers with { Radius = 1, Method = ClusteringCoresetMethod.Uniform }, "options.Radius: found 1; allowed with KCenter and ProTraS");
        AssertRefused(centers with { FirstRow = 1, Method = ClusteringCoresetMethod.Uniform }, "options.FirstRow: found 1 with Uniform");
        foreach (double outliers in (double[])[3, 100])
            Assert.Contains($"options.Outliers: found {outliers}; all rows together weigh 3, and less than that is allowed.", Assert.ThrowsAny<ArgumentException>(
                () => Select(centers with { Outliers = outliers }, [1, 2, 4], 1)).Message, StringComparison.Ordinal);
        Assert.Contains("options.FirstRow: found 2; allowed are 0 to 1", Assert.ThrowsAny<ArgumentException>(
            () => Select(centers with { FirstRow = 2 }, [1, 2], 1)).Message, StringComparison.Ordinal);
        Assert.Contains("options.FirstRow: found 1, a row of weight 0", Assert.ThrowsAny<ArgumentException>(
            () => Select(centers with { FirstRow = 1 }, [1, 2], 1, [1, 0])).Message, StringComparison.Ordinal);

        static void AssertRefused(ClusteringCoresetOptions options, string message) => Assert.Contains(
            message, Assert.ThrowsAny<ArgumentException>(() => new ClusteringCoresetSelector(options)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ClusteringCoresetMethod.KCenter, 0)]
    [InlineData(ClusteringCoresetMethod.KCenter, 5)]
    [InlineData(ClusteringCoresetMethod.ProTraS, 0)]
    public void A_cancelled_call_throws_and_the_selector_lives_on(ClusteringCoresetMethod method, double outliers)
    {
        float[] rows = Rows.Blobs(500, 3, 4);
        using var source = new CancellationTokenSource();
        using var selector = new ClusteringCoresetSelector(new() { Size = 20, Method = method, Outliers = outliers, Progress = new Cancelling(source) });
        Assert.Throws<OperationCanceledException>(() => selector.Select(new Points(rows, 3), cancellation: source.Token).Count);
        Assert.Equal(20, selector.Select(new Points(rows, 3)).Count);
    }

    /// <summary>Of a metric that is none of ours the kernel's word is law, and a pick is never picked again.</summary>
    [Fact]
    public void A_kernel_of_ones_own_covers()
    {
        float[] rows = Rows.Blobs(300, 9, 4, noise: 2);
        foreach (ClusteringCoresetMethod method in Methods.Coverings)
        {
            using var own = new ClusteringCoresetSelector<Kernels.Huber9>(new() { Size = 25, Method = method });
            Coreset coreset = own.Select(new Points(rows, 9));
            Assert.Equal(25, coreset.Indices.ToArray().Distinct().Count());
            Assert.Equal(300, coreset.Report.TotalWeight);
        }
    }

    private static double Distance(Metric metric, float[] rows, int dimension, int a, int b) =>
        Rows.Distance(metric, rows.AsSpan(a * dimension, dimension), Centres([b], rows, dimension, metric));

    private static double[] Centres(IEnumerable<int> picks, float[] rows, int dimension, Metric metric) => [.. picks.SelectMany(row =>
    {
        double[] centre = Rows.ToDouble(rows.AsSpan(row * dimension, dimension));
        double scale = metric == Metric.Cosine ? 1 / Math.Sqrt(centre.Sum(v => v * v)) : 1;
        return centre.Select(v => v * scale);
    })];

    private sealed class Cancelling(CancellationTokenSource source) : IProgress<double>
    {
        public void Report(double value)
        {
            if (value is >= 0.5 and < 1) source.Cancel();
        }
    }
}
