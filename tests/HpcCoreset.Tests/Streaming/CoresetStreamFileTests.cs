using System;
using System.Buffers;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using HpcCoreset.Tests.Clustering;
using Xunit;

namespace HpcCoreset.Tests.Streaming;

public class CoresetStreamFileTests
{
    private static readonly CoresetStreamOptions s_options = new() { Size = 6, Clusters = 2, Seed = 0xFEDC_BA98_7654_3210, Metric = Metric.Euclidean };

    [Fact]
    public void A_loaded_stream_goes_on_with_the_same_bytes()
    {
        const int Count = 3000, Dimension = 4;
        float[] rows = Rows.Blobs(Count, Dimension, 6);
        double[] weights = Rows.Weights(Count);
        using var whole = new CoresetStream(s_options);
        whole.Append(new Points(rows, Dimension), weights);
        byte[] expected = Saved(whole);
        foreach (int cut in (int[])[0, 1, 23, 24, 25, 500, 2999, 3000])
        {
            using var first = new CoresetStream(s_options);
            first.Append(new Points(rows.AsSpan(0, cut * Dimension), Dimension), weights.AsSpan(0, cut));
            byte[] saved = Saved(first);
            using CoresetStream second = CoresetStream.Load(saved, threads: 3);
            Assert.Equal(saved, Saved(second));
            Assert.Equal(first.Options, second.Options with { Threads = 1 });
            Assert.Equal((first.RowCount, first.NextId, first.TotalWeight), (second.RowCount, second.NextId, second.TotalWeight));
            second.Append(new Points(rows.AsSpan(cut * Dimension), Dimension), weights.AsSpan(cut));
            Assert.Equal(expected, Saved(second));
        }
    }

    [Fact]
    public void Both_ways_to_save_and_to_load_are_one()
    {
        using CoresetStream stream = Small();
        byte[] saved = Saved(stream);
        using var memory = new MemoryStream();
        stream.Save(memory);
        Assert.Equal(saved, memory.ToArray());
        memory.Position = 0;
        using CoresetStream loaded = CoresetStream.Load(memory);
        Assert.Equal(saved, Saved(loaded));
        using CoresetStream trickled = CoresetStream.Load(new OneByteAtATime(saved));
        Assert.Equal(saved, Saved(trickled));
    }

    [Fact]
    public void A_file_cut_at_any_byte_is_refused()
    {
        using CoresetStream stream = Small();
        byte[] saved = Saved(stream);
        for (int length = 0; length < saved.Length; length++)
        {
            string message = Refused(saved[..length]);
            Assert.StartsWith($"truncated: found {length} bytes, ", message, StringComparison.Ordinal);
        }
        Assert.StartsWith($"damaged: found {saved.Length + 1} bytes, its head tells of {saved.Length}", Refused([.. saved, 0]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_any_bit_flipped_is_refused()
    {
        using CoresetStream stream = Small();
        byte[] saved = Saved(stream);
        for (int bit = 0; bit < saved.Length * 8; bit++)
        {
            byte[] flipped = [.. saved];
            flipped[bit / 8] ^= (byte)(1 << bit % 8);
            string expected = (bit / 8) switch
            {
                < 8 => "not a .hpcs file: ",
                < 12 => "found version ",
                < 20 => BinaryPrimitives.ReadInt64LittleEndian(flipped.AsSpan(12)) > saved.Length ? "truncated: " : "damaged: found ",
                _ => "damaged: the checksum ",
            };
            Assert.StartsWith(expected, Refused(flipped), StringComparison.Ordinal);
        }
        for (int at = 0; at < saved.Length; at++) Refused([.. saved.Select((b, i) => i == at ? (byte)~b : b)]);
    }

    [Fact]
    public void Foreign_bytes_are_refused_without_reading_them_all()
    {
        Assert.StartsWith("truncated: found 0 bytes", Refused([]), StringComparison.Ordinal);
        foreach (byte[] foreign in (byte[][])[Encoding.ASCII.GetBytes("index,weight,gain\n1,2,3\n"), [0x93, .. "NUMPY"u8], [0], new byte[4096]])
            Assert.StartsWith("not a .hpcs file", Refused(foreign), StringComparison.Ordinal);
        using var endless = new Endless();
        Assert.Throws<InvalidDataException>(() => CoresetStream.Load(endless));
        Assert.InRange(endless.BytesRead, 1, 1 << 17);
    }

    /// <summary>Every number of the file as something else, with a checksum that fits.</summary>
    [Fact]
    public void Numbers_that_make_no_sense_are_refused_before_memory_is_reserved_by_them()
    {
        using CoresetStream stream = Small();
        byte[] saved = Saved(stream);
        int head = 20 + 1 + nameof(ClusteringCoresetMethod.Sensitivity).Length + 1 + nameof(Metric.Euclidean).Length;
        (string Name, int At, int Bytes)[] numbers =
        [
            ("Size", 0, 4), ("Clusters", 4, 4), ("LeafRows", 8, 4), ("rows appended", 20, 8), ("next number", 28, 8), ("buckets", 52, 4), ("rows", 56, 4),
            ("dimension", 60, 4), ("level", 64, 4), ("count", 68, 4), ("mass", 72, 8), ("weight", 64 + 2 * 16, 8), ("number", 72 + 2 * 16, 8),
        ];
        foreach ((string name, int at, int bytes) in numbers)
            foreach (long value in (long[])[-1, long.MinValue, int.MinValue, bytes == 4 ? int.MaxValue : long.MaxValue])
            {
                if (name is "rows appended" or "next number" or "Clusters" && value > 0) continue; // large, but possible
                if (name == "rows appended" && value == int.MinValue) continue;
                byte[] changed = [.. saved];
                if (bytes == 4) BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(head + at), (int)value);
                else BinaryPrimitives.WriteInt64LittleEndian(changed.AsSpan(head + at), value);
                if (changed.AsSpan().SequenceEqual(saved)) continue;
                if (bytes == 4 && (int)value == 0) continue;
                Sign(changed);
                long before = GC.GetAllocatedBytesForCurrentThread();
                Assert.True(Refused(changed).StartsWith("no valid stream: ", StringComparison.Ordinal), $"{name} = {value}");
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
            }
        foreach ((int from, string what) in ((int, string)[])[(20, "Method"), (20 + 12, "Metric")])
        {
            byte[] renamed = [.. saved];
            renamed[from + 1] ^= 1;
            Sign(renamed);
            Assert.Contains($"{what} ", Refused(renamed), StringComparison.Ordinal);
        }
        byte[] notFinite = [.. saved];
        BinaryPrimitives.WriteSingleLittleEndian(notFinite.AsSpan(saved.Length - 32 - 4), float.NaN);
        Sign(notFinite);
        Assert.Contains("NaN in row", Refused(notFinite), StringComparison.Ordinal);
    }

    /// <summary>Two buckets and rows in the leaf.</summary>
    private static CoresetStream Small()
    {
        var stream = new CoresetStream(s_options);
        stream.Append(new Points(Rows.Blobs(3 * 24 + 5, 2, 3), 2));
        return stream;
    }

    private static byte[] Saved(CoresetStream stream)
    {
        var target = new ArrayBufferWriter<byte>();
        stream.Save(target);
        return target.WrittenSpan.ToArray();
    }

    private static void Sign(byte[] file) => SHA256.HashData(file.AsSpan(0, file.Length - 32), file.AsSpan(file.Length - 32));

    private static string Refused(byte[] file)
    {
        string message = Assert.Throws<InvalidDataException>(() => CoresetStream.Load(file)).Message;
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => CoresetStream.Load(new MemoryStream(file))).Message);
        return message;
    }

    private sealed class OneByteAtATime(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);
    }

    private sealed class Endless : MemoryStream
    {
        public long BytesRead { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            buffer.Fill(7);
            BytesRead += buffer.Length;
            return buffer.Length;
        }
    }
}
