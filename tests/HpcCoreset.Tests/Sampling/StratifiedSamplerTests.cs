using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Numerics;
using HpcCoreset.Sampling;
using Xunit;

namespace HpcCoreset.Tests.Sampling;

public unsafe class StratifiedSamplerTests
{
    /// <summary>Scores and weights over many magnitudes, zeros among them.</summary>
    private static (double[] Scores, double[] Weights, int[] Labels, uint[] Keys) Rows(int seed, int count, int strata, double spread)
    {
        var random = new Random(seed);
        double[] weights = [.. Enumerable.Range(0, count).Select(_ => random.Next(10) == 0 ? 0 : Math.Exp((random.NextDouble() - 0.5) * spread))];
        if (weights.Max() == 0) weights[0] = 1;
        double[] scores = [.. weights.Select(w => w * (0.1 + random.NextDouble()))];
        return (scores, weights, [.. weights.Select(_ => random.Next(strata))], [.. weights.Select(_ => (uint)random.NextInt64(1L << 32))]);
    }

    private static CoresetBuffer Sample(
        (double[] Scores, double[] Weights, int[] Labels, uint[] Keys) rows, int strata, int size, bool calibrate, ulong seed,
        StratifiedSampler? sampler = null, int threads = 1)
    {
        var result = new CoresetBuffer();
        result.Reset(size);
        fixed (double* scores = rows.Scores, weights = rows.Weights)
        fixed (int* labels = rows.Labels)
        fixed (uint* keys = rows.Keys)
            (sampler ?? new StratifiedSampler()).Sample(
                scores, weights, labels, strata, keys, RowPlace.Alone(rows.Scores.Length), size, calibrate, new Philox(seed, 0), threads, result);
        return result;
    }

    [Fact]
    public void The_size_is_exact_rows_are_distinct_and_masses_are_kept() =>
        Prop.ForAll<int, byte, byte>((seed, countByte, sizeByte) =>
        {
            (int count, int size, int strata) = (2 * countByte + 1, sizeByte % 100 + 1, Math.Abs(seed % 7) + 1);
            var rows = Rows(seed, count, strata, spread: seed % 2 == 0 ? 2 : 80);
            CoresetBuffer result = Sample(rows, strata, size, calibrate: true, (ulong)seed);
            ReadOnlySpan<int> picks = result.Indices.AsSpan(0, result.Count);
            if (result.Count != Math.Min(size, rows.Scores.Count(s => s > 0))) return false;
            for (int i = 0; i < picks.Length; i++)
                if ((i > 0 && picks[i] <= picks[i - 1]) || rows.Weights[picks[i]] == 0 || !(result.Weights[i] > 0)) return false;
            double mass = rows.Weights.Sum();
            return Math.Abs(result.Weights.AsSpan(0, result.Count).ToArray().Sum() - mass) <= 1e-12 * mass;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    /// <summary>2^62 over the sum of such scores is no double.</summary>
    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-293)]
    [InlineData(1e240)]
    public void Scores_of_any_magnitude_share_the_same_units(double score)
    {
        double[] scores = [.. Enumerable.Repeat(score, 1000)];
        CoresetBuffer result = Sample((scores, scores, new int[1000], new uint[1000]), 1, 10, calibrate: false, 1);
        Assert.Equal(10, result.Count);
        Assert.All(result.Gains.Take(10), probability => Assert.Equal(0.01, probability, 1e-12));
    }

    [Fact]
    public void Every_stratum_with_a_free_pick_keeps_its_own_mass_when_none_is_missed()
    {
        var rows = Rows(3, 5000, 6, 4);
        CoresetBuffer result = Sample(rows, 6, 200, calibrate: true, 1);
        for (int stratum = 0; stratum < 6; stratum++)
        {
            double mass = rows.Weights.Where((_, i) => rows.Labels[i] == stratum).Sum();
            double found = Enumerable.Range(0, result.Count).Where(i => rows.Labels[result.Indices[i]] == stratum).Sum(i => result.Weights[i]);
            Assert.Equal(mass, found, 1e-12 * mass);
        }
    }

    [Fact]
    public void Rows_are_picked_with_the_probabilities_that_are_reported()
    {
        const int Trials = 20_000;
        var rows = Rows(8, 40, 3, 6);
        var picked = new int[40];
        var reported = new double[40];
        var sampler = new StratifiedSampler();
        for (int trial = 0; trial < Trials; trial++)
        {
            CoresetBuffer result = Sample(rows, 3, 12, calibrate: false, (ulong)trial, sampler);
            for (int i = 0; i < result.Count; i++) (picked[result.Indices[i]], reported[result.Indices[i]]) = (picked[result.Indices[i]] + 1, result.Gains[i]);
        }
        Assert.Equal(12, reported.Sum(), 1e-9);
        for (int row = 0; row < 40; row++)
        {
            double p = reported[row];
            Assert.Equal(p, picked[row] / (double)Trials, 5 * Math.Sqrt(p * (1 - p) / Trials) + 1e-12);
        }
    }

    [Fact]
    public void Probabilities_agree_with_the_textbook_iteration() =>
        Prop.ForAll<int, byte>((seed, sizeByte) =>
        {
            int size = sizeByte % 30 + 1;
            double[] scores = Rows(seed, 60, 1, 20).Scores;
            if (scores.Count(s => s > 0) <= size) return true;
            bool[] certain = new bool[60];
            for (bool more = true; more;)
            {
                more = false;
                double left = size - certain.Count(c => c), rest = scores.Where((_, i) => !certain[i]).Sum();
                bool[] next = [.. scores.Select((s, i) => certain[i] || (s > 0 && left * s >= rest * (1 - 1e-12)))];
                (more, certain) = (!next.SequenceEqual(certain), next);
            }
            double free = size - certain.Count(c => c), sum = scores.Where((_, i) => !certain[i]).Sum();
            var probabilities = new InclusionProbabilities();
            fixed (double* pointer = scores) probabilities.Build(pointer, RowPlace.Alone(60), size, 1);
            return Enumerable.Range(0, 60).All(i => Math.Abs(probabilities[i] - (certain[i] ? 1 : free * scores[i] / sum)) < 1e-9);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    /// <summary>Walked by stratum, level of the key and row number, a stretch of equal scores has one pick in so many rows.</summary>
    [Fact]
    public void Stretches_of_the_walk_get_their_expected_picks_up_to_one() =>
        Prop.ForAll<int>(seed =>
        {
            const int Count = 3000, Size = 100;
            var random = new Random(seed);
            double[] ones = [.. Enumerable.Repeat(1.0, Count)];
            int[] labels = [.. ones.Select(_ => random.Next(3))];
            uint[] keys = [.. ones.Select(_ => (uint)random.Next(2) << 31)];
            CoresetBuffer result = Sample((ones, ones, labels, keys), 3, Size, calibrate: false, (ulong)seed);
            var picked = result.Indices.Take(result.Count).ToHashSet();
            int[] walk = [.. Enumerable.Range(0, Count).OrderBy(i => labels[i]).ThenBy(i => keys[i]).ThenBy(i => i)];
            int[] hits = [.. Enumerable.Range(0, Count).Where(i => picked.Contains(walk[i]))];
            return hits.Length == Size && hits.Zip(hits.Skip(1), (a, b) => b - a).All(gap => gap == Count / Size);
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Threads_change_nothing()
    {
        var rows = Rows(12, 70_000, 5, 30);
        foreach (bool calibrate in (bool[])[true, false])
        {
            CoresetBuffer one = Sample(rows, 5, 900, calibrate, 3), four = Sample(rows, 5, 900, calibrate, 3, threads: 4);
            Assert.Equal(one.Indices, four.Indices);
            Assert.Equal(one.Weights, four.Weights);
            Assert.Equal(one.Gains, four.Gains);
        }
    }

    [Fact]
    public void The_order_is_by_key_then_index() =>
        Prop.ForAll<uint[]>(keys =>
        {
            fixed (uint* pointer = keys)
                return new Span<int>(new RadixOrder().Run(pointer, keys.Length), keys.Length).ToArray()
                    .SequenceEqual(Enumerable.Range(0, keys.Length).OrderBy(i => keys[i]));
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void A_partition_keeps_the_given_order_within_a_group()
    {
        int[] labels = [2, 0, 2, 2, 0];
        int[] order = [4, 3, 2, 1, 0];
        var partition = new Partition();
        fixed (int* l = labels, o = order) partition.Run(l, 5, 4, o);
        Assert.Equal([4, 1, 3, 2, 0], new Span<int>(partition.Items, 5).ToArray());
        Assert.Equal([0, 2, 2, 5, 5], new Span<int>(partition.Starts, 5).ToArray());
    }
}
