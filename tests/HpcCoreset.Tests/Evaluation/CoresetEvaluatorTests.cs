using System;
using System.Linq;
using HpcCoreset.Tests.Clustering;
using Xunit;

namespace HpcCoreset.Tests.Evaluation;

public class CoresetEvaluatorTests
{
    [Theory]
    [InlineData(Metric.SquaredEuclidean)]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Manhattan)]
    [InlineData(Metric.Cosine)]
    public void Own_centres_cost_what_they_cost(Metric metric)
    {
        float[] rows = Rows.Blobs(1500, 4, 5, noise: 2);
        double[] weights = Rows.Weights(1500);
        int[] indices = [.. Enumerable.Range(0, 300).Select(i => 5 * i)];
        double[] coresetWeights = [.. indices.Select(i => 5 * weights[i])];
        float[] own = metric == Metric.Cosine ? [1, 0, 0, 0, 0.5f, 0.5f, 0.5f, 0.5f] : [10, 11, 12, 13, 13, 12, 11, 10];
        using var evaluator = new CoresetEvaluator(new() { Clusters = 3, Metric = metric, Candidates = 2 });
        CoresetEvaluation found = evaluator.Evaluate(new Points(rows, 4), indices, coresetWeights, weights, own);

        double full = Rows.Cost(metric, rows, 4, weights, Rows.ToDouble(own));
        double sample = Rows.Cost(metric, [.. indices.SelectMany(i => rows[(4 * i)..(4 * i + 4)])], 4, coresetWeights, Rows.ToDouble(own));
        Assert.Equal(full, found.CostFull, 1e-9 * full);
        Assert.Equal(sample, found.CostCoreset, 1e-9 * sample);
        Assert.Equal(coresetWeights.Sum(), found.Mass, 1e-12 * coresetWeights.Sum());
        Assert.True(found.MaxDistortion >= Math.Max(full / sample, sample / full) * (1 - 1e-9));
        Assert.InRange(found.MeanDistortion, 1, found.MaxDistortion);
        Assert.InRange(found.WorstCandidate, 0, 2);
    }

    [Fact]
    public void All_rows_are_a_perfect_coreset_of_themselves()
    {
        float[] rows = Rows.Blobs(900, 3, 6, noise: 1);
        using var evaluator = new CoresetEvaluator(new() { Clusters = 5, Candidates = 16 });
        CoresetEvaluation found = evaluator.Evaluate(new Points(rows, 3), [.. Enumerable.Range(0, 900)], [.. Enumerable.Repeat(1.0, 900)]);
        Assert.Equal(1, found.MaxDistortion);
        Assert.Equal(1, found.MeanDistortion);
        Assert.Equal(found.CostFull, found.CostCoreset);
        Assert.Equal(900, found.Mass);
    }

    [Fact]
    public void A_coreset_that_misses_a_cluster_is_found_out()
    {
        float[] rows = Rows.Outliers(2000, 5);
        int[] indices = [.. Enumerable.Range(100, 400)];
        using var evaluator = new CoresetEvaluator(new() { Clusters = 6 });
        CoresetEvaluation found = evaluator.Evaluate(new Points(rows, 5), indices, [.. indices.Select(_ => 5.0)]);
        Assert.True(found.MaxDistortion > 100, $"{found.MaxDistortion}");
        Assert.True(found.CostFull > found.CostCoreset);
    }

    [Fact]
    public void The_result_does_not_depend_on_the_number_of_threads()
    {
        float[] rows = Rows.Blobs(5000, 4, 6, noise: 1);
        int[] indices = [.. Enumerable.Range(0, 500).Select(i => 10 * i)];
        double[] weights = [.. indices.Select(_ => 10.0)];
        CoresetEvaluation? one = null;
        foreach (int threads in (int[])[1, 2, 3, 8])
        {
            using var evaluator = new CoresetEvaluator(new() { Clusters = 5, Candidates = 9, Seed = 3, Threads = threads });
            CoresetEvaluation found = evaluator.Evaluate(new Points(rows, 4), indices, weights);
            Assert.Equal(one ??= found, found);
        }
    }

    [Fact]
    public void Duplicates_that_cost_nothing_have_no_distortion()
    {
        float[] rows = [.. Enumerable.Range(0, 100).Select(i => (float)(i % 2))];
        using var evaluator = new CoresetEvaluator(new() { Clusters = 4 });
        Assert.Equal(1, evaluator.Evaluate(new Points(rows, 1), [0, 1], [50, 50]).MaxDistortion);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        float[] rows = [1, 2, 3, 4, 5, 6, 7, 8];
        Assert.Throws<ArgumentException>(() => new CoresetEvaluator(new() { Clusters = 1, Metric = Metric.Dot }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoresetEvaluator(new() { Clusters = 1, Candidates = 0 }));
        using var evaluator = new CoresetEvaluator(new() { Clusters = 2 });
        Refused("indices: found none", [], []);
        Refused("indices: found row 4 at position 1", [0, 4], [1, 1]);
        Refused("coresetWeights: found 1 weights for 2 rows", [0, 1], [1]);
        Refused("coresetWeights: found -1", [0, 1], [1, -1]);
        Refused("centres: found 3 values", [0, 1], [1, 1], 1, 2, 3);
        Refused("centres: found NaN in row 0, column 1", [0, 1], [1, 1], 1, float.NaN);

        void Refused(string message, int[] indices, double[] weights, params float[] centres) =>
            Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(
                () => evaluator.Evaluate(new Points(rows, 2), indices, weights, default, centres)).Message, StringComparison.Ordinal);
    }
}
