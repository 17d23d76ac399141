using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using HpcCoreset.Tests.Clustering;
using Xunit;

namespace HpcCoreset.Tests.Evaluation;

public class SizeSearchTests
{
    private const int Dimension = 5;
    private static readonly float[] s_blobs = Rows.Blobs(6000, Dimension, 12, noise: 1.5);

    [Fact]
    public void The_size_found_is_within_the_target_and_one_a_little_smaller_was_not()
    {
        const double Epsilon = 0.06;
        SizeChoice choice = Choose(s_blobs, Epsilon);
        Assert.InRange(choice.Size, 41, 5999);
        SizeTrial found = choice.Trials.Single(trial => trial.Size == choice.Size);
        Assert.True(found.IsWithin(Epsilon));
        SizeTrial largestFailure = choice.Trials.Where(trial => trial.Size < choice.Size).MaxBy(trial => trial.Size);
        Assert.False(largestFailure.IsWithin(Epsilon));
        Assert.InRange(choice.Size - largestFailure.Size, 1, 0.05 * choice.Size);
        Assert.Equal(choice.Trials.Count, choice.Trials.Select(trial => trial.Size).Distinct().Count());
    }

    [Fact]
    public void The_coreset_of_the_size_found_is_as_good_as_it_was_told()
    {
        SizeChoice choice = Choose(s_blobs, 0.06);
        using var selector = new ClusteringCoresetSelector(Options() with { Size = choice.Size });
        using var judge = new CoresetEvaluator(new() { Clusters = 12, Candidates = 9, Seed = ~Options().Seed });
        var points = new Points(s_blobs, Dimension);
        Assert.Equal(choice.Trials.Single(trial => trial.Size == choice.Size).OwnDistortion, judge.Evaluate(points, selector.Select(points)).MaxDistortion);
    }

    [Fact]
    public void More_is_asked_for_where_the_target_is_closer()
    {
        int[] sizes = [.. new[] { 0.3, 0.1, 0.05, 0.025 }.Select(epsilon => Choose(s_blobs, epsilon).Size)];
        Assert.Equal(sizes.Order(), sizes);
        // The error falls with the root of the size, so a quarter of the error asks for several times as many rows.
        Assert.True(sizes[3] > 3 * sizes[1], string.Join(", ", sizes));
    }

    [Fact]
    public void A_target_that_no_sample_reaches_asks_for_all_rows()
    {
        float[] rows = Rows.Outliers(1000, Dimension, far: 3);
        SizeChoice choice = Choose(rows, 0.01, options => options with { Method = ClusteringCoresetMethod.Uniform });
        Assert.InRange(choice.Size, 950, 1000);
        Assert.Equal(200, Choose(s_blobs.AsSpan(0, 200 * Dimension).ToArray(), epsilon: 0).Size);
    }

    [Fact]
    public void The_smallest_size_is_enough_where_it_is_good_enough()
    {
        SizeChoice choice = Choose(s_blobs, 1000, options => options with { Size = 70 });
        Assert.Equal(70, choice.Size);
        Assert.Single(choice.Trials);
        Assert.Equal(20, Choose(s_blobs.AsSpan(0, 20 * Dimension).ToArray(), 0.1).Size);
    }

    [Fact]
    public void Rows_without_weight_are_not_counted_among_all()
    {
        double[] weights = [.. Enumerable.Range(0, 300).Select(i => i % 3 == 0 ? 0.0 : 1)];
        using var search = new SizeSearch(new() { Epsilon = 0, Coreset = Options() });
        Assert.Equal(200, search.ChooseSize(new Points(s_blobs.AsSpan(0, 300 * Dimension), Dimension), weights).Size);
    }

    [Theory]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Manhattan)]
    [InlineData(Metric.Cosine)]
    public void Every_metric_that_can_be_judged_has_a_size(Metric metric) =>
        Assert.InRange(Choose(s_blobs, 0.1, options => options with { Metric = metric }).Size, 40, 5999);

    [Fact]
    [Trait("Switches", "true")]
    public void The_same_sizes_are_tried_with_any_number_of_threads_and_each_is_told()
    {
        SizeTrial[]? one = null;
        foreach (int threads in (int[])[1, 2, 3])
        {
            var told = new List<SizeTrial>();
            using var search = new SizeSearch(new()
            {
                Epsilon = 0.1,
                Coreset = Options() with { Threads = threads },
                Progress = new Callback(told.Add),
            });
            SizeChoice choice = search.ChooseSize(new Points(s_blobs, Dimension));
            Assert.Equal(told, choice.Trials);
            Assert.Equal(one ??= [.. told], told);
        }
    }

    [Fact]
    public void A_search_ends_when_it_is_told_to()
    {
        using var source = new CancellationTokenSource();
        using var search = new SizeSearch(new() { Epsilon = 0, Coreset = Options(), Progress = new Callback(_ => source.Cancel()) });
        Assert.Throws<OperationCanceledException>(() => search.ChooseSize(new Points(s_blobs, Dimension), default, source.Token));
    }

    [Fact]
    public void Misuse_is_refused()
    {
        Refused("options.Epsilon: found -0.1", new() { Epsilon = -0.1, Coreset = Options() });
        Refused("options.Epsilon: found NaN", new() { Epsilon = double.NaN, Coreset = Options() });
        Refused("options.Resolution: found 0", new() { Epsilon = 1, Resolution = 0, Coreset = Options() });
        Refused("options.Metric: found Hamming", new() { Epsilon = 1, Coreset = Options() with { Metric = Metric.Hamming } });
        Assert.Throws<ArgumentOutOfRangeException>("options.Repetitions", () => new SizeSearch(new() { Epsilon = 1, Repetitions = 0, Coreset = Options() }));

        static void Refused(string message, SizeSearchOptions options) => Assert.StartsWith(
            message, Assert.Throws<ArgumentException>(() => new SizeSearch(options)).Message, StringComparison.Ordinal);
    }

    private static ClusteringCoresetOptions Options() => new() { Size = 40, Clusters = 12, Seed = 5 };

    private static SizeChoice Choose(float[] rows, double epsilon, Func<ClusteringCoresetOptions, ClusteringCoresetOptions>? change = null)
    {
        using var search = new SizeSearch(new() { Epsilon = epsilon, Coreset = change?.Invoke(Options()) ?? Options() });
        return search.ChooseSize(new Points(rows, Dimension));
    }

    private sealed class Callback(Action<SizeTrial> report) : IProgress<SizeTrial>
    {
        public void Report(SizeTrial value) => report(value);
    }
}
