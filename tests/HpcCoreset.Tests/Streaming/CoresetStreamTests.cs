using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using HpcCoreset.Numerics;
using HpcCoreset.Tests.Allocation;
using HpcCoreset.Tests.Clustering;
using HpcCoreset.Tests.Storage;
using Xunit;

namespace HpcCoreset.Tests.Streaming;

public class CoresetStreamTests
{
    private const int Dimension = 5;
    private const int FrameBytes = 20; // before the options in a file
    private static readonly CoresetStreamOptions s_options = new() { Size = 60, Clusters = 5, Seed = 3, LeafRows = 150 };

    public static TheoryData<ClusteringCoresetMethod, Metric> Everything()
    {
        var data = new TheoryData<ClusteringCoresetMethod, Metric>();
        foreach (ClusteringCoresetMethod method in Methods.Samplers)
            foreach (Metric metric in Enum.GetValues<Metric>().Where(m => m is not (Metric.Dot or Metric.Hamming))) data.Add(method, metric);
        return data;
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Cutting_the_rows_into_other_blocks_changes_no_byte(ClusteringCoresetMethod method, Metric metric)
    {
        CoresetStreamOptions options = s_options with { Method = method, Metric = metric };
        float[] rows = Rows.Blobs(4000, Dimension, 6);
        double[] weights = Rows.Weights(4000);
        string whole = Bytes(Streamed(options, rows, weights, [4000]));
        Assert.Equal(whole, Bytes(Streamed(options, rows, weights, [1])));
        Assert.Equal(whole, Bytes(Streamed(options, rows, weights, [0, 149, 150, 151, 1, 700])));
        foreach (int threads in (int[])[2, 3, 8]) Assert.Equal(whole, Bytes(Streamed(options with { Threads = threads }, rows, weights, [1024])));
        if (Methods.Samplers.Contains(method)) // the others leave nothing to chance
            Assert.NotEqual(whole, Bytes(Streamed(options with { Seed = 4 }, rows, weights, [4000])));
    }

    /// <summary>As many rows as leaves of a binary counter hold, one less, one more.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(149)]
    [InlineData(150)]
    [InlineData(151)]
    [InlineData(600)]
    [InlineData(601)]
    [InlineData(1950)]
    [InlineData(9751)]
    public void A_bucket_per_bit_of_the_number_of_full_leaves_is_kept(int count)
    {
        float[] rows = Rows.Blobs(count, Dimension, 6);
        using CoresetStream stream = Streamed(s_options, rows, [], [count]);
        uint fullLeaves = (uint)(count - 1) / 150;
        Assert.Equal(System.Numerics.BitOperations.PopCount(fullLeaves) * 60 + (count - (int)fullLeaves * 150), stream.Coreset.Count);
        Assert.Equal(count, stream.RowCount);
        Assert.Equal(count, stream.NextId);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void The_mass_of_whole_weights_is_exact_and_rows_are_those_of_the_source(ClusteringCoresetMethod method, Metric metric)
    {
        float[] rows = Rows.Blobs(7000, Dimension, 6);
        double[] weights = [.. Enumerable.Range(0, 7000).Select(i => (double)(i * 7919L % 1_000_003 % 5 == 0 ? 0 : i * 7919L % 1_000_003))];
        using CoresetStream stream = Streamed(s_options with { Method = method, Metric = metric }, rows, weights, [333]);
        Assert.Equal(weights.Sum(), stream.TotalWeight);
        foreach (bool reduced in (bool[])[false, true])
        {
            StreamCoreset coreset = reduced ? stream.Reduce() : stream.Coreset;
            var sum = default(ExactSum);
            foreach (double weight in coreset.Weights) sum.Add(weight);
            Assert.Equal(weights.Sum(), sum.ToDouble());
            Assert.Equal(coreset.Count, coreset.Ids.ToArray().Distinct().Count());
            for (int i = 0; i < coreset.Count; i++)
            {
                Assert.True(weights[coreset.Ids[i]] > 0 && coreset.Weights[i] > 0);
                Assert.Equal(rows.AsSpan((int)coreset.Ids[i] * Dimension, Dimension), coreset.Rows[i]);
            }
            if (reduced) Assert.Equal(60, coreset.Count);
        }
    }

    [Fact]
    public void Costs_stay_near_those_of_all_rows_where_a_uniform_stream_loses_them()
    {
        float[] rows = Rows.Outliers(20_000, Dimension);
        Assert.InRange(Worst(ClusteringCoresetMethod.Sensitivity), 1, 1.2);
        Assert.True(Worst(ClusteringCoresetMethod.Uniform) > 3);

        double Worst(ClusteringCoresetMethod method)
        {
            using CoresetStream stream = Streamed(new() { Size = 300, Clusters = 10, Method = method }, rows, [], [999]);
            StreamCoreset coreset = stream.Coreset;
            using var evaluator = new CoresetEvaluator(new() { Clusters = 10 });
            return evaluator.Evaluate(
                new Points(rows, Dimension), [.. coreset.Ids.ToArray().Select(id => (int)id)], coreset.Weights).MaxDistortion;
        }
    }

    /// <summary>Systematic sampling in random order is simple random sampling, and merging keeps it unbiased.</summary>
    [Fact]
    public void Over_many_seeds_a_uniform_stream_costs_what_all_rows_cost()
    {
        float[] rows = Rows.Blobs(1000, Dimension, 6, noise: 2);
        double[] centres = [10, 11, 12, 13, 10, 11, 12, 12, 12, 13];
        double expected = Rows.Cost(Metric.SquaredEuclidean, rows, Dimension, [], centres);
        double[] ratios = [.. Enumerable.Range(0, 400).Select(seed =>
        {
            using CoresetStream stream = Streamed(
                new() { Size = 20, LeafRows = 40, Method = ClusteringCoresetMethod.Uniform, Seed = (ulong)seed }, rows, [], [1000]);
            return Rows.Cost(Metric.SquaredEuclidean, Values(stream), Dimension, stream.Coreset.Weights, centres) / expected;
        })];
        double deviation = Math.Sqrt(ratios.Sum(ratio => (ratio - 1) * (ratio - 1)) / 400);
        Assert.Equal(1, ratios.Average(), 3 * deviation / 20);
    }

    [Fact]
    public void Scaling_the_weights_scales_the_coreset()
    {
        float[] rows = Rows.Blobs(3000, Dimension, 6);
        double[] weights = Rows.Weights(3000);
        using CoresetStream one = Streamed(s_options, rows, weights, [500]), scaled = Streamed(s_options, rows, [.. weights.Select(w => w * 1024)], [500]);
        Assert.Equal(one.Coreset.Ids, scaled.Coreset.Ids);
        Assert.Equal(one.Coreset.Weights.ToArray().Select(w => w * 1024), scaled.Coreset.Weights.ToArray());
    }

    [Fact]
    public void Few_rows_are_kept_as_they_are()
    {
        using var stream = new CoresetStream(s_options);
        Assert.Equal((0, 0, 0.0), (stream.Coreset.Count, stream.Coreset.Rows.Count, stream.TotalWeight));
        Assert.Throws<InvalidOperationException>(() => stream.Reduce().Count);
        stream.Append(new Points([1, 2, 3, 4, 5, 6], 2), [2, 0, 0.5], [40, 7, 20]);
        Assert.Equal([1, 2, 5, 6], Values(stream));
        Assert.Equal([2, 0.5], stream.Coreset.Weights);
        Assert.Equal([40, 20], stream.Coreset.Ids);
        Assert.Equal((3, 41, 2.5), (stream.RowCount, stream.NextId, stream.TotalWeight));
        stream.Append(new Points([7, 8], 2));
        Assert.Equal([40, 20, 41], stream.Coreset.Ids);
        Assert.Equal([40, 20, 41], stream.Reduce().Ids);
    }

    [Fact]
    public void Narrow_rows_are_those_decoded()
    {
        float[] values = Rows.Blobs(1000, Dimension, 6);
        foreach (string kind in NarrowRows.Kinds)
        {
            var narrow = new NarrowRows(kind, values, Dimension);
            using var stream = new CoresetStream(s_options);
            stream.Append(narrow.View);
            Assert.Equal(Bytes(Streamed(s_options, narrow.Decoded, [], [1000])), Bytes(stream));
        }
    }

    [Fact]
    public void Merging_shards_keeps_mass_and_ids_and_any_levels_fit_together()
    {
        var random = new Random(5);
        for (int trial = 0; trial < 20; trial++)
        {
            float[] rows = Rows.Blobs(8000, Dimension, 6, seed: trial);
            using var merged = new CoresetStream(s_options);
            int first = 0;
            for (int shard = 0; shard < 5; shard++)
            {
                int count = random.Next(3) == 0 ? random.Next(150) : random.Next(2000);
                using var stream = new CoresetStream(s_options with { Seed = (ulong)shard, Threads = 2 });
                stream.Append(
                    new Points(rows.AsSpan(first * Dimension, count * Dimension), Dimension),
                    ids: [.. Enumerable.Range(first, count).Select(id => (long)id)]);
                string before = Bytes(stream);
                merged.Merge(stream);
                Assert.Equal(before, Bytes(stream));
                first += count;
            }
            Assert.Equal((first, first, first), (merged.RowCount, merged.NextId, merged.TotalWeight));
            Assert.InRange(merged.Coreset.Count, 1, 150 + 60 * 6);
            for (int i = 0; i < merged.Coreset.Count; i++)
                Assert.Equal(rows.AsSpan((int)merged.Coreset.Ids[i] * Dimension, Dimension), merged.Coreset.Rows[i]);
            Assert.Equal(merged.Coreset.Count, merged.Coreset.Ids.ToArray().Distinct().Count());
        }
    }

    [Fact]
    public void Merging_with_an_empty_stream_changes_nothing_but_the_next_number()
    {
        using CoresetStream stream = Streamed(s_options, Rows.Blobs(1000, Dimension, 6), [], [1000]);
        using var empty = new CoresetStream(s_options);
        string before = Bytes(stream);
        stream.Merge(empty);
        Assert.Equal(before, Bytes(stream));
        empty.Merge(stream);
        Assert.Equal(before, Bytes(empty));
        empty.Append(new Points(new float[Dimension], Dimension));
        Assert.Equal(1000, empty.Coreset.Ids[^1]);
    }

    [Fact]
    public void Appending_reading_and_reducing_allocate_nothing_once_warm()
    {
        float[] rows = Rows.Blobs(20_000, Dimension, 6);
        double[] weights = Rows.Weights(20_000);
        using var stream = new CoresetStream(s_options);
        stream.Prepare(1_000_000, Dimension);
        stream.Append(new Points(rows, Dimension), weights);
        Assert.Equal(0, Allocated.Always(() => stream.Append(new Points(rows, Dimension), weights)));
        Assert.Equal(0, Allocated.Always(() => stream.Reduce()));
        double sum = 0;
        Assert.Equal(0, Allocated.Always(() => sum += stream.Coreset.Weights[0] + stream.TotalWeight));
    }

    /// <summary>Options may be those of a file that somebody else wrote.</summary>
    [Fact]
    public void Merging_reserves_what_the_rows_ask_for_and_not_what_the_options_promise()
    {
        CoresetStreamOptions huge = new() { Size = 1 << 28 };
        using CoresetStream one = Loaded([1, 2, 3]), other = Loaded([4, 5]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        one.Merge(other);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 16);
        Assert.Equal([1, 2, 3, 4, 5], Values(one));

        CoresetStream Loaded(float[] rows)
        {
            using var stream = new CoresetStream(huge with { Size = 10, LeafRows = 20 });
            stream.Append(new Points(rows, 1));
            using var file = new MemoryStream();
            stream.Save(file);
            byte[] bytes = file.ToArray();
            int size = FrameBytes + 1 + nameof(ClusteringCoresetMethod.Sensitivity).Length + 1 + nameof(Metric.SquaredEuclidean).Length;
            BitConverter.TryWriteBytes(bytes.AsSpan(size), huge.Size);
            BitConverter.TryWriteBytes(bytes.AsSpan(size + 8), 4 * huge.Size);
            SHA256.HashData(bytes.AsSpan(..^32), bytes.AsSpan(^32..));
            return CoresetStream.Load(bytes);
        }
    }

    [Fact]
    public void Stale_views_and_disposed_streams_are_refused()
    {
        var stream = new CoresetStream(s_options);
        stream.Append(new Points([1, 2], 1));
        StreamCoreset view = stream.Coreset, reduced = stream.Reduce();
        Assert.Equal([2, 2], [view.Count, reduced.Count]); // reducing disturbs nothing
        stream.Append(new Points([3], 1));
        AssertStale(view);
        Assert.Equal(2, reduced.Count);
        stream.Reduce();
        AssertStale(reduced);
        view = stream.Coreset;
        stream.Dispose();
        AssertStale(view);
        Assert.Throws<ObjectDisposedException>(() => stream.Append(new Points([1], 1)));
        Assert.Throws<ObjectDisposedException>(() => stream.Coreset.Count);
        Assert.Throws<ObjectDisposedException>(() => stream.Reduce().Count);

        static void AssertStale(StreamCoreset stale)
        {
            foreach (int part in Enumerable.Range(0, 5))
                try
                {
                    _ = part switch { 0 => stale.Count, 1 => stale.Rows.Count, 2 => stale.Weights.Length, 3 => stale.Ids.Length, _ => stale.Offset };
                    Assert.Fail($"part {part} could be read");
                }
                catch (InvalidOperationException)
                {
                }
        }
    }

    [Fact]
    public void What_is_wrong_is_told_and_nothing_is_appended()
    {
        Refused(() => Create(new() { Size = 0 }), "options.Size");
        Refused(() => Create(new() { Size = 10, LeafRows = 19 }), "options.LeafRows");
        Refused(() => Create(new() { Size = 10, Clusters = 0 }), "options.Clusters");
        Refused(() => Create(new() { Size = 10, Threads = 0 }), "options.Threads");
        Refused(() => Create(new() { Size = 10, Metric = Metric.Dot }), "Dot");
        Refused(() => Create(new() { Size = 10, Metric = Metric.Hamming }), "Hamming");
        using var stream = new CoresetStream(new() { Size = 10, Metric = Metric.Cosine });
        stream.Append(new Points([1, 2], 2));
        Refused(() => stream.Append(new Points([1, 2, 3], 3)), "block: found dimension 3, the rows before have 2");
        Refused(() => stream.Append(new Points([1, 2, 3, float.NaN], 2)), "block: found NaN in row 1, column 1");
        Refused(() => stream.Append(new Points([1, 2, 0, 0], 2)), "row 1");
        Refused(() => stream.Append(new Points([1, 2], 2), [1, 2]), "weights: found 2 weights for 1 rows");
        foreach (double weight in (double[])[-1, double.NaN, double.PositiveInfinity, 1e-201, 1e201])
            Refused(() => stream.Append(new Points([1, 2, 3, 4], 2), [1, weight]), "for row 1; allowed are 0 and values from 1E-200 to 1E+200");
        Refused(() => stream.Append(new Points([1, 2], 2), [], [1, 2]), "ids: found 2 numbers for 1 rows");
        Refused(() => stream.Append(new Points([1, 2], 2), [], [-1]), "ids: found -1 for row 0");
        Refused(() => stream.Append(new Points([1, 2], 2), [], [long.MaxValue]), "ids");
        using var full = new CoresetStream(new() { Size = 5 });
        full.Append(new Points([1, 2], 2), [], [long.MaxValue - 1]);
        Refused(() => full.Append(new Points([1, 2], 2)), "ids");
        Refused(() => stream.Prepare(10, 3), "dimension");
        Refused(() => stream.Merge(stream), "itself");
        Refused(() => stream.Merge(new CoresetStream(new() { Size = 11, Metric = Metric.Cosine })), "other: found CoresetStreamOptions { Size = 11");
        using var wider = new CoresetStream(new() { Size = 10, Metric = Metric.Cosine });
        wider.Append(new Points([1, 2, 3], 3));
        Refused(() => stream.Merge(wider), "other: found dimension 3");
        Assert.Equal((1, 1, 1.0), (stream.RowCount, stream.NextId, stream.TotalWeight));

        static void Create(CoresetStreamOptions options) => new CoresetStream(options).Dispose();

        static void Refused(Action call, string message) =>
            Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    /// <summary>Rows appended in blocks whose sizes go round.</summary>
    private static CoresetStream Streamed(CoresetStreamOptions options, float[] rows, double[] weights, int[] blocks)
    {
        var stream = new CoresetStream(options);
        int count = rows.Length / Dimension;
        for (int first = 0, block = 0; first < count; block++)
        {
            int next = Math.Min(count, first + blocks[block % blocks.Length]);
            stream.Append(
                new Points(rows.AsSpan(first * Dimension, (next - first) * Dimension), Dimension), weights.Length == 0 ? [] : weights.AsSpan(first, next - first));
            first = next;
        }
        return stream;
    }

    private static float[] Values(CoresetStream stream)
    {
        Points rows = stream.Coreset.Rows;
        var values = new List<float>();
        for (int i = 0; i < rows.Count; i++) values.AddRange(rows[i]);
        return [.. values];
    }

    private static string Bytes(CoresetStream stream) => string.Join(
        ' ', Values(stream).Select(BitConverter.SingleToInt32Bits).Select(bits => (long)bits)
            .Concat(stream.Coreset.Weights.ToArray().Select(BitConverter.DoubleToInt64Bits)).Concat(stream.Coreset.Ids.ToArray()));
}
