using System;
using System.Collections.Generic;
using System.CommandLine;
using HpcCoreset.Tool.Output;

namespace HpcCoreset.Tool.Commands;

/// <summary>The options that say how a command runs and reports.</summary>
internal sealed class RunOptions
{
    private const int MaxThreads = 1024;

    private readonly Option<ulong?> _seed = CreateSeed("the same seed gives the same bytes for any number of threads; default 0");

    private readonly Option<int?> _threads = TypedOptions.Number<int>(
        "--threads", "default: all cores", static threads => threads is >= 1 and <= MaxThreads, $"whole numbers from 1 to {MaxThreads}");

    private readonly Option<SummaryFormat?> _summary = TypedOptions.Choice(
        "--summary", "a summary on standard output", new Dictionary<string, SummaryFormat> { ["json"] = SummaryFormat.Json });

    /// <summary>The option of a seed.</summary>
    /// <param name="description">For the help.</param>
    public static Option<ulong?> CreateSeed(string description) =>
        TypedOptions.Number<ulong>("--seed", description, static _ => true, $"whole numbers from 0 to {ulong.MaxValue}");

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Add(_seed);
        AddThreadsTo(command);
        AddSummaryTo(command);
    }

    /// <summary>Adds the number of threads only, to a command that draws nothing by a seed of its own.</summary>
    /// <param name="command">The command.</param>
    public void AddThreadsTo(Command command) => command.Add(_threads);

    /// <summary>Adds the summary only, to a command that computes nothing.</summary>
    /// <param name="command">The command.</param>
    public void AddSummaryTo(Command command) => command.Add(_summary);

    /// <summary>The seed of everything random.</summary>
    /// <param name="parsed">The arguments.</param>
    public ulong Seed(ParseResult parsed) => parsed.GetValue(_seed) ?? 0;

    /// <summary>How many threads to use.</summary>
    /// <param name="parsed">The arguments.</param>
    public int Threads(ParseResult parsed) => parsed.GetValue(_threads) ?? Environment.ProcessorCount;

    /// <summary>How to summarise on standard output, or nothing.</summary>
    /// <param name="parsed">The arguments.</param>
    public SummaryFormat? Summary(ParseResult parsed) => parsed.GetValue(_summary);
}
