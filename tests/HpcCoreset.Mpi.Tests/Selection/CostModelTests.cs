using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace HpcCoreset.Mpi.Tests.Selection;

/// <summary>The formulas of docs/mpi.md, against the counters.</summary>
public sealed class CostModelTests
{
    private const int Levels = 1 << 13;

    /// <summary>Lightweight, without certain rows, of shards of whole chunks: the numbers on the page.</summary>
    [Theory]
    [InlineData(2, 4, 20_480)]
    [InlineData(4, 7, 40_960)]
    [InlineData(4, 32, 81_920)]
    public void Lightweight_sends_what_the_page_says(int ranks, int dimension, int count)
    {
        const int Size = 200;
        foreach (Communicator rank in Run(ranks, dimension, count, new() { Size = Size, Method = ClusteringCoresetMethod.Lightweight }, out int[] picks))
        {
            int length = (dimension + 8) / 8 * 8, number = rank.Rank;
            bool first = number == 0, last = number == ranks - 1;

            // Agreement on faults 1, on going on 2, on what must be the same 16, rows of positive weight 1, shares 1 and certain ones 1 of 2
            // numbers; three collections of a number per rank; the lengths of all levels.
            Equal(rank, Collective.AllReduce, calls: 26, bytes: 8L * (1 + 2 + 16 + 1 + 2 + 2 + 3 * ranks + Levels));
            Equal(rank, Collective.SumBefore, calls: 2, bytes: 8L * (1 + Levels));
            Equal(rank, Collective.AllGather, calls: 3, bytes: 20L * picks[number]);

            // Handed over: the sums of the mean, the cost, the scores, the masses, what the picks stand for. The last one tells all.
            long handed = 8L * (length + 1 + 1 + 1 + 1);
            Equal(rank, Collective.Broadcast, calls: 5, bytes: last ? handed : 0);
            // Begun segments of the mean and of the masses go on at the next rank, unless they end with this one's rows.
            long begun = 8L * (Begun(segment => (int)((long)count * segment / 16)) * length + Begun(segment => (int)((long)count * segment / 16) / 64 * 64));
            Assert.Equal(last ? 0 : handed + begun, rank.Traffic.Bytes(Collective.Send));
            Assert.Equal(first ? 0 : 5, Math.Min(5, rank.Traffic.Calls(Collective.Receive)));

            int Begun(Func<int, int> start) => Enumerable.Range(0, 17).Any(segment => start(segment) == count / ranks * (number + 1)) ? 0 : 1;
        }
    }

    /// <summary>Sensitivity: a draw is one broadcast, and a seed two, of its values.</summary>
    [Fact]
    public void Sensitivity_sends_no_more_than_the_page_says()
    {
        const int Ranks = 4, Dimension = 8, Clusters = 10, Size = 300, Strata = 2 * Clusters;
        long length = (Dimension + 8) / 8 * 8, table = Strata * length, levels = Levels / Strata * Strata;
        foreach (Communicator rank in Run(Ranks, Dimension, 40_960, new() { Size = Size, Clusters = Clusters }, out int[] picks))
        {
            long draws = rank.Traffic.Calls(Collective.Broadcast);
            long most = 8 * (60 + 6 * Ranks + 2 * levels) + 20L * picks[rank.Rank]
                + 8 * (3 * table + 4 * Strata + 16) // the means, their masses and factors: begun, handed over and told
                + draws * 12 + 2L * Strata * 8 * Dimension + 8L * 4 * Dimension;
            Assert.InRange(rank.Traffic.TotalBytes, 8 * 2 * levels, most);
        }
    }

    /// <summary>Facility location: every row comes to every rank for each pass over all pairs, and after that candidates one batch after the other.</summary>
    [Theory]
    [InlineData(Similarity.MaxSquaredEuclidean, 2, 3, 4_097)]
    [InlineData(Similarity.MaxEuclidean, 4, 7, 3_000)]
    public void Facility_location_sends_what_the_page_says(Similarity similarity, int ranks, int dimension, int count)
    {
        const int Size = 30;
        Shards shards = Shards.Random(3, count, dimension, ranks, weighted: false) with { Starts = [.. Enumerable.Range(0, ranks + 1).Select(rank => count * rank / ranks)] };
        var communicators = new Communicator[ranks];
        long evaluations = 0;
        InProcessCommunicator.Run(ranks, communicator =>
        {
            communicators[communicator.Rank] = communicator;
            using var selector = new DistributedFacilityLocationSelector(new() { Size = Size, Similarity = similarity }, communicator);
            long found = selector.Select(shards.Points(communicator.Rank)).Report.Evaluations;
            if (communicator.Rank == 0) evaluations = found;
        });

        // Each exact gain is told to all, and so are what the first pick is worth and the weights.
        long gains = communicators[0].Traffic.Calls(Collective.Broadcast) - 2;
        // Bounds of one by one; one pass counts them all, and a pass in closed form none.
        long bounds = evaluations - gains - count * (similarity == Similarity.MaxSquaredEuclidean ? 1 : 2);
        Assert.InRange(gains, Size, evaluations);
        foreach (Communicator rank in communicators)
        {
            Equal(rank, Collective.AllReduce, calls: 23, bytes: 8L * (1 + 18 + 1 + ranks + 2));
            bool last = rank.Rank == ranks - 1;
            Assert.Equal(last ? 0 : 8 * (gains + 1 + Size), rank.Traffic.Bytes(Collective.Send));
            Assert.Equal(last ? 8 * (gains + 1 + Size) : 0, rank.Traffic.Bytes(Collective.Broadcast));
        }
        // Means of the ranks; all rows and their bounds, twice; rows and bounds of batches; rows of exact gains.
        long values = 4L * dimension * (ranks + 2 * count + bounds + gains), told = 8L * ranks * (2 * count + bounds);
        Assert.Equal(values + told, communicators.Sum(rank => rank.Traffic.Bytes(Collective.AllGather)));
    }

    [Fact]
    public void Local_partitions_send_what_the_page_says()
    {
        const int Size = 10, Ranks = 3, Partitions = 5, Dimension = 6, Count = 3_000;
        Shards shards = Shards.Random(3, Count, Dimension, Ranks, weighted: true);
        var communicators = new Communicator[Ranks];
        InProcessCommunicator.Run(Ranks, communicator =>
        {
            communicators[communicator.Rank] = communicator;
            using var selector = new DistributedFacilityLocationSelector(
                new() { Size = Size, Similarity = Similarity.Rbf, Optimizer = GreedyOptimizer.RandomPartition, LocalPartitions = true, Partitions = Partitions }, communicator);
            selector.Select(shards.Points(communicator.Rank), shards.WeightsOf(communicator.Rank));
        });
        foreach (Communicator rank in communicators) Equal(rank, Collective.AllReduce, calls: 23, bytes: 8L * (1 + 18 + 1 + Ranks + 1 + 1));
        long gains = communicators[0].Traffic.Calls(Collective.Broadcast) - 1; // and the weights
        long known = 4L * Dimension * (Ranks + Count + gains) + 8 * Count + 4 * Size * Partitions, bounds = 4 * Dimension + 8 * Ranks;
        (long batches, long rest) = Math.DivRem(communicators.Sum(rank => rank.Traffic.Bytes(Collective.AllGather)) - known, bounds);
        Assert.Equal(0, rest);
        Assert.InRange(batches, Size * Partitions, Count);
    }

    private static List<Communicator> Run(int ranks, int dimension, int count, ClusteringCoresetOptions options, out int[] picks)
    {
        Shards shards = Shards.Random(3, count, dimension, ranks, weighted: false) with { Starts = [.. Enumerable.Range(0, ranks + 1).Select(rank => count / ranks * rank)] };
        var communicators = new Communicator[ranks];
        int[] counts = new int[ranks];
        InProcessCommunicator.Run(ranks, communicator =>
        {
            communicators[communicator.Rank] = communicator;
            using var selector = new DistributedCoresetSelector(options, communicator);
            foreach (int row in selector.Select(shards.Points(communicator.Rank)).Indices)
                if (row >= shards.Starts[communicator.Rank] && row < shards.Starts[communicator.Rank + 1]) counts[communicator.Rank]++;
        });
        picks = counts;
        return [.. communicators];
    }

    private static void Equal(Communicator rank, Collective collective, long calls, long bytes) =>
        Assert.Equal((collective, calls, bytes), (collective, rank.Traffic.Calls(collective), rank.Traffic.Bytes(collective)));
}
