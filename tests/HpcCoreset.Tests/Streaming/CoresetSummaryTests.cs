using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Tests.Clustering;
using Xunit;

namespace HpcCoreset.Tests.Streaming;

[Trait("Switches", "true")]
public class CoresetSummaryTests
{
    private const int Dimension = 3;
    private static readonly CoresetStreamOptions s_options = new() { Size = 6, Clusters = 2, Seed = 11, LeafRows = 12 };

    /// <summary>Some numbered shards: neighbours, gaps, none.</summary>
    private static Gen<long[]> Shards() =>
        from first in Gen.Elements(0L, 0, 1, 5, 1L << 40, long.MaxValue - 9)
        from chosen in Gen.ListOf(Gen.Choose(0, 8), 7)
        from count in Gen.Choose(0, 7)
        select chosen.Take(count).Select(number => first + number).ToArray();

    private static Gen<long[]> NearShards() =>
        from chosen in Gen.ListOf(Gen.Choose(0, 8), 7)
        from count in Gen.Choose(0, 7)
        select chosen.Take(count).Select(number => (long)number).ToArray();

    [Fact]
    public void Merging_is_associative() =>
        Prop.ForAll(Arb.From(NearShards()), Arb.From(NearShards()), Arb.From(NearShards()), (a, b, c) =>
            Assert.Equal(Merged(Merged(Of(a), Of(b)), Of(c)), Merged(Of(a), Merged(Of(b), Of(c))))).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Merging_is_commutative() =>
        Prop.ForAll(Arb.From(Shards()), Arb.From(Shards()), (a, b) =>
            Assert.Equal(Merged(Of(a), Of(b)), Merged(Of(b), Of(a)))).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void No_shards_change_nothing_on_either_side_and_neither_does_what_is_there_already() =>
        Prop.ForAll(Arb.From(NearShards()), Arb.From(NearShards()), (a, b) =>
        {
            byte[] some = Of(a), both = Merged(some, Of(b));
            Assert.Equal(some, Merged(some, Of()));
            Assert.Equal(some, Merged(Of(), some));
            Assert.Equal(some, Merged(some, some));
            Assert.Equal(both, Merged(both, some));
            Assert.Equal(both, Merged(some, both));
        }).Check(Config.QuickThrowOnFailure);

    /// <summary>Shards that were made with other numbers of threads, some twice, merged two by two in any order, some as objects and some as bytes.</summary>
    [Fact]
    public void Any_tree_of_merges_in_any_order_gives_the_same_bytes_and_the_same_stream() =>
        Prop.ForAll(Arb.From(Shards()), Arb.From(Gen.Choose(0, int.MaxValue)), (shards, seed) =>
        {
            var random = new Random(seed);
            byte[] expected = Of([.. shards.Order()]);
            List<byte[]> waiting = [Of(), .. shards.Select(shard => MadeBy(threads: random.Next(1, 4), shard)), .. shards.Take(2).Select(shard => Of(shard))];
            while (waiting.Count > 1)
            {
                byte[] one = Taken(), other = Taken();
                CoresetSummary summary = CoresetSummary.Read(one, random.Next(1, 4));
                if (random.Next(2) == 0) summary.Merge(other);
                else summary.Merge(CoresetSummary.Read(other, random.Next(1, 4)));
                waiting.Add(Written(summary));
            }
            Assert.Equal(expected, waiting[0]);
            using CoresetStream stream = CoresetSummary.Read(waiting[0], threads: 3).ToStream(), same = CoresetSummary.Read(expected).ToStream();
            Assert.Equal(Saved(same), Saved(stream));
            Assert.Equal(shards.Distinct().Sum(RowsOf), stream.RowCount);
            Assert.Equal(stream.RowCount, stream.TotalWeight);

            byte[] Taken()
            {
                int at = random.Next(waiting.Count);
                byte[] taken = waiting[at];
                waiting.RemoveAt(at);
                return taken;
            }
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Shards_are_told_as_ranges_and_m_of_them_in_a_row_leave_few_blocks()
    {
        var summary = new CoresetSummary(s_options);
        Assert.Empty(summary.Shards);
        for (int shard = 0; shard < 40; shard++)
        {
            Append(summary, shard);
            Assert.Equal([new ShardRange(0, shard)], summary.Shards);
            Assert.Equal(BitOperations.PopCount((uint)shard + 1), summary.Blocks.Count);
        }
        var middle = new CoresetSummary(s_options);
        foreach (int shard in Enumerable.Range(3, 34).Reverse()) Append(middle, shard);
        Assert.InRange(middle.Blocks.Count, 1, 2 * 6);
        foreach (int shard in (int[])[1, 99, 97, 100]) Append(middle, shard);
        Assert.Equal("1, 3-36, 97, 99-100", string.Join(", ", middle.Shards));
    }

    [Fact]
    public void Every_shard_has_its_own_seed_and_appended_rows_are_what_it_holds()
    {
        var summary = new CoresetSummary(s_options);
        Assert.Equal(100, Enumerable.Range(0, 100).Select(shard =>
        {
            using CoresetStream stream = summary.CreateShard(shard);
            return stream.Options.Seed;
        }).Distinct().Count());
        using CoresetStream five = summary.CreateShard(5);
        five.Append(new Points(RowsIn(5), Dimension));
        summary.Add(5, five);
        using CoresetStream held = summary.ToStream();
        Assert.Equal(Saved(five), Saved(held));
        Assert.Equal(Dimension, summary.Dimension);
    }

    [Fact]
    public void Costs_stay_near_those_of_all_rows()
    {
        const int Count = 20_000, Parts = 13;
        float[] rows = Rows.Outliers(Count, Dimension);
        var summary = new CoresetSummary(new() { Size = 300, Clusters = 10 });
        foreach (int shard in Enumerable.Range(0, Parts).Reverse())
        {
            int first = Count / Parts * shard, count = shard == Parts - 1 ? Count - first : Count / Parts;
            using CoresetStream stream = summary.CreateShard(shard);
            stream.Append(new Points(rows.AsSpan(first * Dimension, count * Dimension), Dimension), ids: [.. Enumerable.Range(first, count).Select(row => (long)row)]);
            summary.Add(shard, stream);
        }
        using CoresetStream all = summary.ToStream();
        StreamCoreset coreset = all.Coreset;
        Assert.Equal(Count, all.TotalWeight);
        using var evaluator = new CoresetEvaluator(new() { Clusters = 10 });
        Assert.InRange(evaluator.Evaluate(new Points(rows, Dimension), [.. coreset.Ids.ToArray().Select(id => (int)id)], coreset.Weights).MaxDistortion, 1, 1.2);
    }

    [Fact]
    public void What_does_not_go_together_is_refused_and_changes_nothing()
    {
        CoresetSummary summary = CoresetSummary.Read(Of(0, 1, 2, 3, 6));
        byte[] before = Written(summary);
        foreach (CoresetStreamOptions options in (CoresetStreamOptions[])[s_options with { Seed = 12 }, s_options with { Size = 5 }, s_options with { LeafRows = 13 }, s_options with { Metric = Metric.Euclidean }])
        {
            Refused("other: found CoresetStreamOptions", () => summary.Merge(new CoresetSummary(options)));
            Refused("summary: found CoresetStreamOptions", () => summary.Merge(Written(new CoresetSummary(options))));
        }
        foreach (int changed in (int[])[0, 2, 6])
        {
            var other = new CoresetSummary(s_options);
            Append(other, 40);
            using CoresetStream stream = other.CreateShard(changed);
            stream.Append(new Points(RowsIn(77), Dimension));
            other.Add(changed, stream);
            Refused($"found shard {changed} with other bytes", () => summary.Merge(other)); // 40 neither
            Refused($"found shard {changed} with other bytes", () => summary.Add(changed, stream));
            Refused($"found shard {changed} with other bytes", () => other.Merge(summary));
            Refused("for shard 9", () => summary.Add(9, stream));
        }
        using CoresetStream wide = summary.CreateShard(9);
        wide.Append(new Points([1, 2, 3, 4], 4));
        Refused("stream: found rows of dimension 4 from shard 9 on, the others have 3", () => summary.Add(9, wide));
        Refused("shard", () => summary.CreateShard(-1));
        Refused("shard", () => summary.CreateShard(long.MaxValue));
        Refused("options.Size", () => summary.Merge(new CoresetSummary(new() { Size = 0 })));
        Assert.Equal(before, Written(summary));

        static void Refused(string message, Action call) => Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_were_cut_or_changed_anywhere_are_refused_and_change_nothing()
    {
        var summary = CoresetSummary.Read(Of(8));
        byte[] before = Written(summary), written = Of(1, 2, 3);
        for (int length = 0; length < written.Length; length++) Assert.StartsWith("truncated: ", Refused(written[..length]), StringComparison.Ordinal);
        for (int at = 0; at < written.Length; at++) Refused([.. written.Select((value, i) => i == at ? (byte)(value ^ 1 << at % 8) : value)]);
        using CoresetStream stream = summary.ToStream();
        Assert.StartsWith("not a sharded .hpcs file", Refused(Saved(stream)), StringComparison.Ordinal);
        Assert.Equal(before, Written(summary));

        string Refused(byte[] bytes)
        {
            string message = Assert.Throws<InvalidDataException>(() => summary.Merge(bytes)).Message;
            Assert.Equal(message, Assert.Throws<InvalidDataException>(() => CoresetSummary.Read(new MemoryStream(bytes))).Message);
            return message;
        }
    }

    /// <summary>Every number of the file as something else, with a checksum that fits.</summary>
    [Fact]
    public void Numbers_that_make_no_sense_are_refused_before_memory_is_reserved_by_them()
    {
        byte[] written = Of(2, 3, 5); // a block of two, and one
        int head = 20 + 1 + nameof(ClusteringCoresetMethod.Sensitivity).Length + 1 + nameof(Metric.SquaredEuclidean).Length;
        int blocks = head + 20, second = blocks + 4 + 16 + 2 * 8 + BinaryPrimitives.ReadInt32LittleEndian(written.AsSpan(blocks + 4 + 12));
        (string Name, int At, int Bytes)[] numbers =
        [
            ("Size", head, 4), ("Clusters", head + 4, 4), ("LeafRows", head + 8, 4), ("Seed", head + 12, 8), ("blocks", blocks, 4), ("first", blocks + 4, 8),
            ("level", blocks + 12, 4), ("length", blocks + 16, 4), ("second's first", second, 8), ("second's level", second + 8, 4), ("second's length", second + 12, 4),
            ("second's digest", second + 16, 8),
        ];
        foreach ((string name, int at, int bytes) in numbers)
            foreach (long value in (long[])[-1, 0, 1, 2, 3, 4, 6, 24, 25, 63, long.MinValue, int.MinValue, 1L << 40, bytes == 4 ? int.MaxValue : long.MaxValue])
            {
                byte[] changed = [.. written];
                if (bytes == 4) BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(at), (int)value);
                else BinaryPrimitives.WriteInt64LittleEndian(changed.AsSpan(at), value);
                if (changed.AsSpan().SequenceEqual(written) || name == "LeafRows" && (int)value == 0) continue;
                SHA256.HashData(changed.AsSpan(..^32), changed.AsSpan(^32..));
                long before = GC.GetAllocatedBytesForCurrentThread();
                string message = Assert.Throws<InvalidDataException>(() => CoresetSummary.Read(changed)).Message;
                Assert.True(message.StartsWith("no valid summary: ", StringComparison.Ordinal), $"{name} = {value}: {message}");
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
            }
    }

    /// <summary>Some shards are empty, some are kept as they are, most are reduced.</summary>
    private static int RowsOf(long shard) => (int)(shard % 41 * 7 % 41);

    private static float[] RowsIn(long shard) => Rows.Blobs(RowsOf(shard), Dimension, 3, seed: (int)(shard % 1000));

    private static void Append(CoresetSummary summary, long shard)
    {
        using CoresetStream stream = summary.CreateShard(shard);
        stream.Append(new Points(RowsIn(shard), Dimension));
        summary.Add(shard, stream);
    }

    private static byte[] Of(params long[] shards) => MadeBy(1, shards);

    private static byte[] MadeBy(int threads, params long[] shards)
    {
        var summary = new CoresetSummary(s_options with { Threads = threads });
        foreach (long shard in shards) Append(summary, shard);
        return Written(summary);
    }

    private static byte[] Merged(byte[] one, byte[] other)
    {
        CoresetSummary summary = CoresetSummary.Read(one);
        summary.Merge(other);
        return Written(summary);
    }

    private static byte[] Written(CoresetSummary summary)
    {
        var target = new ArrayBufferWriter<byte>();
        summary.Write(target);
        return target.WrittenSpan.ToArray();
    }

    private static byte[] Saved(CoresetStream stream)
    {
        var target = new ArrayBufferWriter<byte>();
        stream.Save(target);
        return target.WrittenSpan.ToArray();
    }
}
