using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using HpcCoreset.Files;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Output;
using HpcCoreset.Tool.Report;
using HpcCoreset.Tool.Samples;
using HpcCoreset.Tool.Streaming;

namespace HpcCoreset.Tool.Commands;

/// <summary><c>reduce</c>: any number of rows, read once, into a summary that can be merged with others.</summary>
internal sealed class ReduceCommand : Command
{
    private const int MostSampledValues = 1 << 24; // 64 MB for the report, whatever the dimension

    private readonly CommandContext _context;
    private readonly Argument<string[]> _inputs = new("INPUT")
    {
        Description = $"one or more of {InputFormats.Allowed} (not .hpcs, which merge takes); read once, a block at a time",
        Arity = ArgumentArity.OneOrMore,
        HelpName = "INPUT",
        CompletionSources = { DigitsSample.Name },
    };
    private readonly SourceOptions _source = new();
    private readonly StreamOutput _output = new();
    private readonly ReportOption _report = new("a sample of the rows and those that are kept in two dimensions, weights, and classes where the input has labels");
    private readonly RunOptions _run = new();
    private readonly Option<int?> _size = TypedOptions.Count("--size", "rows that a full level is reduced to; the summary has a few times as many");
    private readonly Option<int?> _clusters = TypedOptions.Count("--clusters", "the k that the summary is for (default 10)");
    private readonly Option<ClusteringCoresetMethod?> _method = TypedOptions.Choice(
        "--method", "how rows are chosen (default sensitivity)", Vocabulary.StreamMethods);
    private readonly Option<Metric?> _metric = TypedOptions.Choice(
        "--metric", "what is minimised (default squared-euclidean)", Vocabulary.Metrics);
    private readonly Option<int?> _leafRows = TypedOptions.Count(
        "--leaf-rows", "rows that are collected before any is left out (default 4 times --size)");
    private readonly Option<long?> _firstId = TypedOptions.Number<long>(
        "--first-id", "the number of the first row, for a part of a larger input (default 0)",
        static id => id is >= 0 and < long.MaxValue, $"whole numbers from 0 to {long.MaxValue - 1}");

    private readonly Option<long?> _shard = TypedOptions.Number<long>(
        "--shard", "the number of this part of the rows: merge takes numbered parts in any order, any number of times",
        static shard => shard is >= 0 and < long.MaxValue, $"whole numbers from 0 to {long.MaxValue - 1}");

    /// <summary>Defines the command.</summary>
    /// <param name="context">Where it runs.</param>
    public ReduceCommand(CommandContext context) : base(
        "reduce", "Stream any number of rows, or standard input, into a mergeable summary; rows are numbered on from input to input.")
    {
        _context = context;
        _size.Required = true;
        Add(_inputs);
        _source.AddTo(this);
        _output.AddTo(this);
        _report.AddTo(this);
        foreach (Option option in (Option[])[_size, _clusters, _method, _metric, _leafRows, _firstId, _shard]) Add(option);
        _run.AddTo(this);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        string[] inputs = parsed.GetRequiredValue(_inputs);
        var paths = new OutputPaths(inputs);
        _output.Check(parsed, paths);
        _report.Check(parsed, paths);
        RowReservoir? sample = _report.Path(parsed) is null ? null : new RowReservoir(DrawnRows.MostRows, MostSampledValues);
        using SummaryFile file = Create(parsed, out CoresetStream stream);
        using CoresetStream owned = stream;
        var labels = new StreamedLabels(stream);
        var progress = new ProgressDisplay(_context.Error, _context.Interactive);
        long started = Stopwatch.GetTimestamp();
        foreach (string input in inputs)
        {
            using RowReader read = InputLoader.Open(_source.Read(parsed, input));
            if (read is SummaryRows) throw new InvalidInputException($"{input}: is a summary already, allowed with merge");
            long firstId = stream.RowCount == 0 ? parsed.GetValue(_firstId) ?? 0 : stream.NextId;
            RowReader rows = sample is null ? read : new SampledRows(read, sample, labels, firstId);
            if (stream.Dimension != 0 && rows.Dimension != stream.Dimension)
                throw new InvalidInputException($"{input}: found {rows.Dimension} values per row, allowed are {stream.Dimension} as in {inputs[0]}");
            if (rows.Count is { } count)
                progress.Run("reducing", "rows", count, report =>
                {
                    StreamRun.Append(stream, rows, firstId, report, _context.Cancellation);
                    return stream;
                });
            else StreamRun.Append(stream, rows, firstId, null, _context.Cancellation); // nobody knows how much is to come
        }
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        file.Shards?.Add(parsed.GetValue(_shard)!.Value, stream);
        using var files = new OutputFiles();
        _report.Write(parsed, files, sample is null ? null : ReduceReport.Of(parsed, inputs, stream, file.Options.Seed, sample, labels, elapsed));
        _output.Write(parsed, files, file, elapsed, _run.Summary(parsed), _context);
        return ExitCode.Done;
    }

    /// <summary>An empty summary, and the stream of the rows that it shall have.</summary>
    private SummaryFile Create(ParseResult parsed, out CoresetStream stream)
    {
        var options = new CoresetStreamOptions
        {
            Size = parsed.GetRequiredValue(_size)!.Value,
            Method = parsed.GetValue(_method) ?? ClusteringCoresetMethod.Sensitivity,
            Metric = parsed.GetValue(_metric) ?? Metric.SquaredEuclidean,
            LeafRows = parsed.GetValue(_leafRows) ?? 0,
            Seed = _run.Seed(parsed),
            Threads = _run.Threads(parsed),
        };
        if (parsed.GetValue(_clusters) is { } clusters) options = options with { Clusters = clusters };
        try
        {
            if (parsed.GetValue(_shard) is not { } shard) return new SummaryFile(stream = new CoresetStream(options));
            var shards = new CoresetSummary(options);
            stream = shards.CreateShard(shard);
            return new SummaryFile(shards);
        }
        catch (ArgumentException refused)
        {
            throw InvalidInputException.From(refused, "");
        }
    }
}
