using System;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using CsvHelper;
using HpcCoreset.Files;
using HpcCoreset.Tool.Deduplication;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Output;

namespace HpcCoreset.Tool.Commands;

/// <summary><c>dedup</c>: near-duplicates, and what to keep.</summary>
internal sealed class DedupCommand : Command
{
    private const string StandardOutput = "-";

    private readonly CommandContext _context;
    private readonly InputOptions _input = new();
    private readonly RunOptions _run = new();
    private readonly Option<double?> _threshold = TypedOptions.Number<double>(
        "--threshold", "the cosine from which on rows are alike (default 0.95)",
        static cosine => cosine is > 0 and <= 1, "numbers above 0 and up to 1");
    private readonly Option<int?> _clusters = TypedOptions.Count(
        "--clusters", "rows are compared within so many clusters; 1 compares all (default one per 4,096 rows)");
    private readonly Option<KeepRule?> _keep = TypedOptions.Choice("--keep", "which of some alike stays (default first)", Vocabulary.KeepRules);
    private readonly Option<double?> _prototypes = TypedOptions.Number<double>(
        "--prototypes", "of the rows that stay keep this share, those farthest from the centre of their cluster: D4",
        static share => share is > 0 and <= 1, "numbers above 0 and up to 1");
    private readonly Option<string?> _pairs = TypedOptions.File("--pairs", "first,second,cosine of every pair within a cluster as .csv");
    private readonly Option<string?> _output = TypedOptions.File(
        "--output", "index,group,kept of every row as .csv: group is the row that represents it, kept is 1 or 0; - is standard output, the "
        + "default without --pairs and --summary");

    /// <summary>Defines the command.</summary>
    /// <param name="context">Where it runs.</param>
    public DedupCommand(CommandContext context) : base("dedup", "Near-duplicates by cosine within clusters: which rows to keep, and the pairs.")
    {
        _context = context;
        _input.AddTo(this);
        foreach (Option option in (Option[])[_threshold, _clusters, _keep, _prototypes, _pairs, _output]) Add(option);
        _run.AddTo(this);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        InputRequest input = _input.Read(parsed);
        if (input.WeightsFile is not null || input.Layout.WeightColumn is not null)
            throw new InvalidInputException("--weights and --weight-column: duplicates have none");
        SummaryFormat? summary = _run.Summary(parsed);
        (string? output, string? pairs) = (parsed.GetValue(_output), parsed.GetValue(_pairs));
        if (output is null && pairs is null && summary is null) output = StandardOutput;
        if (output == StandardOutput && summary is not null)
            throw new InvalidInputException("--output -: not together with --summary, as both write to standard output");
        var paths = new OutputPaths(input.Source);
        if (output != StandardOutput) paths.Check("--output", output, ".csv");
        paths.Check("--pairs", pairs, ".csv");

        long started = Stopwatch.GetTimestamp();
        using InputData data = InputLoader.Load(input, _context.Cancellation);
        TimeSpan load = Stopwatch.GetElapsedTime(started);
        DeduplicationRequest request = Read(parsed);
        DeduplicationOutcome outcome = DeduplicationRun.Run(data, request, _context.Cancellation);

        started = Stopwatch.GetTimestamp();
        using var files = new OutputFiles();
        if (output == StandardOutput) WriteRows(DelimitedWriter.To(_context.Out), data, outcome);
        else if (output is not null) files.Write(output, stream => WriteRows(DelimitedWriter.To(stream), data, outcome));
        if (pairs is not null) files.Write(pairs, stream => WritePairs(stream, data, outcome));
        files.Commit();
        if (summary is not null)
            Summary.WriteJson(_context.Out, Summarise(data, request, outcome, load, Stopwatch.GetElapsedTime(started)));
        return ExitCode.Done;
    }

    private DeduplicationRequest Read(ParseResult parsed)
    {
        var options = new DuplicateOptions
        {
            Clusters = parsed.GetValue(_clusters) ?? 0,
            Keep = parsed.GetValue(_keep) ?? KeepRule.First,
            Seed = _run.Seed(parsed),
            Threads = _run.Threads(parsed),
        };
        if (parsed.GetValue(_threshold) is { } threshold) options = options with { Threshold = threshold };
        return new DeduplicationRequest(options, parsed.GetValue(_prototypes), parsed.GetValue(_pairs) is not null);
    }

    private static void WriteRows(CsvWriter csv, InputData data, DeduplicationOutcome outcome)
    {
        using (csv)
        {
            csv.WriteHeader("index", "group", "kept");
            for (int row = 0; row < outcome.Representatives.Length; row++)
            {
                csv.WriteField(data.NumberOf(row));
                csv.WriteField(data.NumberOf(outcome.Representatives[row]));
                csv.WriteField(outcome.Kept[row] ? 1 : 0);
                csv.EndRecord();
            }
        }
    }

    private static void WritePairs(Stream stream, InputData data, DeduplicationOutcome outcome)
    {
        using CsvWriter csv = DelimitedWriter.To(stream);
        csv.WriteHeader("first", "second", "cosine");
        foreach (DuplicatePair pair in outcome.Pairs!)
        {
            csv.WriteField(data.NumberOf(pair.First));
            csv.WriteField(data.NumberOf(pair.Second));
            csv.WriteField(pair.Cosine, "R");
            csv.EndRecord();
        }
    }

    private static JsonObject Summarise(
        InputData data, DeduplicationRequest request, DeduplicationOutcome outcome, TimeSpan load, TimeSpan write) => new()
        {
            ["rows"] = data.Count,
            ["dimension"] = data.Dimension,
            ["threshold"] = Summary.Number(request.Options.Threshold),
            ["kept"] = outcome.Kept.Count(kept => kept),
            ["groups"] = outcome.Groups,
            ["duplicates"] = outcome.Duplicates,
            ["pairs"] = outcome.Pairs?.Count,
            ["seconds"] = new JsonObject
            {
                ["load"] = load.TotalSeconds,
                ["dedup"] = outcome.Elapsed.TotalSeconds,
                ["write"] = write.TotalSeconds,
            },
            ["peak_rss_bytes"] = Summary.PeakResidentBytes,
            ["threads"] = request.Options.Threads,
            ["seed"] = request.Options.Seed,
        };
}
