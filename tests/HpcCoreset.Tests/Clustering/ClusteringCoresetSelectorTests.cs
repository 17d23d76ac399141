using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Xunit;

namespace HpcCoreset.Tests.Clustering;

public class ClusteringCoresetSelectorTests
{
    public static TheoryData<ClusteringCoresetMethod, Metric> Everything()
    {
        var data = new TheoryData<ClusteringCoresetMethod, Metric>();
        foreach (ClusteringCoresetMethod method in Methods.Samplers)
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
    public void The_size_is_exact_the_mass_is_kept_and_zero_weights_are_never_picked(ClusteringCoresetMethod method, Metric metric)
    {
        float[] rows = Rows.Blobs(3000, 5, 8);
        foreach (double[] weights in (double[][])[[], Rows.Weights(3000), [.. Rows.Weights(3000).Select(w => w > 0 ? 1e-8 : 0)]])
        {
            double mass = weights.Length == 0 ? 3000 : weights.Sum();
            CoresetSnapshot coreset = Select(new() { Size = 200, Clusters = 5, Method = method, Metric = metric, Seed = 9 }, rows, 5, weights);
            Assert.Equal(200, coreset.Count);
            Assert.Equal(mass, coreset.Weights.Sum(), 1e-12 * mass);
            Assert.Equal(mass, coreset.Report.TotalWeight, 1e-12 * mass);
            Assert.Equal(coreset.Indices.Distinct().Order(), coreset.Indices);
            Assert.All(coreset.Indices, row => Assert.True(weights.Length == 0 || weights[row] > 0));
            Assert.All(coreset.Weights, weight => Assert.True(weight > 0));
            Assert.All(coreset.Gains, probability => Assert.InRange(probability, double.Epsilon, 1));
        }
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void The_bytes_do_not_depend_on_the_number_of_threads(ClusteringCoresetMethod method, Metric metric)
    {
        float[] rows = Rows.Blobs(5000, 7, 10);
        double[] weights = Rows.Weights(5000);
        CoresetSnapshot? one = null;
        foreach (int threads in (int[])[1, 2, 3, 8])
        {
            CoresetSnapshot coreset = Select(
                new() { Size = 150, Clusters = 6, Method = method, Metric = metric, Seed = 4, Threads = threads }, rows, 7, weights);
            one ??= coreset;
            Assert.Equal(one.Indices, coreset.Indices);
            Assert.Equal(one.Weights, coreset.Weights);
            Assert.Equal(one.Gains, coreset.Gains);
            Assert.Equal(one.Report, coreset.Report);
        }
    }

    /// <summary>Without calibration the expected cost is the true cost, for any fixed centres: here ones that the coreset has not seen.</summary>
    [Theory]
    [MemberData(nameof(Everything))]
    public void Without_calibration_the_cost_is_unbiased(ClusteringCoresetMethod method, Metric metric)
    {
        AssertUnbiased(method, metric, withReplacement: false);
        AssertUnbiased(method, metric, withReplacement: true);
    }

    private static void AssertUnbiased(ClusteringCoresetMethod method, Metric metric, bool withReplacement)
    {
        const int Trials = 2000, Dimension = 3;
        float[] rows = Rows.Blobs(400, Dimension, 6, noise: 2);
        double[] weights = [.. Rows.Weights(400).Select(w => Math.Pow(w, 0.1))];
        double[] centres = [10, 11, 12, 13, 10, 11, 12, 12, 12];
        if (metric == Metric.Cosine) centres = [1, 0, 0, 0, 0.6, 0.8, 0.6, 0, 0.8];
        double[] costs = [.. Enumerable.Range(0, 400).Select(i => Rows.Nearest(metric, rows.AsSpan(i * 3, 3), centres).Distance)];
        double expected = costs.Zip(weights, (c, w) => c * w).Sum();

        (double sum, double squares) = (0, 0);
        for (int trial = 0; trial < Trials; trial++)
        {
            using var selector = new ClusteringCoresetSelector(
                new() { Size = 40, Clusters = 3, Method = method, Metric = metric, Calibrate = false, WithReplacement = withReplacement, Seed = (ulong)trial });
            double estimate = 0;
            foreach (Pick pick in selector.Select(new Points(rows, Dimension), weights)) estimate += pick.Weight * costs[pick.Index];
            sum += estimate;
            squares += (estimate - expected) * (estimate - expected);
        }
        double standardError = Math.Sqrt(squares / Trials / Trials);
        Assert.Equal(expected, sum / Trials, 3 * standardError);
    }

    /// <summary>The same at once for five sets of centres: good ones, bad ones, one centre, far ones, and rows.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_calibration_five_sets_of_centres_cost_what_they_cost(bool withReplacement)
    {
        const int Count = 1000, Dimension = 3, Trials = 2000;
        float[] rows = Rows.Blobs(Count, Dimension, 6, noise: 2);
        double[] weights = [.. Rows.Weights(Count).Select(w => Math.Pow(w, 0.1))];
        double[][] sets =
        [
            [10, 11, 12, 13, 10, 11, 12, 12, 12],
            [9, 9, 9, 9.5, 9, 9],
            [12, 12, 12],
            [100, 0, 0, -50, 80, 3],
            Rows.ToDouble(rows.AsSpan(0, 4 * Dimension)),
        ];
        double[][] costs = [.. sets.Select(set => Enumerable.Range(0, Count)
            .Select(i => Rows.Nearest(Metric.SquaredEuclidean, rows.AsSpan(i * Dimension, Dimension), set).Distance).ToArray())];
        double[] truth = [.. costs.Select(cost => cost.Zip(weights, (c, w) => c * w).Sum())];
        double[] sum = new double[sets.Length], squares = new double[sets.Length];
        for (ulong seed = 0; seed < Trials; seed++)
        {
            using var selector = new ClusteringCoresetSelector(
                new() { Size = 50, Clusters = 3, Calibrate = false, WithReplacement = withReplacement, Seed = seed });
            Coreset coreset = selector.Select(new Points(rows, Dimension), weights);
            for (int set = 0; set < sets.Length; set++)
            {
                double estimate = 0;
                foreach (Pick pick in coreset) estimate += pick.Weight * costs[set][pick.Index];
                sum[set] += estimate;
                squares[set] += (estimate - truth[set]) * (estimate - truth[set]);
            }
        }
        for (int set = 0; set < sets.Length; set++)
            Assert.Equal(truth[set], sum[set] / Trials, 3 * Math.Sqrt(squares[set] / Trials / Trials));
    }

    [Fact]
    public void Draws_with_replacement_merge_into_distinct_ascending_rows()
    {
        float[] rows = Rows.Outliers(1000, 3);
        var masses = new List<double>();
        for (ulong seed = 0; seed < 20; seed++)
        {
            CoresetSnapshot coreset = Select(new() { Size = 500, Clusters = 4, WithReplacement = true, Seed = seed }, rows, 3);
            Assert.InRange(coreset.Count, 100, 499); // half of the draws fall on the five far rows
            Assert.Equal(coreset.Indices.Distinct().Order(), coreset.Indices);
            Assert.All(coreset.Gains, probability => Assert.InRange(probability, double.Epsilon, 1));
            masses.Add(coreset.Weights.Sum());
        }
        Assert.Equal(1000, masses.Average(), 30.0); // one alone may be off by a tenth
    }

    [Fact]
    public void Scaling_the_weights_scales_the_coreset()
    {
        float[] rows = Rows.Blobs(2000, 4, 7);
        double[] weights = Rows.Weights(2000);
        var options = new ClusteringCoresetOptions { Size = 100, Clusters = 5, Seed = 2 };
        CoresetSnapshot one = Select(options, rows, 4, weights);
        foreach (double factor in (double[])[1.0 / 1024, 65536])
        {
            CoresetSnapshot scaled = Select(options, rows, 4, [.. weights.Select(w => w * factor)]);
            Assert.Equal(one.Indices, scaled.Indices);
            Assert.Equal(one.Weights.Select(w => w * factor), scaled.Weights);
        }
        Assert.Equal(Select(options, rows, 4).Indices, Select(options, rows, 4, [.. weights.Select(_ => 1.0)]).Indices);
    }

    [Fact]
    public void A_coreset_of_integer_weights_stands_for_the_replicated_rows()
    {
        float[] rows = Rows.Blobs(600, 3, 5, noise: 1);
        int[] copies = [.. Enumerable.Range(0, 600).Select(i => i % 4)];
        float[] replicated = [.. Enumerable.Range(0, 600).SelectMany(i => Enumerable.Repeat(rows[(3 * i)..(3 * i + 3)], copies[i])).SelectMany(r => r)];
        double[] centres = [10, 11, 12, 13, 10, 11];
        double truth = Rows.Cost(Metric.SquaredEuclidean, replicated, 3, [], centres);
        (double weighted, double plain) = (0, 0);
        for (ulong seed = 0; seed < 40; seed++)
        {
            var options = new ClusteringCoresetOptions { Size = 80, Clusters = 4, Seed = seed };
            weighted += CostOf(Select(options, rows, 3, [.. copies.Select(c => (double)c)]), rows, 3, centres) / 40;
            plain += CostOf(Select(options, replicated, 3), replicated, 3, centres) / 40;
        }
        Assert.Equal(1, weighted / truth, 0.02);
        Assert.Equal(1, plain / truth, 0.02);
    }

    [Fact]
    public void Far_rows_are_kept_with_certainty_where_uniform_sampling_loses_them()
    {
        float[] rows = Rows.Outliers(4000, 10);
        CoresetSnapshot coreset = Select(new() { Size = 400, Clusters = 10, Seed = 5 }, rows, 10);
        Assert.Equal([0, 1, 2, 3, 4], coreset.Indices.Take(5));
        Assert.All(coreset.Weights.Take(5), weight => Assert.Equal(1, weight));
        Assert.All(coreset.Gains.Take(5), probability => Assert.Equal(1, probability));
        double sensitivity = Distortion(ClusteringCoresetMethod.Sensitivity), uniform = Distortion(ClusteringCoresetMethod.Uniform);
        Assert.InRange(sensitivity, 1, 1.15);
        Assert.True(uniform > 3, $"uniform: {uniform}");

        double Distortion(ClusteringCoresetMethod method)
        {
            CoresetSnapshot tried = Select(new() { Size = 400, Clusters = 10, Seed = 5, Method = method }, rows, 10);
            using var evaluator = new CoresetEvaluator(new() { Clusters = 10 });
            return evaluator.Evaluate(new Points(rows, 10), [.. tried.Indices], [.. tried.Weights]).MaxDistortion;
        }
    }

    [Fact]
    public void With_no_more_rows_than_asked_the_coreset_is_the_rows()
    {
        float[] rows = Rows.Blobs(20, 2, 3);
        double[] weights = [.. Enumerable.Range(0, 20).Select(i => (double)(i % 3))];
        CoresetSnapshot all = Select(new() { Size = 20 }, rows, 2);
        Assert.Equal(Enumerable.Range(0, 20), all.Indices);
        Assert.All(all.Weights, weight => Assert.Equal(1, weight));
        CoresetSnapshot weighted = Select(new() { Size = 15 }, rows, 2, weights);
        Assert.Equal(Enumerable.Range(0, 20).Where(i => i % 3 != 0), weighted.Indices);
        Assert.Equal(weighted.Indices.Select(i => weights[i]), weighted.Weights);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Duplicates_and_more_clusters_than_rows_are_no_trouble(ClusteringCoresetMethod method, Metric metric)
    {
        foreach (int distinct in (int[])[1, 3])
            foreach (int dimension in (int[])[1, 1000])
            {
                var rows = new float[100 * dimension];
                for (int i = 0; i < rows.Length; i++) rows[i] = 1 + (i / dimension % distinct + i % dimension) % 5;
                CoresetSnapshot coreset = Select(new() { Size = 10, Clusters = 50, Method = method, Metric = metric }, rows, dimension);
                Assert.Equal(10, coreset.Count);
                Assert.Equal(100, coreset.Weights.Sum(), 1e-10);
            }
    }

    /// <summary>Coordinates whose squares underflow or nearly overflow float32, and one weight that outweighs all others together.</summary>
    [Theory]
    [InlineData(1e-40f)]
    [InlineData(1e-25f)]
    [InlineData(1e-10f)]
    [InlineData(1e6f)]
    [InlineData(1e16f)]
    public void Extreme_magnitudes_are_no_trouble(float magnitude)
    {
        float[] rows = [.. Rows.Blobs(500, 4, 5, noise: 2).Select(v => v * magnitude)];
        double[] weights = [.. Enumerable.Range(0, 500).Select(i => i == 77 ? 1e8 : 1e-8)];
        foreach (ClusteringCoresetMethod method in Methods.Samplers)
            foreach (double[] w in (double[][])[[], weights])
            {
                CoresetSnapshot coreset = Select(new() { Size = 50, Clusters = 5, Method = method }, rows, 4, w);
                double mass = w.Length == 0 ? 500 : w.Sum();
                Assert.Equal(50, coreset.Count);
                Assert.Equal(mass, coreset.Weights.Sum(), 1e-12 * mass);
                if (w.Length > 0) Assert.Equal(1e8, coreset.Weights[coreset.Indices.ToList().IndexOf(77)]);
                using var evaluator = new CoresetEvaluator(new() { Clusters = 5 });
                CoresetEvaluation found = evaluator.Evaluate(new Points(rows, 4), [.. coreset.Indices], [.. coreset.Weights], w);
                Assert.True(found.MaxDistortion >= 1 && double.IsFinite(found.MaxDistortion), $"{method}: {found}");
                using var solver = new KMeansSolver(new() { Clusters = 5 });
                Assert.True(double.IsFinite(solver.Fit(new Points(rows, 4), w).Cost));
            }
    }

    [Fact]
    public void Rows_in_sorted_order_and_one_pick_work()
    {
        float[] rows = [.. Enumerable.Range(0, 1000).Select(i => (float)i)];
        Assert.Equal(1000, Select(new() { Size = 1, Clusters = 4 }, rows, 1).Weights.Single(), 1e-9);
        double cost = Rows.Cost(Metric.SquaredEuclidean, rows, 1, [], [250, 750]);
        double[] ratios = [.. Enumerable.Range(0, 20).Select(seed =>
            CostOf(Select(new() { Size = 100, Clusters = 4, Seed = (ulong)seed }, rows, 1), rows, 1, [250, 750]) / cost)];
        Assert.Equal(1, ratios.Average(), 0.02);
        Assert.All(ratios, ratio => Assert.InRange(ratio, 0.9, 1.1));
    }

    [Fact]
    public void Bad_options_and_rows_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClusteringCoresetSelector(new() { Size = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClusteringCoresetSelector(new() { Size = 1, Clusters = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClusteringCoresetSelector(new() { Size = 1, Threads = 0 }));
        Assert.Contains("options.Method: found 99; allowed are Sensitivity", Assert.ThrowsAny<ArgumentException>(
            () => new ClusteringCoresetSelector(new() { Size = 1, Method = (ClusteringCoresetMethod)99 })).Message, StringComparison.Ordinal);
        Assert.Contains("Cosine", Assert.ThrowsAny<ArgumentException>(
            () => new ClusteringCoresetSelector(new() { Size = 1, Metric = Metric.Dot })).Message, StringComparison.Ordinal);
        Assert.Contains("row 1, column 1", Assert.ThrowsAny<ArgumentException>(
            () => Select(new() { Size = 1 }, [1, 2, 3, float.NaN], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("row 1,", Assert.ThrowsAny<ArgumentException>(
            () => Select(new() { Size = 1, Metric = Metric.Cosine }, [1, 2, 0, 0], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("weights", Assert.ThrowsAny<ArgumentException>(
            () => Select(new() { Size = 1 }, [1, 2], 1, [0, 0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_call_throws_and_the_selector_lives_on()
    {
        float[] rows = Rows.Blobs(500, 3, 4);
        using var source = new CancellationTokenSource();
        using var selector = new ClusteringCoresetSelector(new() { Size = 50, Clusters = 5, Progress = new Cancelling(source) });
        Assert.Throws<OperationCanceledException>(() => selector.Select(new Points(rows, 3), cancellation: source.Token).Count);
        Assert.Equal(50, selector.Select(new Points(rows, 3)).Count);
    }

    private static double CostOf(CoresetSnapshot coreset, float[] rows, int dimension, double[] centres)
    {
        float[] picked = [.. coreset.Indices.SelectMany(i => rows[(i * dimension)..((i + 1) * dimension)])];
        return Rows.Cost(Metric.SquaredEuclidean, picked, dimension, [.. coreset.Weights], centres);
    }

    private sealed class Cancelling(CancellationTokenSource source) : IProgress<double>
    {
        public void Report(double value)
        {
            if (value >= 0.5) source.Cancel();
        }
    }
}
