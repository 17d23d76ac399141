using System;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using HpcCoreset.Files;
using HpcCoreset.Mpi;
using HpcCoreset.Tool.CoresetFiles;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Output;
using HpcCoreset.Tool.Ranks;
using HpcCoreset.Tool.Report;
using HpcCoreset.Tool.Selection;

namespace HpcCoreset.Tool.Commands;

/// <summary><c>select</c>: picks a coreset.</summary>
internal sealed class SelectCommand : Command
{
    private const string StandardOutput = "-";

    private readonly CommandContext _context;
    private readonly InputOptions _input = new("--balance, --report, --method undersample, oversample and craig");
    private readonly SelectionOptions _selection = new();
    private readonly RunOptions _run = new();
    private readonly Option<string?> _output = TypedOptions.File(
        "--output", "index,weight,gain in the order picked (by methods that pick one row after the other) or by row number (samplers), as .csv, .json or .npz; "
        + "gain is the inclusion probability of a sampler, the radius before a pick of a covering, or the variance of a cell, whose centroid and offset only .json and .npz hold; - is standard output, the default without --rows and --summary");
    private readonly Option<string?> _rows = TypedOptions.File("--rows", "the selected rows themselves, as .npy or .csv");
    private readonly MpiOption _mpi = MpiOption.ToSelect();
    private readonly ReportOption _report = new("the rows and picks in two dimensions, gains, weights and classes");

    private readonly MethodOption _checkpoint = new(
        new Option<string?>("--checkpoint")
        {
            HelpName = "directory",
            Description = "with --mpi, keeps there what each process has finished: a run that was killed goes on from it when it is run again, to the same bytes; emptied at the end",
        },
        SelectionMethod.Sensitivity, SelectionMethod.Lightweight, SelectionMethod.Uniform);

    private readonly MethodOption _assignment = new(
        TypedOptions.File("--assignment-output", "index,pick,similarity of every row as .csv: the pick that covers it best, -1 where a row of --initial or --private does"),
        GreedyMethods.Covering);

    /// <summary>Defines the command.</summary>
    /// <param name="context">Where it runs.</param>
    public SelectCommand(CommandContext context) : base("select", "Pick a coreset.")
    {
        _context = context;
        _input.AddTo(this);
        _selection.AddTo(this);
        Add(_output);
        Add(_rows);
        _assignment.AddTo(this);
        _report.AddTo(this);
        _mpi.AddTo(this);
        _checkpoint.AddTo(this);
        _run.AddTo(this);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        InputRequest input = _input.Read(parsed) with { MayMap = true };
        SummaryFormat? summary = _run.Summary(parsed);
        (string? output, string? rows, string? assignment) = (parsed.GetValue(_output), parsed.GetValue(_rows), parsed.GetValue((Option<string?>)_assignment.Option));
        // A command that is told nothing about where to write still shows what it picked.
        if (output is null && rows is null && assignment is null && _report.Path(parsed) is null && summary is null) output = StandardOutput;
        if (output == StandardOutput && summary is not null)
            throw new InvalidInputException("--output -: not together with --summary, as both write to standard output");
        if (rows is not null && input.Transforms && input.Source == StandardInput.Name)
            throw new InvalidInputException("--rows: not with --standardize or --normalize of standard input, which cannot be read twice");
        var paths = new OutputPaths([input.Source, input.WeightsFile, input.LabelsFile, .. _selection.Files(parsed)]);
        if (output != StandardOutput) paths.Check("--output", output, CoresetFormat.Extensions);
        paths.Check("--rows", rows, MatrixFile.Extensions);
        paths.Check("--assignment-output", assignment, ".csv");
        _report.Check(parsed, paths);
        _assignment.Check(parsed, _selection.Method(parsed));
        _selection.Check(parsed, input, showsLabels: _report.Path(parsed) is not null);
        _checkpoint.Check(parsed, _selection.Method(parsed));
        SelectionCheckpoint? checkpoint = Checkpoint(parsed);
        _mpi.Check(parsed, input, [_assignment.Option, _report.Option, .. _selection.InOnePlace], _selection.Method(parsed), _selection.Searches(parsed));
        if (_mpi.IsGiven(parsed)) _selection.CheckAcross(parsed);
        if (_mpi.IsGiven(parsed)) return RankProcess.Run(_context, ranks => SelectAcross(parsed, input, output, rows, checkpoint, summary, ranks));

        long started = Stopwatch.GetTimestamp();
        using InputData data = InputLoader.Load(input, _context.Cancellation);
        TimeSpan load = Stopwatch.GetElapsedTime(started);

        SelectionRequest request = _selection.Read(parsed, input, data, _run.Seed(parsed), _run.Threads(parsed), _context.Cancellation);
        using GreedyRequest greedy = request.Greedy;
        var progress = new ProgressDisplay(_context.Error, _context.Interactive);
        SizeChoice? choice = null;
        started = Stopwatch.GetTimestamp();
        if (request.Epsilon is not null)
        {
            choice = SizeRun.Choose(data, request, progress, _context.Cancellation);
            request = request with { Size = choice.Size };
        }
        TimeSpan search = Stopwatch.GetElapsedTime(started);
        SelectionOutcome outcome = SelectionRun.Select(data, request, progress, _context.Cancellation);

        // Before the rows are written: those that were selected from may have to make room for them.
        ReportPage? page = _report.Path(parsed) is null ? null : SelectReport.Of(
            parsed, data, request, outcome, [("Load", load), .. choice is null ? default(ReadOnlySpan<(string, TimeSpan)>) : [("Search for the size", search)], ("Select", outcome.Elapsed)]);
        started = Stopwatch.GetTimestamp();
        (int dimension, long[] outliers) = (data.Dimension, [.. outcome.Coreset.Outliers.Select(data.NumberOf)]);
        Write(parsed, outcome.Coreset, output, rows, assignment, data, input, page);
        TimeSpan write = Stopwatch.GetElapsedTime(started);
        if (summary is null) return ExitCode.Done;
        JsonObject found = Summarise(request, outcome, data.Count, dimension, load, write);
        if (outliers.Length > 0) found["outliers"] = new JsonArray([.. outliers.Select(row => JsonValue.Create(row))]);
        if (choice is not null) found["search"] = Summarise(request, choice, search);
        Summary.WriteJson(_context.Out, found);
        return ExitCode.Done;
    }

    private void Write(
        ParseResult parsed, CoresetSnapshot coreset, string? output, string? rows, string? assignment, InputData data, InputRequest input, ReportPage? page)
    {
        using var files = new OutputFiles();
        PickedRows picked = PickedRows.Of(coreset, data);
        _report.Write(parsed, files, page);
        if (assignment is not null) files.Write(assignment, stream => AssignmentFile.Write(stream, picked, coreset.Assignment.Count == data.Count ? data.Ids : []));
        if (rows is not null && input.Transforms)
        {
            // The rows themselves, not their z-scores: read again, since to keep both would double the memory of every run.
            data.Dispose();
            using InputData original = InputLoader.LoadRows(input, _context.Cancellation);
            MatrixFile.Write(files, rows, original.Rows.AsPoints, coreset.Indices, original.ColumnNames);
        }
        else if (rows is not null) MatrixFile.Write(files, rows, () => data.Points, coreset.Indices, data.ColumnNames);
        Write(picked, output, files);
    }

    /// <summary>Writes the coreset, and makes all files appear.</summary>
    private void Write(PickedRows coreset, string? output, OutputFiles files)
    {
        if (output is not null && output != StandardOutput) files.Write(output, stream => CoresetFormat.Of(output).Write(stream, coreset));
        _context.Cancellation.ThrowIfCancellationRequested();
        files.Commit();
        if (output == StandardOutput) CsvCoresetFormat.Write(_context.Out, coreset);
    }

    private SelectionCheckpoint? Checkpoint(ParseResult parsed)
    {
        if (parsed.GetValue((Option<string?>)_checkpoint.Option) is not { } directory) return null;
        if (!_mpi.IsGiven(parsed)) throw new InvalidInputException($"{_checkpoint.Option.Name}: allowed with {MpiOption.Name}");
        if (directory.Length == 0 || File.Exists(directory)) throw new InvalidInputException($"{_checkpoint.Option.Name}: found '{directory}', allowed is a directory");
        return new SelectionCheckpoint(directory);
    }

    /// <summary>Selects from rows that processes hold together; the first of them writes.</summary>
    private void SelectAcross(
        ParseResult parsed, InputRequest input, string? output, string? rowsOutput, SelectionCheckpoint? checkpoint, SummaryFormat? summary, RankProcess ranks)
    {
        long started = Stopwatch.GetTimestamp();
        using InputData data = RankedInput.Load(input, ranks, _context.Cancellation);
        TimeSpan load = Stopwatch.GetElapsedTime(started);
        (int rows, int dimension) = (ranks.Sum(data.Count), data.Dimension);
        SelectionRequest request = _selection.ReadAcross(parsed, rows, input.Source, _run.Seed(parsed), _run.Threads(parsed));
        SelectionOutcome outcome = RankedSelection.Select(data, request, input.Source, ranks.Communicator, checkpoint, _context.Cancellation);
        started = Stopwatch.GetTimestamp();
        float[] picked = rowsOutput is null ? [] : RankedRows.Original(data, input, outcome.Coreset.Indices, ranks, _context.Cancellation);
        ranks.OnFirst(() =>
        {
            using var files = new OutputFiles();
            if (rowsOutput is not null) MatrixFile.Write(files, rowsOutput, () => new Points(picked, dimension), [.. Enumerable.Range(0, outcome.Coreset.Count)], data.ColumnNames);
            Write(PickedRows.Of(outcome.Coreset, data), output, files);
        });
        if (checkpoint is not null) ranks.OnEach(() => checkpoint.Delete(ranks.Communicator.Rank));
        if (summary is null) return;
        JsonObject found = Summarise(request, outcome, rows, dimension, load, Stopwatch.GetElapsedTime(started));
        found.Remove("coverage"); // of the first process's own rows only
        found["mpi"] = ranks.Summarise(checkpoint);
        ranks.OnFirst(() => Summary.WriteJson(_context.Out, found));
    }

    private static JsonObject Summarise(
        SelectionRequest request, SelectionOutcome outcome, int rows, int dimension, TimeSpan load, TimeSpan write)
    {
        var summary = new JsonObject
        {
            ["method"] = Vocabulary.Methods.Word(request.Method),
            ["rows"] = rows,
            ["dimension"] = dimension,
            ["size"] = outcome.Coreset.Count,
            ["seconds"] = new JsonObject
            {
                ["load"] = load.TotalSeconds,
                ["select"] = outcome.Elapsed.TotalSeconds,
                ["write"] = write.TotalSeconds,
            },
            ["objective"] = Summary.Number(outcome.Coreset.Report.Objective),
            ["total_weight"] = Summary.Number(outcome.Coreset.Report.TotalWeight),
            ["evaluations"] = outcome.Coreset.Report.Evaluations,
            ["allocated_bytes"] = outcome.AllocatedBytes,
            ["peak_rss_bytes"] = Summary.PeakResidentBytes,
            ["kernel"] = outcome.Coreset.Report.Kernel,
            ["threads"] = request.Threads,
            ["seed"] = request.Seed,
        };
        if (outcome.Coreset.Coverage.Count > 0)
            summary["coverage"] = new JsonObject { ["mean"] = Summary.Number(outcome.Coreset.Coverage.Average()), ["least"] = Summary.Number(outcome.Coreset.Coverage.Min()) };
        return summary;
    }

    /// <summary>What a search found for the size, and what it took; nothing was measured of all rows.</summary>
    private static JsonObject Summarise(SelectionRequest request, SizeChoice choice, TimeSpan elapsed)
    {
        SizeTrial found = choice.Trials.LastOrDefault(trial => trial.Size == choice.Size, new SizeTrial(choice.Size, 1, 0, 1));
        return new JsonObject
        {
            ["epsilon"] = request.Epsilon,
            ["distortion"] = Summary.Number(found.OwnDistortion),
            ["mean_distortion"] = Summary.Number(found.Distortion),
            ["standard_error"] = Summary.Number(found.StandardError),
            ["sizes_tried"] = choice.Trials.Count,
            ["seconds"] = elapsed.TotalSeconds,
        };
    }
}
