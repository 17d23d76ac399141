using System;
using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using HpcCoreset.Files;
using HpcCoreset.Tool.Output;
using HpcCoreset.Tool.Streaming;

namespace HpcCoreset.Tool.Commands;

/// <summary>What <c>reduce</c> and <c>merge</c> write: a <c>.hpcs</c> file, and a summary of it.</summary>
internal sealed class StreamOutput
{
    private const string Extension = ".hpcs";
    private readonly Option<string?> _output = TypedOptions.File("--output", "where the summary goes: a .hpcs file, which merge and select read");

    /// <summary>Adds it to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        _output.Required = true;
        command.Add(_output);
    }

    /// <summary>Refuses a path that cannot work before there is anything to write.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="paths">The other files of the command.</param>
    public void Check(ParseResult parsed, OutputPaths paths) => paths.Check("--output", parsed.GetRequiredValue(_output), Extension);

    /// <summary>Writes a summary, and makes all files of the command appear.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="files">The files of the command.</param>
    /// <param name="file">The summary.</param>
    /// <param name="elapsed">What it took to make it.</param>
    /// <param name="summary">Whether and how to summarise.</param>
    /// <param name="context">Where the command runs.</param>
    public void Write(ParseResult parsed, OutputFiles files, SummaryFile file, TimeSpan elapsed, SummaryFormat? summary, CommandContext context)
    {
        files.Write(parsed.GetRequiredValue(_output)!, file.Write);
        context.Cancellation.ThrowIfCancellationRequested();
        files.Commit();
        if (summary is null) return;
        using CoresetStream stream = file.ToStream();
        JsonObject json = Summarise(stream, file.Options.Seed, elapsed);
        if (file.Shards is { } numbered) json["shards"] = string.Join(',', numbered.Shards);
        Summary.WriteJson(context.Out, json);
    }

    private static JsonObject Summarise(CoresetStream stream, ulong seed, TimeSpan elapsed) => new()
    {
        // The library has methods that the command does not offer for streams, and its files are merged all the same.
        ["method"] = Vocabulary.StreamMethods.Values.Contains(stream.Options.Method)
            ? Vocabulary.StreamMethods.Word(stream.Options.Method)
            : stream.Options.Method.ToString(),
        ["rows"] = stream.RowCount,
        ["dimension"] = stream.Dimension,
        ["size"] = stream.Coreset.Count,
        ["seconds"] = elapsed.TotalSeconds,
        ["rows_per_second"] = Summary.Number(stream.RowCount / elapsed.TotalSeconds),
        ["total_weight"] = Summary.Number(stream.TotalWeight),
        ["offset"] = Summary.Number(stream.Coreset.Offset),
        ["allocated_bytes"] = GC.GetTotalAllocatedBytes(),
        ["peak_rss_bytes"] = Summary.PeakResidentBytes,
        ["threads"] = stream.Options.Threads,
        ["seed"] = seed,
    };
}
