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

    [Theory]
    [InlineData(Metric.SquaredEuclidean)]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Cosine)]
    public void An_offset_is_added_and_centroids_stand_in_for_rows(Metric metric)
    {
        float[] rows = Rows.Blobs(400, 3, 4, noise: 2), centroids = [1, 2, 3, -4, 5, 6, 0.5f, 0, 7], own = [0, 0, 1, 0, 1, 0];
        double[] coresetWeights = [100, 250, 50];
        using var evaluator = new CoresetEvaluator(new() { Clusters = 2, Metric = metric });
        CoresetEvaluation found = evaluator.Evaluate(new Points(rows, 3), [7, 8, 9], coresetWeights, default, own, centroids, offset: 123);
        double sample = Rows.Cost(metric, centroids, 3, coresetWeights, Rows.ToDouble(own)) + 123;
        Assert.Equal(sample, found.CostCoreset, 1e-12 * sample);
        Assert.Equal(Rows.Cost(metric, rows, 3, [], Rows.ToDouble(own)), found.CostFull, 1e-9 * found.CostFull);
        Assert.Equal(found, evaluator.Evaluate(new Points(rows, 3), [], coresetWeights, default, own, centroids, offset: 123));
    }

    [Fact]
    public void Trimmed_costs_leave_out_the_same_mass_of_rows_and_coreset()
    {
        float[] rows = [0, 1, 2, 3, 100, -50];
        using var evaluator = new CoresetEvaluator(new() { Clusters = 1, Candidates = 1, Outliers = 1.5 });
        CoresetEvaluation found = evaluator.Evaluate(new Points(rows, 1), [1, 4], [5, 1], default, [0f]);
        Assert.Equal(0.5 * 2500 + 9 + 4 + 1, found.CostFull);
        Assert.Equal(4.5, found.CostCoreset); // 100, and half of one of the five rows at 1
    }

    [Fact]
    public void A_coreset_is_judged_by_its_parts()
    {
        float[] rows = Rows.Blobs(2000, 4, 6, noise: 1);
        double[] weights = Rows.Weights(2000);
        using var selector = new ClusteringCoresetSelector(new() { Size = 100, Clusters = 5 });
        using var evaluator = new CoresetEvaluator(new() { Clusters = 5 });
        Coreset coreset = selector.Select(new Points(rows, 4), weights);
        CoresetEvaluation byParts = evaluator.Evaluate(new Points(rows, 4), coreset.Indices, coreset.Weights, weights);
        Assert.Equal(byParts, evaluator.Evaluate(new Points(rows, 4), coreset, weights));
        Assert.Equal(byParts, evaluator.Evaluate(new Points(rows, 4), coreset.ToOwned(), weights));
        var buffer = new CoresetBuffer();
        buffer.Reset(2, dimension: 4);
        buffer.Offset = 17;
        buffer.Add(0, 60, 1);
        buffer.Add(1, 40, 1);
        ((float[])[1, 2, 3, 4, 5, 6, 7, 8]).CopyTo(buffer.Centroids, 0);
        CoresetSnapshot moved = new Coreset(buffer).ToOwned();
        Assert.Equal(
            evaluator.Evaluate(new Points(rows, 4), [0, 1], [60, 40], weights, default, [1, 2, 3, 4, 5, 6, 7, 8], 17),
            evaluator.Evaluate(new Points(rows, 4), moved, weights));
    }

    [Fact]
    public void Families_add_up_and_every_one_is_within_the_whole()
    {
        float[] rows = Rows.Blobs(3000, 4, 6, noise: 1);
        int[] indices = [.. Enumerable.Range(0, 60).Select(i => 50 * i)];
        using var evaluator = new CoresetEvaluator(new() { Clusters = 5, Candidates = 18 });
        CoresetEvaluation found = evaluator.Evaluate(new Points(rows, 4), indices, [.. indices.Select(_ => 50.0)], default, rows.AsSpan(0, 20));
        DistortionFigures[] families = [found.OnCoreset, found.HeldOut, found.Hull];
        Assert.Equal([8, 6, 4], families.Select(family => family.Candidates));
        Assert.Equal(19, found.Distortion.Candidates);
        Assert.All(families, family => Assert.InRange(family.Max, family.Mean, found.MaxDistortion));
        Assert.All(families, family => Assert.True(family.Mean > 1 && family.StandardError > 0));
        Assert.True(found.Distortion.StandardError > 0);
        // On what was drawn from it a small coreset looks cheaper than it is.
        Assert.True(found.OnCoreset.Mean > found.Hull.Mean);
    }

    [Fact]
    public void Bytes_are_those_of_rows_as_they_are_stored_and_of_weights()
    {
        float[] rows = Rows.Blobs(100, 6, 4);
        Half[] halves = [.. rows.Select(value => (Half)value)];
        double[] weights = [.. Enumerable.Repeat(1.0, 100)];
        var (bytes, scales) = (new sbyte[600], new float[100]);
        Quantization.ToInt8(new Points(rows, 6), bytes, scales);
        using var evaluator = new CoresetEvaluator(new() { Clusters = 2 });
        CoresetEvaluation floats = evaluator.Evaluate(new Points(rows, 6), [1, 2], [50, 50], weights);
        Assert.Equal((100 * (24 + 8), 2 * (24 + 8)), (floats.FullBytes, floats.CoresetBytes));
        Assert.Equal(50, floats.CompressionRatio);
        CoresetEvaluation narrow = evaluator.Evaluate(new Points(halves, 6), [1, 2], [50, 50]);
        Assert.Equal((100 * 12, 2 * (12 + 8)), (narrow.FullBytes, narrow.CoresetBytes));
        CoresetEvaluation scaled = evaluator.Evaluate(new Points(bytes, scales, 6), [1, 2], [50, 50]);
        Assert.Equal((100 * (6 + 4), 2 * (6 + 4 + 8)), (scaled.FullBytes, scaled.CoresetBytes));
        CoresetEvaluation moved = evaluator.Evaluate(new Points(halves, 6), [1, 2], [50, 50], default, default, rows.AsSpan(0, 12));
        Assert.Equal((100 * 12, 2 * (24 + 8)), (moved.FullBytes, moved.CoresetBytes));
        Assert.Equal((100, 100), (moved.FullMass, moved.Mass));
    }

    [Fact]
    public void Misuse_is_refused()
    {
        float[] rows = [1, 2, 3, 4, 5, 6, 7, 8];
        Assert.Throws<ArgumentException>(() => new CoresetEvaluator(new() { Clusters = 1, Metric = Metric.Dot }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoresetEvaluator(new() { Clusters = 1, Candidates = 0 }));
        Assert.Throws<ArgumentException>(() => new CoresetEvaluator(new() { Clusters = 1, Outliers = double.NaN }));
        using var evaluator = new CoresetEvaluator(new() { Clusters = 2 });
        Refused("indices: found none", [], []);
        Refused("indices: found row 4 at position 1", [0, 4], [1, 1]);
        Refused("coresetWeights: found 1 weights for 2 rows", [0, 1], [1]);
        Refused("coresetWeights: found -1", [0, 1], [1, -1]);
        Refused("centres: found 3 values", [0, 1], [1, 1], 1, 2, 3);
        Refused("centres: found NaN in row 0, column 1", [0, 1], [1, 1], 1, float.NaN);

        Assert.StartsWith("centroids: found 3 values", Assert.ThrowsAny<ArgumentException>(
            () => evaluator.Evaluate(new Points(rows, 2), [], [1, 1], default, default, [1, 2, 3])).Message, StringComparison.Ordinal);
        Assert.StartsWith("centroids: found 1 for 2 indices", Assert.ThrowsAny<ArgumentException>(
            () => evaluator.Evaluate(new Points(rows, 2), [0, 1], [1, 1], default, default, [1, 2])).Message, StringComparison.Ordinal);
        Assert.StartsWith("offset: found -1", Assert.ThrowsAny<ArgumentException>(
            () => evaluator.Evaluate(new Points(rows, 2), [0, 1], [1, 1], offset: -1)).Message, StringComparison.Ordinal);

        void Refused(string message, int[] indices, double[] weights, params float[] centres) =>
            Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(
                () => evaluator.Evaluate(new Points(rows, 2), indices, weights, default, centres)).Message, StringComparison.Ordinal);
    }
}
