using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Numerics;
using Xunit;

namespace HpcCoreset.Tests.Submodular.Optimizers;

/// <summary>Blocks that are judged by their own rows alone: what machines pick that hold a block each, and then among their picks by all rows.</summary>
public sealed class LocalPartitionsTests
{
    private const int Dimension = 4;

    [Theory]
    [InlineData(Similarity.MaxSquaredEuclidean)]
    [InlineData(Similarity.MaxEuclidean)]
    [InlineData(Similarity.Cosine)]
    [InlineData(Similarity.Rbf)]
    public void Picks_are_those_of_a_plain_RandGreeDi_on_parts_by_themselves(Similarity similarity)
    {
        for (int seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            int count = 40 + 31 * seed, size = 2 + seed;
            float[] values = [.. Enumerable.Range(0, count * Dimension).Select(_ => MathF.Round(4 * random.NextSingle()) + 1)]; // few levels: ties
            double[] weights = [.. Enumerable.Range(0, count).Select(_ => seed % 2 == 0 ? 1 : random.Next(3))];
            var options = new FacilityLocationOptions
            {
                Size = size,
                Similarity = similarity,
                Optimizer = GreedyOptimizer.RandomPartition,
                LocalPartitions = true,
                Partitions = 1 + seed % 5,
                Seed = (ulong)seed,
            };
            (int[] picks, double value) = Plain(values, weights, options);
            foreach (int threads in (ReadOnlySpan<int>)[1, 2])
            {
                using var selector = new FacilityLocationSelector(options with { Threads = threads });
                for (int call = 0; call < 2; call++)
                {
                    Coreset found = selector.Select(new Points(values, Dimension), weights);
                    Assert.Equal(picks, found.Indices.ToArray());
                    Assert.InRange(found.Report.Objective, value * (1 - 1e-12), value * (1 + 1e-12)); // the oracle adds some gains up in another order
                }
            }
        }
    }

    [Fact]
    public void One_part_is_all_rows_and_the_exact_greedy()
    {
        float[] values = [.. Enumerable.Range(0, 400).Select(i => (float)(i * 7919 % 1009))];
        using var exact = new FacilityLocationSelector(new() { Size = 25 });
        using var one = new FacilityLocationSelector(new() { Size = 25, Optimizer = GreedyOptimizer.RandomPartition, LocalPartitions = true, Partitions = 1 });
        Assert.Equal(exact.Select(new Points(values, 2)).Indices.ToArray(), one.Select(new Points(values, 2)).Indices.ToArray());
    }

    [Fact]
    public void Blocks_by_themselves_lose_little_of_many_like_rows()
    {
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, 8_000 * Dimension).Select(_ => random.NextSingle())];
        var options = new FacilityLocationOptions { Size = 5, Similarity = Similarity.Rbf, Optimizer = GreedyOptimizer.RandomPartition, Partitions = 8 };
        using var whole = new FacilityLocationSelector(options);
        using var local = new FacilityLocationSelector(options with { LocalPartitions = true });
        double exact = whole.Select(new Points(values, Dimension)).Report.Objective;
        Assert.InRange(local.Select(new Points(values, Dimension)).Report.Objective / exact, 0.97, 1.03);
    }

    public static TheoryData<FacilityLocationOptions> Refused => new()
    {
        new FacilityLocationOptions { Size = 2, LocalPartitions = true },
        new FacilityLocationOptions { Size = 2, LocalPartitions = true, Optimizer = GreedyOptimizer.RandomPartition, Budget = 2 },
        new FacilityLocationOptions { Size = 2, LocalPartitions = true, Optimizer = GreedyOptimizer.RandomPartition, Neighbours = 2 },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_does_not_go_with_it_is_refused(FacilityLocationOptions options) => Assert.StartsWith(
        "options.LocalPartitions: found Optimizer ", Assert.Throws<ArgumentException>(() => new FacilityLocationSelector(options)).Message, StringComparison.Ordinal);

    [Fact]
    public void Terms_and_references_are_refused()
    {
        float[] values = [1, 2, 3, 4, 5, 6];
        using var selector = new FacilityLocationSelector(new() { Size = 1, LocalPartitions = true, Optimizer = GreedyOptimizer.RandomPartition });
        Assert.StartsWith("options.LocalPartitions: found terms or references", Assert.Throws<ArgumentException>(
            () => selector.Select(new Points(values, 2), default, new GreedyTerms { Initial = [0] }).Count).Message, StringComparison.Ordinal);
        Assert.StartsWith("options.LocalPartitions: found terms or references", Assert.Throws<ArgumentException>(
            () => selector.Select(new Points(values, 2), new ReferenceRows { Query = new Points(values, 2) }).Count).Message, StringComparison.Ordinal);
    }

    /// <summary>By what a user could write: a selector for every block, one among their picks, and the best of all that by all rows.</summary>
    private static (int[] Picks, double Value) Plain(float[] values, double[] weights, FacilityLocationOptions options)
    {
        var exact = options with { Optimizer = GreedyOptimizer.Lazy, LocalPartitions = false };
        int count = weights.Length, blocks = Math.Clamp(count / options.Size, 1, options.Partitions);
        int[] order = [.. Enumerable.Range(0, count)];
        var random = new Philox(options.Seed, 1);
        for (int i = count - 1; i > 0; i--)
        {
            int other = (int)random.Below((ulong)i + 1, (ulong)i);
            (order[i], order[other]) = (order[other], order[i]);
        }
        List<int> union = [];
        (int[] Picks, double Value) best = ([], 0);
        for (int block = 0; block < blocks; block++)
        {
            int[] numbers = [.. order[(block * count / blocks)..((block + 1) * count / blocks)].Order()];
            float[] rows = [.. numbers.SelectMany(row => values[(row * Dimension)..((row + 1) * Dimension)])];
            using var selector = new FacilityLocationSelector(exact);
            int[] picks = [.. selector.Select(new Points(rows, Dimension), numbers.Select(row => weights[row]).ToArray()).Indices.ToArray().Select(place => numbers[place])];
            union.AddRange(picks);
            double value = Among(picks).Value;
            if (value > best.Value) best = (picks, value);
        }
        (int[] Picks, double Value) found = Among([.. union]);
        return best.Value > found.Value ? best : found;

        (int[] Picks, double Value) Among(int[] candidates)
        {
            using var selector = new FacilityLocationSelector(exact);
            Coreset coreset = selector.Select(new Points(values, Dimension), weights, new GreedyTerms { Candidates = candidates });
            return (coreset.Indices.ToArray(), coreset.Report.Objective);
        }
    }
}
