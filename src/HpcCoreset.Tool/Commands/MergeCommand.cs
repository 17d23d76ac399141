using System.CommandLine;
using System.Diagnostics;
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
        Description = ".hpcs files as reduce writes them, of the same options but for seed and threads; their order decides which bytes come out",
        Arity = ArgumentArity.OneOrMore,
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
        _run.AddThreadsTo(this);
        _run.AddSummaryTo(this);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        string[] inputs = parsed.GetRequiredValue(_inputs);
        _output.Check(parsed, new OutputPaths(inputs));
        long started = Stopwatch.GetTimestamp();
        using CoresetStream merged = StreamRun.Merge(inputs, _run.Threads(parsed), _context.Cancellation);
        using var files = new OutputFiles();
        _output.Write(parsed, files, merged, Stopwatch.GetElapsedTime(started), _run.Summary(parsed), _context);
        return ExitCode.Done;
    }
}
