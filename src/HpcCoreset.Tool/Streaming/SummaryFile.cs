using System;
using System.IO;
using HpcCoreset.Streaming;

namespace HpcCoreset.Tool.Streaming;

/// <summary>What a <c>.hpcs</c> file holds: a stream, whose merges have an order, or numbered shards, whose merges have none.</summary>
internal sealed class SummaryFile : IDisposable
{
    private readonly CoresetStream? _stream;

    /// <summary>A file of one stream.</summary>
    /// <param name="stream">The stream; owned.</param>
    public SummaryFile(CoresetStream stream) => _stream = stream;

    /// <summary>A file of numbered shards.</summary>
    /// <param name="shards">The shards.</param>
    public SummaryFile(CoresetSummary shards) => Shards = shards;

    /// <summary>The numbered shards; nothing if it is a stream.</summary>
    public CoresetSummary? Shards { get; }

    /// <summary>The options, with the seed that the user gave.</summary>
    public CoresetStreamOptions Options => Shards?.Options ?? _stream!.Options;

    /// <summary>Reads a file.</summary>
    /// <param name="stream">The file; left open.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="threads">Threads to use.</param>
    /// <exception cref="InvalidInputException">It is none, or damaged.</exception>
    public static SummaryFile Read(Stream stream, string file, int threads = 1)
    {
        try
        {
            ReadOnlySpan<byte> bytes = CoresetStreamFile.Format.ReadAll(stream, CoresetSummaryFile.Format).Span;
            return CoresetSummaryFile.Format.Begins(bytes)
                ? new SummaryFile(CoresetSummary.Read(bytes, threads))
                : new SummaryFile(CoresetStream.Load(bytes, threads));
        }
        catch (InvalidDataException damaged)
        {
            throw new InvalidInputException($"{file}: {damaged.Message.TrimEnd('.')}");
        }
    }

    /// <summary>Takes in what another file holds.</summary>
    /// <param name="other">The other.</param>
    /// <exception cref="ArgumentException">The two do not go together.</exception>
    public void Merge(SummaryFile other)
    {
        if (Shards is not null && other.Shards is not null) Shards.Merge(other.Shards);
        else if (_stream is not null && other._stream is not null) _stream.Merge(other._stream);
        else
            throw new ArgumentException($"found {Kind(other)}, allowed are {Kind(this)}", nameof(other));

        static string Kind(SummaryFile file) => file.Shards is null ? "rows without the number of a shard" : "numbered shards (reduce --shard)";
    }

    /// <summary>All rows as one stream.</summary>
    /// <returns>The stream; to be disposed, of a file of one stream with the file.</returns>
    public CoresetStream ToStream() => Shards?.ToStream() ?? _stream!;

    /// <summary>Writes the file.</summary>
    /// <param name="target">Where to.</param>
    public void Write(Stream target)
    {
        if (Shards is null) _stream!.Save(target);
        else Shards.Write(target);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream?.Dispose();
}
