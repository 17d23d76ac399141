using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using HpcCoreset.Files;
using HpcCoreset.Numerics;
using HpcCoreset.Streaming;

namespace HpcCoreset;

/// <summary>
/// Coresets of shards, numbered parts of the rows, as a value that any transport can carry: bytes that are merged anywhere, in any order
/// and any tree, some of them twice. The same shards give the same bytes.
/// </summary>
/// <remarks>
/// <para>
/// Merging is associative, commutative and idempotent, and a summary of no shards changes nothing: by their numbers shards are the leaves of
/// one binary tree, and blocks of 2^j neighbours, the first of them a multiple of 2^j, its inner nodes. A summary holds the largest blocks of
/// which it has all shards. Which those are depends on its shards alone, and what a block holds on the shards below it: two halves are
/// merged when both are there, the one of smaller numbers first, never otherwise. So nothing that was merged has to be undone, and nothing
/// is kept for the sake of order but halves that wait for the other: shards 0 to m - 1 leave at most log2(m) + 1 blocks, any m in a row
/// twice as many, each of about as many rows as one stream over its shards would keep, and 8 bytes per shard. In the worst of orders, even
/// numbers first, half of the shards wait side by side; numbers with gaps that nobody fills are never merged further.
/// </para>
/// <para>
/// A shard that comes again with the same bytes changes nothing, as queues that deliver at least once ask for. One that comes with other
/// bytes is refused, also after it has become part of a block: two shards under one number would each stand for the other's rows.
/// </para>
/// <para>Not thread-safe: a summary per thread, merged at the end.</para>
/// </remarks>
public sealed class CoresetSummary
{
    private const ulong ShardSeeds = 4;

    private List<ShardBlock> _blocks = [];
    private ExclusiveUse _use;

    /// <summary>Creates a summary of no shards.</summary>
    /// <param name="options">What is kept of every shard. Their seeds are drawn from this one, by number.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public CoresetSummary(CoresetStreamOptions options)
    {
        using var checkedOptions = new CoresetStream(options);
        Options = checkedOptions.Options;
    }

    /// <summary>The options, <see cref="CoresetStreamOptions.LeafRows"/> filled in.</summary>
    public CoresetStreamOptions Options { get; }

    /// <summary>The shards that were merged: ranges of numbers, ascending, with gaps between them. Allocates the list.</summary>
    public IReadOnlyList<ShardRange> Shards
    {
        get
        {
            var ranges = new List<ShardRange>();
            foreach (ShardBlock block in _blocks)
                if (ranges.Count > 0 && ranges[^1].Last + 1 == block.First) ranges[^1] = ranges[^1] with { Last = block.End - 1 };
                else ranges.Add(new ShardRange(block.First, block.End - 1));
            return ranges;
        }
    }

    /// <summary>Values per row; 0 before the first row.</summary>
    public int Dimension { get; private set; }

    /// <summary>What is held, ascending by shard.</summary>
    internal IReadOnlyList<ShardBlock> Blocks => _blocks;

    /// <summary>An empty stream for the rows of a shard, with the shard's seed. Nothing of it is in the summary before <see cref="Add"/>.</summary>
    /// <param name="shard">The shard's number, from 0 to 2^63 - 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such number.</exception>
    public CoresetStream CreateShard(long shard)
    {
        CheckNumber(shard);
        return new CoresetStream(OptionsOf(shard));
    }

    /// <summary>Merges a shard whose rows have all been appended. Copies what the stream keeps; may merge about log2(shards) blocks.</summary>
    /// <param name="shard">The shard's number.</param>
    /// <param name="stream">What <see cref="CreateShard"/> made for that number; it stays as it is.</param>
    /// <exception cref="ArgumentException">
    /// The stream is of other options or was made for another number, its rows have another dimension, or that shard was merged with other
    /// rows. The summary is as it was.
    /// </exception>
    /// <exception cref="InvalidOperationException">Another call is running on one of them.</exception>
    public void Add(long shard, CoresetStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CheckNumber(shard);
        using ExclusiveUse.Call call = _use.Enter(this);
        if (stream.Options with { Threads = Options.Threads } != OptionsOf(shard))
            throw new ArgumentException($"stream: found {stream.Options}; allowed is what CreateShard makes for shard {shard}, {OptionsOf(shard)}.", nameof(stream));
        Take([ShardBlock.Of(shard, stream)], nameof(stream));
    }

    /// <summary>Merges what another summary has written, wherever that was: one part of some shards, of all, or of none.</summary>
    /// <remarks>
    /// Costs a look at every byte, a merge of two streams for each block that becomes complete, and reserves about as many bytes as there
    /// are: no number in them reserves anything. The other's threads do not matter.
    /// </remarks>
    /// <param name="summary">What <see cref="Write(IBufferWriter{byte})"/> wrote.</param>
    /// <exception cref="InvalidDataException">The bytes are no summary, cut short or damaged; the message says how. This one is as it was.</exception>
    /// <exception cref="ArgumentException">The summaries do not go together, or have different shards of one number; this one is as it was.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this object.</exception>
    public void Merge(ReadOnlySpan<byte> summary) => Merge(CoresetSummaryFile.Read(summary, Options.Threads), nameof(summary));

    /// <summary>Merges another summary, which stays as it is.</summary>
    /// <param name="other">A summary with the same options but for threads.</param>
    /// <exception cref="ArgumentException">The summaries do not go together, or have different shards of one number; this one is as it was.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this object.</exception>
    public void Merge(CoresetSummary other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Merge(other, nameof(other));
    }

    /// <summary>All shards as one stream, to read the coreset of, to reduce or to save: blocks merged in the order of their shards.</summary>
    /// <remarks>The same shards give the same stream. The summary stays as it is; the stream is a copy of what it holds.</remarks>
    /// <exception cref="InvalidOperationException">Another call is running on this object.</exception>
    public CoresetStream ToStream()
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        CoresetStream stream = _blocks.Count == 0 ? new CoresetStream(Options) : CoresetStream.Load(_blocks[0].File, Options.Threads);
        for (int i = 1; i < _blocks.Count; i++)
        {
            using CoresetStream next = CoresetStream.Load(_blocks[i].File, Options.Threads);
            stream.Merge(next);
        }
        return stream;
    }

    /// <summary>Writes everything that <see cref="Merge(ReadOnlySpan{byte})"/> needs: the same shards give the same bytes on every machine.</summary>
    /// <param name="target">Where to: it is asked for one piece of memory.</param>
    /// <exception cref="InvalidOperationException">Another call is running on this object, or there would be more than 2 GB.</exception>
    public void Write(IBufferWriter<byte> target)
    {
        ArgumentNullException.ThrowIfNull(target);
        using ExclusiveUse.Call call = _use.Enter(this);
        int length = CoresetSummaryFile.Length(this);
        CoresetSummaryFile.Write(this, target.GetSpan(length)[..length]);
        target.Advance(length);
    }

    /// <summary>Writes a <c>.hpcs</c> file, as <see cref="Write(IBufferWriter{byte})"/>; allocates the file.</summary>
    /// <param name="target">Where to; left open.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="InvalidOperationException">Another call is running on this object, or there would be more than 2 GB.</exception>
    public void Write(Stream target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var file = new ArrayBufferWriter<byte>();
        Write(file);
        target.Write(file.WrittenSpan);
    }

    /// <summary>A summary as it was when it was written.</summary>
    /// <param name="summary">What <see cref="Write(IBufferWriter{byte})"/> wrote.</param>
    /// <param name="threads">Threads to use, at least 1 (the default); they are not written.</param>
    /// <exception cref="InvalidDataException">The bytes are no summary, cut short or damaged; the message says how.</exception>
    public static CoresetSummary Read(ReadOnlySpan<byte> summary, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return CoresetSummaryFile.Read(summary, threads);
    }

    /// <summary>A summary as it was when it was written, read to the end of <paramref name="source"/>, of which no more than it has is reserved.</summary>
    /// <param name="source">What <see cref="Write(Stream)"/> wrote; left open.</param>
    /// <param name="threads">Threads to use, at least 1 (the default); they are not written.</param>
    /// <exception cref="InvalidDataException">The bytes are no summary, cut short or damaged; the message says how.</exception>
    /// <exception cref="IOException">They could not be read.</exception>
    public static CoresetSummary Read(Stream source, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Read(CoresetSummaryFile.Format.ReadAll(source).Span, threads);
    }

    /// <summary>What the stream of a block has for options: those of its first shard, whose seed nobody else has.</summary>
    /// <param name="first">The number of the block's first shard.</param>
    internal CoresetStreamOptions OptionsOf(long first) => Options with { Seed = new Philox(Options.Seed, ShardSeeds).UInt64((ulong)first) };

    /// <summary>Takes blocks in; of two blocks of one tree one covers the other, or they have no shard in common.</summary>
    /// <param name="arriving">The blocks.</param>
    /// <param name="argument">What brought them, for messages.</param>
    /// <exception cref="ArgumentException">They do not go with those that are there, which stay as they are.</exception>
    internal void Take(IReadOnlyList<ShardBlock> arriving, string argument)
    {
        List<ShardBlock> blocks = [.. _blocks];
        int dimension = Dimension;
        foreach (ShardBlock block in arriving)
        {
            if (dimension == 0) dimension = block.Dimension;
            if (block.Dimension != 0 && block.Dimension != dimension)
                throw new ArgumentException($"{argument}: found rows of dimension {block.Dimension} from shard {block.First} on, the others have {dimension}.", argument);
            Insert(blocks, block, argument);
        }
        (_blocks, Dimension) = (blocks, dimension);
    }

    private static void CheckNumber(long shard)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        ArgumentOutOfRangeException.ThrowIfEqual(shard, long.MaxValue);
    }

    private void Merge(CoresetSummary other, string argument)
    {
        using ExclusiveUse.Call call = _use.Enter(this);
        if (other.Options with { Threads = Options.Threads } != Options)
            throw new ArgumentException($"{argument}: found {other.Options}; allowed are the options of this summary, {Options}, but for threads.", argument);
        Take(other._blocks, argument);
    }

    private void Insert(List<ShardBlock> blocks, ShardBlock block, string argument)
    {
        int at = FirstBehind(blocks, block.First);
        if (at < blocks.Count && blocks[at].Covers(block))
        {
            RefuseChanged(blocks[at].FirstChanged(block), argument);
            return;
        }
        int end = at;
        for (; end < blocks.Count && block.Covers(blocks[end]); end++) RefuseChanged(block.FirstChanged(blocks[end]), argument);
        blocks.RemoveRange(at, end - at);
        blocks.Insert(at, block);
        while (true)
        {
            if (at > 0 && blocks[at - 1].IsLeftOf(blocks[at])) at--;
            else if (at + 1 == blocks.Count || !blocks[at].IsLeftOf(blocks[at + 1])) return;
            blocks[at] = blocks[at].With(blocks[at + 1], Options.Threads);
            blocks.RemoveAt(at + 1);
        }
    }

    /// <summary>The first block that is not all before a shard.</summary>
    private static int FirstBehind(List<ShardBlock> blocks, long shard)
    {
        int from = 0;
        for (int to = blocks.Count; from < to;)
        {
            int middle = (from + to) / 2;
            if (blocks[middle].End <= shard) from = middle + 1;
            else to = middle;
        }
        return from;
    }

    private static void RefuseChanged(long? shard, string argument)
    {
        if (shard is not null) throw new ArgumentException($"{argument}: found shard {shard} with other bytes than those that were merged under that number.", argument);
    }
}
