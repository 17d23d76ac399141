using System;
using System.Linq;
using Xunit;

namespace HpcCoreset.Mpi.Tests.Selection;

/// <summary>A coreset is judged across ranks as on one machine.</summary>
public sealed class DistributedCoresetEvaluatorTests
{
    [Theory]
    [InlineData(Metric.SquaredEuclidean)]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Manhattan)]
    [InlineData(Metric.Cosine)]
    public void Distortions_and_costs_are_those_of_one_machine(Metric metric)
    {
        for (int ranks = 1; ranks <= 5; ranks++)
        {
            Shards shards = Shards.Random(10 + ranks, 6_000 + 1_201 * ranks, 2 + ranks, ranks, weighted: ranks % 2 == 0);
            var options = new EvaluationOptions { Clusters = 5 + ranks, Candidates = 18, Metric = metric, Seed = (ulong)ranks, Threads = ranks % 2 + 1 };
            using var selector = new ClusteringCoresetSelector(new() { Size = 99 + ranks, Clusters = options.Clusters, Metric = metric });
            CoresetSnapshot coreset = selector.Select(shards.All, shards.Weights).ToOwned();
            int[] picks = [.. coreset.Indices.Reverse()]; // in any order
            double[] picked = [.. coreset.Weights.Reverse()];
            float[] own = shards.Values[..(3 * shards.Dimension)], centroids = [.. shards.Values[..(picked.Length * shards.Dimension)].Select(value => value + 0.5f)];
            using var one = new CoresetEvaluator(options);
            CoresetEvaluation expected = one.Evaluate(shards.All, picks, picked, shards.Weights, own);
            CoresetEvaluation ofCentroids = one.Evaluate(shards.All, default, picked, shards.Weights, default, centroids, 2.5);
            InProcessCommunicator.Run(ranks, communicator =>
            {
                int rank = communicator.Rank;
                using var evaluator = new DistributedCoresetEvaluator(options, communicator);
                Assert.Equal(expected, evaluator.Evaluate(shards.Points(rank), picks, picked, shards.WeightsOf(rank), own));
                Assert.Equal(ofCentroids, evaluator.Evaluate(shards.Points(rank), default, picked, shards.WeightsOf(rank), default, centroids, 2.5));
                Assert.Equal(expected, evaluator.Evaluate(shards.Points(rank), picks, picked, shards.WeightsOf(rank), own));
            });
        }
    }

    [Fact]
    public void What_goes_with_no_rows_is_refused_on_all_ranks() => InProcessCommunicator.Run(3, communicator =>
    {
        Shards shards = Shards.Random(1, 100, 3, 3, weighted: false);
        int rank = communicator.Rank;
        using var evaluator = new DistributedCoresetEvaluator(new() { Clusters = 2 }, communicator);
        Refused("rank 0: indices: found row 100 at position 1; allowed are 0 to 99", () => evaluator.Evaluate(shards.Points(rank), [1, 100], [1, 1]));
        Refused("indices: found 1 on one rank and 2", () => evaluator.Evaluate(shards.Points(rank), rank == 1 ? [1] : [1, 2], [1, 1]));
        const string differs = "digest of the coreset, centres and offset: found ";
        Refused(differs, () => evaluator.Evaluate(shards.Points(rank), [1, rank], [1, 1]));
        Refused(differs, () => evaluator.Evaluate(shards.Points(rank), [1], [1 + rank]));
        Refused(differs, () => evaluator.Evaluate(shards.Points(rank), [1], [1], default, new float[] { rank, 2, 3, 4, 5, 6 }));
        Refused(differs, () => evaluator.Evaluate(shards.Points(rank), default, [1], default, default, new float[] { 1, rank, 2 }));
        Refused(differs, () => evaluator.Evaluate(shards.Points(rank), [1], [1], offset: rank));
        Refused("rank 0: centres: found 4 values", () => evaluator.Evaluate(shards.Points(rank), [1], [1], default, new float[4]));
        Refused("options.Outliers: found 3; allowed across ranks is 0", () => { using var refused = new DistributedCoresetEvaluator(new() { Clusters = 2, Outliers = 3 }, communicator); });

        static void Refused(string message, Action call) => Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
    });
}
