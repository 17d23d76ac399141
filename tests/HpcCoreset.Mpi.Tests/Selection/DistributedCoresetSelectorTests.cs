using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using HpcCoreset.Numerics;
using Xunit;

namespace HpcCoreset.Mpi.Tests.Selection;

/// <summary>Any number of ranks gives the bytes of one machine.</summary>
public sealed class DistributedCoresetSelectorTests
{
    public static TheoryData<ClusteringCoresetMethod, Metric> Constructions
    {
        get
        {
            var all = new TheoryData<ClusteringCoresetMethod, Metric>();
            foreach (Metric metric in (ReadOnlySpan<Metric>)[Metric.SquaredEuclidean, Metric.Euclidean, Metric.Manhattan, Metric.Cosine])
            {
                all.Add(ClusteringCoresetMethod.Lightweight, metric);
                all.Add(ClusteringCoresetMethod.Sensitivity, metric);
                if (metric == Metric.SquaredEuclidean) all.Add(ClusteringCoresetMethod.Uniform, metric);
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Constructions))]
    public void The_coreset_is_that_of_one_machine(ClusteringCoresetMethod method, Metric metric)
    {
        for (int ranks = 1; ranks <= 7; ranks++)
        {
            int seed = ranks + 10 * (int)method;
            var shards = Shards.Random(seed, count: 9_000 + 977 * ranks, dimension: 3 + ranks, ranks, weighted: ranks % 2 == 0, aligned: ranks == 5);
            var options = new ClusteringCoresetOptions
            {
                Size = 50 * ranks,
                Clusters = 4 * ranks,
                Method = method,
                Metric = metric,
                Seed = (ulong)seed,
                Threads = ranks % 3 + 1,
                Calibrate = ranks != 3,
                WithReplacement = ranks == 4,
            };
            Check(shards, options, ranks);
        }
    }

    [Theory]
    [InlineData(100, 200)] // all rows are kept
    [InlineData(3_000, 200)] // fewer rows than ranks have chunks
    [InlineData(70_000, 1_000)] // several rows per seed are drawn and rejected
    public void So_it_is_of_few_rows_and_of_many(int count, int size)
    {
        var shards = Shards.Random(count, count, 5, 6, weighted: true);
        Check(shards, new ClusteringCoresetOptions { Size = size, Clusters = 60, Seed = 3 }, 6);
    }

    [Fact]
    public void Copies_of_few_rows_end_the_seeding_early()
    {
        float[] values = [.. Enumerable.Range(0, 5_000).SelectMany(row => new float[] { row % 3, row % 3 })];
        Check(new Shards(values, [], 2, [0, 1_500, 5_000, 5_000]), new ClusteringCoresetOptions { Size = 20, Clusters = 10 }, 3);
    }

    [Fact]
    public void What_a_rank_sends_does_not_grow_with_the_rows()
    {
        var bytes = new List<long>();
        foreach (int count in (ReadOnlySpan<int>)[20_480, 81_920, 327_680])
        {
            Shards shards = Shards.Random(1, count, 4, 2, weighted: false) with { Starts = [0, count / 2, count] };
            InProcessCommunicator.Run(2, communicator =>
            {
                using var selector = new DistributedCoresetSelector(new() { Size = 500, Method = ClusteringCoresetMethod.Lightweight }, communicator);
                selector.Select(shards.Points(communicator.Rank));
                if (communicator.Rank == 0) bytes.Add(communicator.Traffic.TotalBytes);
            });
        }
        // But for the picks, which are rank 0's or rank 1's by chance: 20 bytes each.
        Assert.All(bytes, sent => Assert.InRange(sent, bytes[0] - 20 * 500, bytes[0] + 20 * 500));
    }

    [Fact]
    public void All_ranks_tell_what_is_wrong_on_one()
    {
        Shards shards = Shards.Random(1, 4_000, 3, 3, weighted: false) with { Starts = [0, 1_000, 2_000, 4_000] };
        shards.Values[3 * 1_017 + 2] = float.NaN;
        var messages = new string[3];
        InProcessCommunicator.Run(3, communicator =>
        {
            using var selector = new DistributedCoresetSelector(new() { Size = 10 }, communicator);
            messages[communicator.Rank] = Assert.Throws<ArgumentException>(() => selector.Select(shards.Points(communicator.Rank))).Message;
        });
        Assert.All(messages, message => Assert.StartsWith("rank 1: points: found NaN in row 17, column 2;", message, StringComparison.Ordinal));
    }

    [Fact]
    public void Ranks_that_disagree_are_refused()
    {
        Shards shards = Shards.Random(1, 4_000, 3, 2, weighted: false);
        InProcessCommunicator.Run(2, communicator =>
        {
            using var selector = new DistributedCoresetSelector(new() { Size = 10 + communicator.Rank }, communicator);
            ArgumentException refused = Assert.Throws<ArgumentException>(() => selector.Select(shards.Points(communicator.Rank)));
            Assert.Equal("options.Size: found 10 on one rank and 11 on another; allowed is the same on all.", refused.Message);
        });
    }

    [Theory]
    [InlineData(ClusteringCoresetMethod.Sensitivity)]
    [InlineData(ClusteringCoresetMethod.Lightweight)]
    public void A_call_that_is_cancelled_on_one_rank_ends_on_all(ClusteringCoresetMethod method)
    {
        Shards shards = Shards.Random(1, 20_000, 3, 3, weighted: false);
        foreach (int cancelled in (ReadOnlySpan<int>)[0, 2])
            InProcessCommunicator.Run(3, communicator =>
            {
                using var selector = new DistributedCoresetSelector(new() { Size = 10, Method = method }, communicator);
                using var cancellation = new CancellationTokenSource();
                if (communicator.Rank == cancelled) cancellation.Cancel();
                Assert.Throws<OperationCanceledException>(() => selector.Select(shards.Points(communicator.Rank), default, cancellation.Token));
                Assert.Equal(10, selector.Select(shards.Points(communicator.Rank)).Count); // and can be called again
            });
    }

    /// <summary>Cancelled in the middle of a pass, on one rank.</summary>
    [Fact]
    public void So_does_one_that_is_cancelled_later()
    {
        Shards shards = Shards.Random(1, 20_000, 3, 3, weighted: false);
        int ended = 0;
        for (int pass = 1; pass <= 3; pass++)
            InProcessCommunicator.Run(3, communicator =>
            {
                using var selector = new DistributedCoresetSelector(new() { Size = 10, Clusters = 20 }, communicator);
                using var cancellation = new CancellationTokenSource();
                if (communicator.Rank == 1) selector.Log = new CancellingLog(cancellation, pass);
                Assert.Throws<OperationCanceledException>(() => selector.Select(shards.Points(communicator.Rank), default, cancellation.Token));
                Interlocked.Increment(ref ended);
            });
        Assert.Equal(9, ended);
    }

    public static TheoryData<ClusteringCoresetOptions, string> NotAcrossRanks => new()
    {
        { new() { Size = 1, Method = ClusteringCoresetMethod.Bico }, "options.Method: found Bico" },
        { new() { Size = 1, Metric = Metric.Hamming }, "options.Metric: found Hamming" },
        { new() { Size = 1, Seeding = BicriteriaSeeding.Projection }, "options.Seeding: found Projection" },
        { new() { Size = 1, Balance = ClassBalance.Proportional }, "options.Balance: found Proportional" },
        { new() { Size = 1, Outliers = 2 }, "options.Outliers: found 2" },
        { new() { Size = 0 }, "options.Size" },
    };

    [Theory]
    [MemberData(nameof(NotAcrossRanks))]
    public void What_is_not_done_across_ranks_is_refused(ClusteringCoresetOptions options, string message) =>
        InProcessCommunicator.Run(1, communicator => Assert.Contains(
            message, Assert.ThrowsAny<ArgumentException>(() => new DistributedCoresetSelector(options, communicator)).Message, StringComparison.Ordinal));

    private static void Check(Shards shards, ClusteringCoresetOptions options, int ranks)
    {
        using var selector = new ClusteringCoresetSelector(options with { Threads = 1 });
        CoresetSnapshot expected = selector.Select(shards.All, shards.Weights).ToOwned();
        InProcessCommunicator.Run(ranks, communicator =>
        {
            using var distributed = new DistributedCoresetSelector(options, communicator);
            for (int call = 0; call < 2; call++)
            {
                CoresetSnapshot found = distributed.Select(shards.Points(communicator.Rank), shards.WeightsOf(communicator.Rank)).ToOwned();
                Assert.Equal(expected.Indices, found.Indices);
                Assert.Equal(expected.Weights.Select(BitConverter.DoubleToInt64Bits), found.Weights.Select(BitConverter.DoubleToInt64Bits));
                Assert.Equal(expected.Gains.Select(BitConverter.DoubleToInt64Bits), found.Gains.Select(BitConverter.DoubleToInt64Bits));
                Assert.Equal(expected.Report with { Kernel = "" }, found.Report with { Kernel = "" });
            }
        });
    }

    /// <summary>Asks for the end of the call in the middle of a pass.</summary>
    private sealed unsafe class CancellingLog(CancellationTokenSource cancellation, int pass) : PassLog
    {
        private int _pass;

        public override bool TryRecall(void* found, nint bytes)
        {
            if (++_pass == pass) cancellation.Cancel();
            return false;
        }

        public override void Keep(void* found, nint bytes)
        {
        }
    }
}
