using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using HpcCoreset.Files;
using HpcCoreset.Tool.Output;
using HpcCoreset.Tool.Streaming;

namespace HpcCoreset.Tool.Commands;

/// <summary><c>merge</c>: summaries of parts into one of the whole.</summary>
internal sealed class MergeCommand : Command
{
    private readonly CommandContext _context;
    private readonly Argument<string[]> _inputs = new("INPUT")
    {
        Description = ".hpcs files as reduce writes them, of the same options: numbered shards in any order, any of them twice; "
            + "others, which may have other seeds, in the order that decides which bytes come out",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<ShardRange?> _shards = new("--shards")
    {
        Description = "the numbers of shards that must be there, as 0-15: one that is missing is an error",
        HelpName = "first-last",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            string[] ends = text.Split('-');
            if (ends.Length == 2 && Number(ends[0], out long first) && Number(ends[1], out long last) && first <= last && last < long.MaxValue) return new ShardRange(first, last);
            result.AddError($"--shards: found '{text}', allowed are two numbers with - between, as 0-15");
            return null;

            static bool Number(string digits, out long number) => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        },
    };
    private readonly StreamOutput _output = new();
    private readonly RunOptions _run = new();

    /// <summary>Defines the command.</summary>
    /// <param name="context">Where it runs.</param>
    public MergeCommand(CommandContext context) : base("merge", "Merge summaries; select reads the result as weighted rows.")
    {
        _context = context;
        Add(_inputs);
        _output.AddTo(this);
        Add(_shards);
        _run.AddThreadsTo(this);
        _run.AddSummaryTo(this);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        string[] inputs = parsed.GetRequiredValue(_inputs);
        _output.Check(parsed, new OutputPaths(inputs));
        long started = Stopwatch.GetTimestamp();
        using SummaryFile merged = StreamRun.Merge(inputs, _run.Threads(parsed), _context.Cancellation);
        if (parsed.GetValue(_shards) is { } required) CheckComplete(merged, required);
        using var files = new OutputFiles();
        _output.Write(parsed, files, merged, Stopwatch.GetElapsedTime(started), _run.Summary(parsed), _context);
        return ExitCode.Done;
    }

    private static void CheckComplete(SummaryFile merged, ShardRange required)
    {
        if (merged.Shards is null) throw new InvalidInputException("--shards: found summaries without the numbers of shards, allowed are those of reduce --shard");
        var missing = new List<ShardRange>();
        long next = required.First;
        foreach (ShardRange there in merged.Shards.Shards)
        {
            if (there.First > next && next <= required.Last) missing.Add(new ShardRange(next, Math.Min(there.First - 1, required.Last)));
            next = Math.Max(next, there.Last + 1);
        }
        if (next <= required.Last) missing.Add(new ShardRange(next, required.Last));
        if (missing.Count > 0) throw new InvalidInputException($"--shards: missing are {string.Join(',', missing)} of {required}");
    }
}
