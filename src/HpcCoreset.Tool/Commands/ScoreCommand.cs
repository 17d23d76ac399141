using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using CsvHelper;
using HpcCoreset.Files;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Output;
using HpcCoreset.Tool.Scoring;

namespace HpcCoreset.Tool.Commands;

/// <summary><c>score</c>: how unlike normal rows a row is.</summary>
internal sealed class ScoreCommand : Command
{
    private const string StandardOutput = "-";

    private readonly CommandContext _context;
    private readonly InputOptions _input = new();
    private readonly RunOptions _run = new();
    private readonly Option<string?> _coreset = TypedOptions.File(
        "--coreset", "the normal rows: a coreset as select writes it (.csv, .json, .npz) of the rows of --rows, or of INPUT itself; or rows "
        + "themselves, which weigh 1 each (.npy, as select --rows writes them)");
    private readonly Option<string?> _rows = TypedOptions.File("--rows", "the rows that the coreset was picked from, in any format of INPUT");
    private readonly Option<double?> _neighbours = TypedOptions.Number<double>(
        "--neighbours", "mass of the nearest normal rows that a score is the mean distance to (default 10)",
        static mass => mass > 0 && double.IsFinite(mass), "finite numbers above 0");
    private readonly Option<Metric?> _metric = TypedOptions.Choice("--metric", "the distance (default euclidean)", Vocabulary.Metrics);
    private readonly Option<bool> _unscaled = new("--unscaled")
    {
        Description = "compare rows as they are; by default columns are divided by their spread in the normal rows",
    };
    private readonly Option<int?> _top = TypedOptions.Count("--top", "write so many of the highest scores only, the highest first");
    private readonly Option<string?> _output = TypedOptions.File(
        "--output", "index,score as .csv; - is standard output, the default without --summary");

    /// <summary>Defines the command.</summary>
    /// <param name="context">Where it runs.</param>
    public ScoreCommand(CommandContext context) : base(
        "score", "How unlike normal rows is a row? Mean distance to the nearest of a coreset of normal rows: the higher the odder.")
    {
        _context = context;
        _coreset.Required = true;
        _input.AddTo(this);
        foreach (Option option in (Option[])[_coreset, _rows, _neighbours, _metric, _unscaled, _top, _output]) Add(option);
        _run.AddTo(this);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        InputRequest input = _input.Read(parsed);
        SummaryFormat? summary = _run.Summary(parsed);
        ScoringRequest request = Read(parsed, input);
        string? output = parsed.GetValue(_output) ?? (summary is null ? StandardOutput : null);
        if (output == StandardOutput && summary is not null)
            throw new InvalidInputException("--output -: not together with --summary, as both write to standard output");
        if (output != StandardOutput) new OutputPaths(input.Source, request.Coreset, request.Rows).Check("--output", output, ".csv");

        ScoringOutcome outcome = ScoringRun.Score(input, request, _context.Cancellation);

        long started = Stopwatch.GetTimestamp();
        int[] rows = Highest(outcome.Scores, parsed.GetValue(_top));
        using var files = new OutputFiles();
        if (output == StandardOutput) Write(DelimitedWriter.To(_context.Out), rows, outcome);
        else if (output is not null) files.Write(output, stream => Write(DelimitedWriter.To(stream), rows, outcome));
        files.Commit();
        if (summary is not null)
            Summary.WriteJson(_context.Out, Summarise(request, outcome, Stopwatch.GetElapsedTime(started)));
        return ExitCode.Done;
    }

    private ScoringRequest Read(ParseResult parsed, InputRequest input)
    {
        (string coreset, string? rows) = (parsed.GetRequiredValue(_coreset)!, parsed.GetValue(_rows));
        if (input.WeightsFile is not null || input.Layout.WeightColumn is not null)
            throw new InvalidInputException("--weights and --weight-column: scores have none; those of normal rows are in --coreset");
        if (rows is not null && ScoringRun.HoldsRows(coreset))
            throw new InvalidInputException($"--rows: {coreset} holds the normal rows themselves; allowed with a coreset of row numbers");
        if (input.Standardize && (rows is not null || ScoringRun.HoldsRows(coreset)))
            throw new InvalidInputException("--standardize: the z-scores of INPUT are not those of the normal rows; columns are scaled by their spread anyhow");
        var options = new AnomalyOptions
        {
            Metric = parsed.GetValue(_metric) ?? Metric.Euclidean,
            Standardize = !parsed.GetValue(_unscaled),
            Threads = _run.Threads(parsed),
        };
        return new ScoringRequest(coreset, rows, parsed.GetValue(_neighbours) is { } mass ? options with { Neighbours = mass } : options);
    }

    /// <summary>All rows in order, or some of the highest scores, the lower row first among equals.</summary>
    private static int[] Highest(float[] scores, int? top)
    {
        IEnumerable<int> rows = Enumerable.Range(0, scores.Length);
        return top is { } most ? [.. rows.OrderByDescending(row => scores[row]).Take(most)] : [.. rows];
    }

    private static void Write(CsvWriter csv, int[] rows, ScoringOutcome outcome)
    {
        using (csv)
        {
            csv.WriteHeader("index", "score");
            foreach (int row in rows)
            {
                csv.WriteField(outcome.Rows[row]);
                csv.WriteField(outcome.Scores[row], "R");
                csv.EndRecord();
            }
        }
    }

    private static JsonObject Summarise(ScoringRequest request, ScoringOutcome outcome, TimeSpan write) => new()
    {
        ["rows"] = outcome.Scores.Length,
        ["dimension"] = outcome.Dimension,
        ["normal_rows"] = outcome.NormalRows,
        ["normal_mass"] = Summary.Number(outcome.NormalMass),
        ["neighbours"] = Summary.Number(request.Options.Neighbours),
        ["score"] = new JsonObject
        {
            ["min"] = Summary.Number(outcome.Scores.Min()),
            ["mean"] = Summary.Number(outcome.Scores.Average(score => (double)score)),
            ["max"] = Summary.Number(outcome.Scores.Max()),
        },
        ["seconds"] = new JsonObject
        {
            ["load"] = outcome.Load.TotalSeconds,
            ["fit"] = outcome.Fit.TotalSeconds,
            ["score"] = outcome.Score.TotalSeconds,
            ["write"] = write.TotalSeconds,
        },
        ["peak_rss_bytes"] = Summary.PeakResidentBytes,
        ["threads"] = request.Options.Threads,
    };
}
