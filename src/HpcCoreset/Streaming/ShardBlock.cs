using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HpcCoreset.Streaming;

/// <summary>What 2^level neighbouring shards were merged to, the first of them a multiple of 2^level: a node of a binary tree over all numbers.</summary>
/// <param name="First">The number of its first shard.</param>
/// <param name="Level">How many times it was merged with a block of the same size.</param>
/// <param name="Digests">What its shards were before, one number each.</param>
/// <param name="File">The stream that they became, as it is saved: a block waits for another, and needs no workspace meanwhile.</param>
/// <param name="Dimension">Values per row; 0 if there are no rows.</param>
internal sealed record ShardBlock(long First, int Level, ulong[] Digests, byte[] File, int Dimension)
{
    /// <summary>Blocks grow no further: 128 MB of digests.</summary>
    public const int MostLevel = 24;

    /// <summary>The number after that of its last shard.</summary>
    public long End => First + (1L << Level);

    /// <summary>A block of one shard.</summary>
    /// <param name="shard">Its number.</param>
    /// <param name="stream">Its rows.</param>
    public static ShardBlock Of(long shard, CoresetStream stream)
    {
        byte[] file = Saved(stream);
        return new ShardBlock(shard, 0, [DigestOf(file)], file, stream.Dimension);
    }

    /// <summary>
    /// A number that tells a stream from others that were made by mistake, from its file: the beginning of the checksum that stands at the
    /// end. 64 bits: nobody is meant to look for two streams that share it, and there is one for every shard.
    /// </summary>
    public static ulong DigestOf(ReadOnlySpan<byte> file) => BinaryPrimitives.ReadUInt64LittleEndian(file[^SHA256.HashSizeInBytes..]);

    /// <summary>Whether this and the next block are the halves of one.</summary>
    public bool IsLeftOf(ShardBlock next) => Level < MostLevel && next.Level == Level && next.First == End && (First >> Level & 1) == 0;

    /// <summary>Merges two halves: what comes out depends on them alone.</summary>
    /// <param name="next">The other half, whose shards have the larger numbers.</param>
    /// <param name="threads">Threads to use.</param>
    public ShardBlock With(ShardBlock next, int threads)
    {
        using CoresetStream merged = CoresetStream.Load(File, threads), other = CoresetStream.Load(next.File, threads);
        merged.Merge(other);
        return new ShardBlock(First, Level + 1, [.. Digests, .. next.Digests], Saved(merged), merged.Dimension);
    }

    /// <summary>Whether all shards of another block are some of these.</summary>
    public bool Covers(ShardBlock other) => First <= other.First && other.End <= End;

    /// <summary>The first shard of a block within this one that was another there; nothing if there is none.</summary>
    public long? FirstChanged(ShardBlock within)
    {
        int offset = (int)(within.First - First), same = Digests.AsSpan(offset, within.Digests.Length).CommonPrefixLength(within.Digests);
        return same == within.Digests.Length ? null : within.First + same;
    }

    private static byte[] Saved(CoresetStream stream)
    {
        var file = new ArrayBufferWriter<byte>();
        stream.Save(file);
        return file.WrittenSpan.ToArray();
    }
}
