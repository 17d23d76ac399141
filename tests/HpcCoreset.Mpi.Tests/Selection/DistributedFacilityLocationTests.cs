using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace HpcCoreset.Mpi.Tests.Selection;

/// <summary>Any number of ranks picks what one machine picks, to the last bit of gains and weights.</summary>
public sealed class DistributedFacilityLocationTests
{
    public static TheoryData<Similarity> Similarities => [.. Enum.GetValues<Similarity>()];

    [Theory]
    [MemberData(nameof(Similarities))]
    public void Picks_gains_and_weights_are_those_of_one_machine(Similarity similarity)
    {
        for (int ranks = 1; ranks <= 5; ranks++)
        {
            var shards = Shards.Random(ranks + 10 * (int)similarity, 700 + 277 * ranks, 2 + ranks, ranks, weighted: ranks % 2 == 0);
            Check(shards, new() { Size = 15 * ranks, Similarity = similarity, Threads = ranks % 2 + 1 });
        }
    }

    /// <summary>Several rounds of rows that ranks bring each other, shards of very different lengths, and a rank without rows.</summary>
    [Fact]
    public void So_they_are_of_several_rounds_and_of_shards_of_any_length()
    {
        Shards shards = Shards.Random(8, 6_000, 5, 4, weighted: true) with { Starts = [0, 17, 4_600, 4_600, 6_000] };
        Check(shards, new() { Size = 40 });
        Check(shards with { Starts = [0, 0, 0, 6_000, 6_000] }, new() { Size = 40, Similarity = Similarity.Cosine });
    }

    /// <summary>Copies of few rows: after three picks all gains are 0, and the lowest row wins every tie.</summary>
    [Theory]
    [InlineData(Similarity.MaxSquaredEuclidean)]
    [InlineData(Similarity.Rbf)]
    public void Ties_go_to_the_lowest_row_of_all_ranks(Similarity similarity)
    {
        float[] values = [.. Enumerable.Range(0, 900).SelectMany(row => new float[] { row % 3, 1 + row % 3 })];
        Check(new Shards(values, [], 2, [0, 100, 101, 900]), new() { Size = 12, Similarity = similarity });
    }

    /// <summary>Far from the origin, where float32 bounds are worth little; a rank whose weights are all 0 counts for the farthest pair.</summary>
    [Theory]
    [InlineData(Similarity.MaxSquaredEuclidean)]
    [InlineData(Similarity.MaxEuclidean)]
    public void Rows_of_weight_0_and_rows_far_away_change_nothing(Similarity similarity)
    {
        Shards shards = Shards.Random(4, 1_500, 3, 3, weighted: true) with { Starts = [0, 400, 900, 1_500] };
        for (int i = 0; i < shards.Values.Length; i++) shards.Values[i] += 1e4f;
        shards.Weights.AsSpan(400, 500).Clear();
        Check(shards, new() { Size = 30, Similarity = similarity });
    }

    [Theory]
    [InlineData(GreedyOptimizer.Naive)]
    [InlineData(GreedyOptimizer.TwoStage)]
    [InlineData(GreedyOptimizer.Stochastic)]
    [InlineData(GreedyOptimizer.LazierThanLazy)]
    [InlineData(GreedyOptimizer.Threshold)]
    [InlineData(GreedyOptimizer.Modular)]
    [InlineData(GreedyOptimizer.Sieve)]
    [InlineData(GreedyOptimizer.RandomPartition)]
    public void Every_optimizer_whose_picks_do_not_depend_on_bounds_picks_the_same(GreedyOptimizer optimizer)
    {
        foreach (Similarity similarity in (ReadOnlySpan<Similarity>)[Similarity.MaxSquaredEuclidean, Similarity.Cosine])
            Check(Shards.Random(6, 160, 4, 3, weighted: true), new() { Size = 8, Optimizer = optimizer, Similarity = similarity, Seed = 5, Partitions = 3 });
    }

    /// <summary>Parts by their own rows alone, more and fewer of them than ranks; of one part all weights may be 0.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Local_partitions_are_those_of_one_machine_for_any_number_of_ranks(int partitions)
    {
        for (int ranks = 1; ranks <= 4; ranks++)
            foreach (Similarity similarity in (ReadOnlySpan<Similarity>)[Similarity.MaxSquaredEuclidean, Similarity.Rbf])
            {
                Shards shards = Shards.Random(ranks, 500 + 123 * ranks, 4, ranks, weighted: ranks % 2 == 0);
                if (ranks == 4) shards.Weights.AsSpan(3).Clear();
                Check(shards, new()
                {
                    Size = 12,
                    Optimizer = GreedyOptimizer.RandomPartition,
                    LocalPartitions = true,
                    Partitions = partitions,
                    Similarity = similarity,
                    Seed = 3,
                });
            }
    }

    [Fact]
    public void Property_any_rows_weights_and_cuts() => Prop.ForAll(
        (from seed in Gen.Choose(0, 1 << 20)
         from count in Gen.Choose(1, 120)
         from ranks in Gen.Choose(1, 4)
         from levels in Gen.Choose(1, 5) // few levels make ties
         from similarity in Gen.Elements(Similarity.MaxSquaredEuclidean, Similarity.MaxEuclidean, Similarity.Rbf, Similarity.Dot)
         select (seed, count, ranks, levels, similarity)).ToArbitrary(),
        of =>
        {
            Shards shards = Shards.Random(of.seed, of.count, 2, of.ranks, weighted: of.seed % 2 == 0);
            for (int i = 0; i < shards.Values.Length; i++) shards.Values[i] = MathF.Floor(shards.Values[i]) % of.levels;
            Check(shards, new() { Size = Math.Min(of.count, 1 + of.seed % 20), Similarity = of.similarity });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Assignment_and_coverage_are_about_the_rank_s_own_rows()
    {
        Shards shards = Shards.Random(9, 800, 3, 3, weighted: true);
        using var one = new FacilityLocationSelector(new() { Size = 20 });
        CoresetSnapshot expected = one.Select(shards.All, shards.Weights).ToOwned();
        InProcessCommunicator.Run(3, communicator =>
        {
            using var selector = new DistributedFacilityLocationSelector(new() { Size = 20 }, communicator);
            CoresetSnapshot found = selector.Select(shards.Points(communicator.Rank), shards.WeightsOf(communicator.Rank)).ToOwned();
            Range own = shards.Starts[communicator.Rank]..shards.Starts[communicator.Rank + 1];
            Assert.Equal(expected.Assignment.ToArray()[own], found.Assignment);
            Assert.Equal(expected.Coverage.ToArray()[own], found.Coverage);
        });
    }

    /// <summary>What a communicator of threads copies for the others to see is a few numbers for each of some 25 calls; the workspace is some MB.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_later_call_allocates_no_workspace(bool local) => InProcessCommunicator.Run(1, communicator =>
    {
        Shards shards = Shards.Random(3, 2_000, 8, 1, weighted: true);
        using var selector = new DistributedFacilityLocationSelector(
            new() { Size = 20, Optimizer = local ? GreedyOptimizer.RandomPartition : GreedyOptimizer.Lazy, LocalPartitions = local, Partitions = 3 }, communicator);
        long least = long.MaxValue;
        for (int call = 0; call < 6; call++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            selector.Select(shards.All, shards.Weights);
            if (call > 0) least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.InRange(least, 0, 10_000);
    });

    [Fact]
    public void All_ranks_tell_what_is_wrong_on_one()
    {
        Shards shards = Shards.Random(1, 300, 3, 3, weighted: false) with { Starts = [0, 100, 200, 300] };
        shards.Values.AsSpan(3 * 207, 3).Clear();
        InProcessCommunicator.Run(3, communicator =>
        {
            using var selector = new DistributedFacilityLocationSelector(new() { Size = 10, Similarity = Similarity.Cosine }, communicator);
            string message = Assert.Throws<ArgumentException>(() => selector.Select(shards.Points(communicator.Rank))).Message;
            Assert.StartsWith("rank 2: points: found only zeros in row 7,", message, StringComparison.Ordinal);
        });
        InProcessCommunicator.Run(3, communicator =>
        {
            using var selector = new DistributedFacilityLocationSelector(new() { Size = 301 }, communicator);
            string message = Assert.Throws<ArgumentException>(() => selector.Select(shards.Points(communicator.Rank))).Message;
            Assert.StartsWith("points: found 300 rows; options.Size asks for 301 of them.", message, StringComparison.Ordinal);
        });
        InProcessCommunicator.Run(2, communicator =>
        {
            using var selector = new DistributedFacilityLocationSelector(new() { Size = 2, Gamma = 0.5 + communicator.Rank, Similarity = Similarity.Rbf }, communicator);
            string message = Assert.Throws<ArgumentException>(() => selector.Select(shards.Points(communicator.Rank))).Message;
            Assert.Equal("options.Gamma: found 0.5 on one rank and 1.5 on another; allowed is the same on all.", message);
        });
    }

    public static TheoryData<FacilityLocationOptions, string> NotAcrossRanks => new()
    {
        { new() { Size = 1, Optimizer = GreedyOptimizer.ApproximateLazy }, "options.Optimizer: found ApproximateLazy" },
        { new() { Size = 1, Budget = 2.5 }, "options.Budget: found 2.5" },
        { new() { Size = 1, Neighbours = 3 }, "options.Neighbours: found 3" },
        { new() { Size = 1, CacheBytes = 4 }, "options.CacheBytes: found 4" },
        { new() { Size = 1, RepresentQuery = true }, "options.RepresentQuery: found true" },
        { new() { Size = 0 }, "options.Size" },
    };

    [Theory]
    [MemberData(nameof(NotAcrossRanks))]
    public void What_is_not_done_across_ranks_is_refused(FacilityLocationOptions options, string message) =>
        InProcessCommunicator.Run(1, communicator => Assert.Contains(
            message, Assert.ThrowsAny<ArgumentException>(() => new DistributedFacilityLocationSelector(options, communicator)).Message, StringComparison.Ordinal));

    private static void Check(Shards shards, FacilityLocationOptions options)
    {
        using var selector = new FacilityLocationSelector(options with { Threads = 1 });
        CoresetSnapshot expected = selector.Select(shards.All, shards.Weights).ToOwned();
        InProcessCommunicator.Run(shards.Starts.Length - 1, communicator =>
        {
            using var distributed = new DistributedFacilityLocationSelector(options, communicator);
            for (int call = 0; call < 2; call++)
            {
                CoresetSnapshot found = distributed.Select(shards.Points(communicator.Rank), shards.WeightsOf(communicator.Rank)).ToOwned();
                Assert.Equal(expected.Indices, found.Indices);
                Assert.Equal(expected.Gains.Select(BitConverter.DoubleToInt64Bits), found.Gains.Select(BitConverter.DoubleToInt64Bits));
                Assert.Equal(expected.Weights.Select(BitConverter.DoubleToInt64Bits), found.Weights.Select(BitConverter.DoubleToInt64Bits));
                Assert.Equal(expected.Report with { Kernel = "", Evaluations = 0 }, found.Report with { Kernel = "", Evaluations = 0 });
            }
        });
    }
}
