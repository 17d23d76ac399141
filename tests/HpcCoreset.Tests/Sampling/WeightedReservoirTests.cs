using System;
using System.IO;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Numerics;
using HpcCoreset.Sampling;
using HpcCoreset.Tests.Allocation;
using Xunit;

namespace HpcCoreset.Tests.Sampling;

public class WeightedReservoirTests
{
    /// <summary>Weights over many magnitudes, zeros and ties among them.</summary>
    private static double[] Weights(int seed, int count, double spread)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(8) switch
        {
            0 => 0,
            1 => 1,
            _ => Math.Exp((random.NextDouble() - 0.5) * spread),
        })];
    }

    private static WeightedReservoir Reservoir(double[] weights, int capacity, ulong seed, ulong stream = 0)
    {
        var reservoir = new WeightedReservoir(capacity, new Philox(seed, stream));
        for (int i = 0; i < weights.Length; i++) reservoir.Add(i, weights[i]);
        return reservoir;
    }

    /// <summary>The t that solves sum of min(1, w / t) = size: the heaviest items are certain, as many as it takes.</summary>
    private static double Threshold(double[] weights, int size)
    {
        double[] ordered = [.. weights.Where(w => w > 0).OrderDescending()];
        if (ordered.Length <= size) return 0;
        for (int certain = 0; ; certain++)
        {
            double threshold = ordered.Skip(certain).Sum() / (size - certain);
            if (ordered[certain] <= threshold * (1 + 1e-12)) return threshold;
        }
    }

    [Fact]
    public void The_size_the_threshold_and_the_total_are_exact_after_every_item() =>
        Prop.ForAll<int, byte, byte>((seed, countByte, capacityByte) =>
        {
            int capacity = capacityByte % 20 + 1;
            double[] weights = Weights(seed, countByte, spread: seed % 2 == 0 ? 2 : 60);
            var reservoir = new WeightedReservoir(capacity, new Philox((ulong)seed, 0));
            for (int i = 0; i < weights.Length; i++)
            {
                int slot = reservoir.Add(i, weights[i]);
                if (slot >= reservoir.Count || (slot >= 0 && reservoir.Id(slot) != i)) return false;
                double[] before = weights[..(i + 1)];
                (double total, double threshold) = (before.Sum(), Threshold(before, capacity));
                int[] slots = [.. Enumerable.Range(0, reservoir.Count)];
                if (slots.Length != Math.Min(capacity, before.Count(w => w > 0))) return false;
                if (slots.Select(reservoir.Id).Distinct().Count() != slots.Length) return false;
                if (Math.Abs(reservoir.Threshold - threshold) > 1e-12 * threshold) return false;
                if (Math.Abs(slots.Sum(reservoir.Weight) - total) > 1e-12 * total) return false;
                if (slots.Any(s => Math.Abs(reservoir.Weight(s) - Math.Max(weights[reservoir.Id(s)], threshold)) > 1e-12 * reservoir.Weight(s))) return false;
            }
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Items_are_kept_with_probability_weight_over_threshold_in_any_order()
    {
        const int Trials = 20_000;
        double[] weights = Weights(5, 40, 6);
        foreach (bool ascending in (bool[])[true, false])
        {
            double[] ordered = ascending ? [.. weights.Order()] : [.. weights.OrderDescending()];
            double threshold = Threshold(ordered, 12);
            var kept = new int[40];
            for (ulong trial = 0; trial < Trials; trial++)
            {
                WeightedReservoir reservoir = Reservoir(ordered, 12, trial);
                for (int slot = 0; slot < reservoir.Count; slot++) kept[reservoir.Id(slot)]++;
            }
            for (int i = 0; i < 40; i++)
            {
                double p = Math.Min(1, ordered[i] / threshold);
                Assert.Equal(p, kept[i] / (double)Trials, 5 * Math.Sqrt(p * (1 - p) / Trials) + 1e-12);
            }
        }
    }

    /// <summary>Two streams of different lengths and magnitudes; a subset that has items of both.</summary>
    [Fact]
    public void Merged_reservoirs_are_unbiased_and_keep_the_total()
    {
        const int Trials = 20_000;
        double[] left = Weights(1, 100, 3), right = [.. Weights(2, 30, 8).Select(w => 5 * w)];
        double total = left.Sum() + right.Sum(), truth = left.Where((_, i) => i % 3 == 0).Sum() + right.Where((_, i) => i % 3 == 0).Sum();
        (double sum, double squares) = (0, 0);
        int[] origins = new int[10];
        for (ulong trial = 0; trial < Trials; trial++)
        {
            WeightedReservoir merged = Reservoir(left, 10, trial, stream: 0), other = Reservoir(right, 16, trial, stream: 1);
            long[] before = [.. Enumerable.Range(0, 10).Select(merged.Id)];
            merged.Merge(other, origins);
            double[] weights = [.. Enumerable.Range(0, 10).Select(merged.Weight)];
            Assert.Equal(total, weights.Sum(), 1e-12 * total);
            for (int slot = 0; slot < 10; slot++) Assert.Equal(origins[slot] < 0 ? before[slot] : other.Id(origins[slot]), merged.Id(slot));
            double estimate = weights.Where((_, slot) => merged.Id(slot) % 3 == 0).Sum();
            sum += estimate;
            squares += (estimate - truth) * (estimate - truth);
        }
        Assert.Equal(truth, sum / Trials, 3 * Math.Sqrt(squares / Trials / Trials));
    }

    [Fact]
    public void The_total_of_a_long_stream_of_light_items_is_not_rounded_away()
    {
        var reservoir = new WeightedReservoir(2, new Philox(1, 0));
        reservoir.Add(0, 1e16);
        reservoir.Add(1, 1e16);
        for (int i = 0; i < 100_000; i++) reservoir.Add(i, 1);
        Assert.Equal(2e16 + 1e5, reservoir.Weight(0) + reservoir.Weight(1));
    }

    [Fact]
    public void What_was_saved_goes_on_as_if_it_never_stopped()
    {
        double[] weights = Weights(9, 400, 20);
        foreach (int split in (int[])[0, 7, 30, 200])
        {
            WeightedReservoir whole = Reservoir(weights[..split], 20, 3), loaded = new(20, new Philox(3, 0));
            using var stream = new MemoryStream();
            using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true)) whole.Save(writer);
            stream.Position = 0;
            using (var reader = new BinaryReader(stream)) loaded.Load(reader);
            for (int i = split; i < weights.Length; i++) Assert.Equal(whole.Add(i, weights[i]), loaded.Add(i, weights[i]));
            Assert.Equal(Enumerable.Range(0, 20).Select(whole.Id), Enumerable.Range(0, 20).Select(loaded.Id));
            Assert.Equal(Enumerable.Range(0, 20).Select(whole.Weight), Enumerable.Range(0, 20).Select(loaded.Weight));
        }
    }

    [Fact]
    public void What_no_reservoir_has_written_is_refused()
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true)) Reservoir(Weights(4, 60, 1), 8, 1).Save(writer);
        byte[] good = stream.ToArray();
        Refused<EndOfStreamException>(good[..^1]);
        Refused<InvalidDataException>(Changed(0, 9));                  // more items than slots
        Refused<InvalidDataException>(Changed(4, 9));                  // more light ones than items
        Refused<InvalidDataException>(Changed(4, 0));                  // a weight of light items without any
        Refused<InvalidDataException>(Changed(32 + 15, 0x80));         // a negative weight
        Refused<InvalidDataException>(Changed(good.Length - 4, good[^8]));
        Refused<InvalidDataException>(Changed(good.Length - 1, 0x80));

        byte[] Changed(int position, byte value)
        {
            byte[] bytes = [.. good];
            bytes[position] = value;
            return bytes;
        }

        static void Refused<T>(byte[] bytes)
            where T : Exception
        {
            using var reader = new BinaryReader(new MemoryStream(bytes));
            Assert.Throws<T>(() => new WeightedReservoir(8, new Philox(1, 0)).Load(reader));
        }
    }

    [Fact]
    public void Nothing_is_allocated_after_the_constructor()
    {
        double[] weights = Weights(6, 5000, 10);
        WeightedReservoir reservoir = new(50, new Philox(1, 0)), other = Reservoir(weights, 50, 2);
        int[] origins = new int[50];
        Assert.Equal(0, Allocated.Always(() =>
        {
            for (int i = 0; i < weights.Length; i++) reservoir.Add(i, weights[i]);
            reservoir.Merge(other, origins);
        }));
    }
}
