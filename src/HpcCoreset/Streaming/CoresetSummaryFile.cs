using System;
using System.Collections.Generic;
using System.IO;
using HpcCoreset.Files;
using static HpcCoreset.Files.SealedFormat;

namespace HpcCoreset.Streaming;

/// <summary>The <c>.hpcs</c> format of numbered shards, version 1: what a summary needs to be merged with others.</summary>
/// <remarks>
/// In the frame of a <see cref="SealedFormat"/>: options and number of blocks; of each block the number of its first shard, its level, the
/// length of its stream, its digests and its stream, which is a <see cref="CoresetStreamFile"/> of its own.
/// </remarks>
internal static class CoresetSummaryFile
{
    private const int BlockBytes = sizeof(long) + 2 * sizeof(int);

    /// <summary>The frame.</summary>
    public static readonly SealedFormat Format = new("HPCM", "sharded .hpcs", version: 1, CoresetStreamFile.LeastOptionsBytes + sizeof(int));

    /// <summary>The length of a summary's file.</summary>
    /// <exception cref="InvalidOperationException">It would be longer than memory can be at once.</exception>
    public static int Length(CoresetSummary summary)
    {
        long length = CoresetStreamFile.OptionsBytes(summary.Options) + sizeof(int) + SealedFormat.Overhead;
        foreach (ShardBlock block in summary.Blocks) length += BlockBytes + (long)block.Digests.Length * sizeof(ulong) + block.File.Length;
        return length <= Array.MaxLength
            ? (int)length
            : throw new InvalidOperationException(
                $"The summary would have {length} bytes in {summary.Blocks.Count} blocks of shards; allowed are {Array.MaxLength}. Take a smaller Size, or merge shards whose numbers are neighbours first.");
    }

    /// <summary>Writes a summary's file.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="file">Of its <see cref="Length"/>.</param>
    public static void Write(CoresetSummary summary, Span<byte> file) => Format.Write(file, writer =>
    {
        CoresetStreamFile.WriteOptions(writer, summary.Options);
        writer.Write(summary.Blocks.Count);
        foreach (ShardBlock block in summary.Blocks)
        {
            writer.Write(block.First);
            writer.Write(block.Level);
            writer.Write(block.File.Length);
            foreach (ulong digest in block.Digests) writer.Write(digest);
            writer.Write(block.File);
        }
    });

    /// <summary>Reads a summary.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="threads">Threads that the summary shall use.</param>
    /// <exception cref="InvalidDataException">It is no file, or a damaged one; the message says how.</exception>
    public static CoresetSummary Read(ReadOnlySpan<byte> file, int threads) => Format.Read(file, reader =>
    {
        try
        {
            return Read(reader, threads);
        }
        // Only here does a wrong file have a right checksum: another program wrote it.
        catch (Exception refused) when (refused is ArgumentException or IOException or FormatException or InvalidDataException)
        {
            throw new InvalidDataException($"no valid summary: {refused.Message}", refused);
        }
    });

    private static CoresetSummary Read(BinaryReader reader, int threads)
    {
        var summary = new CoresetSummary(CoresetStreamFile.ReadOptions(reader, threads));
        int count = reader.ReadInt32();
        Require(count >= 0, $"found {count} blocks");
        var blocks = new List<ShardBlock>();
        for (int i = 0; i < count; i++)
        {
            ShardBlock block = ReadBlock(reader, summary, threads);
            Require(i == 0 || blocks[^1].End <= block.First && !blocks[^1].IsLeftOf(block), $"found shard {block.First} behind shard {(i == 0 ? 0 : blocks[^1].End - 1)}");
            blocks.Add(block);
        }
        Require(reader.BaseStream.Position == reader.BaseStream.Length, $"found {reader.BaseStream.Length - reader.BaseStream.Position} bytes behind {count} blocks");
        summary.Take(blocks, "blocks"); // which are halves of none, so that nothing is merged
        return summary;
    }

    private static ShardBlock ReadBlock(BinaryReader reader, CoresetSummary summary, int threads)
    {
        (long first, int level, int length) = (reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt32());
        Require(first >= 0 && level is >= 0 and <= ShardBlock.MostLevel && first <= long.MaxValue - (1L << level) && (first & (1L << level) - 1) == 0,
            $"found a block of 2^{level} shards from {first} on");
        long rest = reader.BaseStream.Length - reader.BaseStream.Position;
        Require(length > 0 && ((long)sizeof(ulong) << level) + length <= rest, $"found {length} bytes and 2^{level} digests for shard {first} in {rest} bytes");
        ulong[] digests = new ulong[1 << level];
        foreach (ref ulong digest in digests.AsSpan()) digest = reader.ReadUInt64();
        byte[] file = reader.ReadBytes(length);
        using CoresetStream stream = CoresetStream.Load(file, threads);
        Require(stream.Options == summary.OptionsOf(first), $"found {stream.Options} for shard {first}");
        Require(level > 0 || digests[0] == ShardBlock.DigestOf(file), $"found a digest that is not that of shard {first}");
        return new ShardBlock(first, level, digests, file, stream.Dimension);
    }
}
