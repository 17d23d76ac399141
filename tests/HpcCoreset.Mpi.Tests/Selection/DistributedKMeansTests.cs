using System;
using System.Linq;
using System.Threading;
using Xunit;

namespace HpcCoreset.Mpi.Tests.Selection;

/// <summary>Lloyd's iterations across ranks are those of one machine.</summary>
public sealed class DistributedKMeansTests
{
    [Theory]
    [InlineData(Metric.SquaredEuclidean)]
    [InlineData(Metric.Cosine)]
    public void Centres_and_costs_are_those_of_one_machine(Metric metric)
    {
        for (int ranks = 1; ranks <= 7; ranks++)
        {
            Shards shards = Shards.Random(ranks, 8_000 + 1_111 * ranks, 4, ranks, weighted: ranks % 2 == 1);
            var options = new KMeansOptions { Clusters = 9 + ranks, Metric = metric, Seed = 2, Threads = ranks % 2 + 1, MaxIterations = 0 };
            float[] centres = Seeds(shards, options);
            centres.AsSpan(0, shards.Dimension).Fill(-1e6f); // nobody's: an empty cluster takes the farthest row
            foreach (int passes in (ReadOnlySpan<int>)[0, 1, 30])
            {
                (float[] Centres, double Cost, int Iterations) expected = default;
                InProcessCommunicator.Run(1, alone => expected = Solve(alone, shards with { Starts = [0, shards.Count] }, options, centres, passes));
                InProcessCommunicator.Run(ranks, communicator =>
                {
                    (float[] Centres, double Cost, int Iterations) found = Solve(communicator, shards, options, centres, passes);
                    Assert.Equal(expected.Centres, found.Centres);
                    Assert.Equal((expected.Cost, expected.Iterations), (found.Cost, found.Iterations));
                });
            }
        }
    }

    /// <summary>The reference of the test above is the solver of one machine.</summary>
    [Fact]
    public void One_rank_refines_as_the_solver_does()
    {
        Shards shards = Shards.Random(5, 5_000, 4, 1, weighted: true);
        var options = new KMeansOptions { Clusters = 12, Seed = 2, MaxIterations = 0 };
        using var solver = new KMeansSolver(options);
        float[] seeds = solver.Fit(shards.All, shards.Weights).Centres.ToArray();
        KMeansSolution expected = solver.Refine(shards.All, shards.Weights, 20);
        (float[] centres, double cost, int iterations) = (expected.Centres.ToArray(), expected.Cost, expected.Iterations);
        InProcessCommunicator.Run(1, alone =>
        {
            (float[] Centres, double Cost, int Iterations) found = Solve(alone, shards, options, seeds, 20);
            Assert.Equal(centres, found.Centres);
            Assert.Equal((cost, iterations), (found.Cost, found.Iterations));
        });
    }

    [Fact]
    public void Bad_centres_are_refused() => InProcessCommunicator.Run(2, communicator =>
    {
        Shards shards = Shards.Random(1, 100, 3, 2, weighted: false);
        using var solver = new DistributedKMeans(new() { Clusters = 1 }, communicator);
        int rank = communicator.Rank;
        Assert.Contains("centres: found 4 values", Assert.Throws<ArgumentException>(() => solver.Refine(new float[4], shards.Points(rank), default, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("centres: found 3 on one rank and 6", Assert.Throws<ArgumentException>(() => solver.Refine(new float[3 + 3 * rank], shards.Points(rank), default, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("centres: found NaN in centre 1, column 0", Assert.Throws<ArgumentException>(() => solver.Refine([1, 2, 3, float.NaN, 5, 6], shards.Points(rank), default, 1)).Message, StringComparison.Ordinal);
    });

    [Fact]
    public void A_call_that_is_cancelled_on_one_rank_ends_on_all() => InProcessCommunicator.Run(3, communicator =>
    {
        Shards shards = Shards.Random(1, 5_000, 3, 3, weighted: false);
        using var solver = new DistributedKMeans(new() { Clusters = 1 }, communicator);
        using var cancellation = new CancellationTokenSource();
        if (communicator.Rank == 2) cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => solver.Refine([1, 2, 3], shards.Points(communicator.Rank), default, 2, cancellation.Token));
    });

    private static float[] Seeds(Shards shards, KMeansOptions options)
    {
        using var solver = new KMeansSolver(options);
        return solver.Fit(shards.All, shards.Weights).Centres.ToArray();
    }

    private static (float[] Centres, double Cost, int Iterations) Solve(
        Communicator communicator, Shards shards, KMeansOptions options, float[] centres, int passes)
    {
        using var solver = new DistributedKMeans(options, communicator);
        KMeansSolution solution = solver.Refine(centres, shards.Points(communicator.Rank), shards.WeightsOf(communicator.Rank), passes);
        return (solution.Centres.ToArray(), solution.Cost, solution.Iterations);
    }
}
