using System;
using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using HpcCoreset.Files;
using HpcCoreset.Mpi;
using HpcCoreset.Tool.CoresetFiles;
using HpcCoreset.Tool.Evaluation;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Output;
using HpcCoreset.Tool.Ranks;
using HpcCoreset.Tool.Report;

namespace HpcCoreset.Tool.Commands;

/// <summary><c>evaluate</c>: how good a coreset is.</summary>
internal sealed class EvaluateCommand : Command
{
    private readonly CommandContext _context;
    private readonly InputOptions _input = new("--report");
    private readonly RunOptions _run = new();
    private readonly Option<string?> _coreset = TypedOptions.File("--coreset", "the coreset: .csv, .json or .npz, as select writes them");
    private readonly Option<int?> _clusters = TypedOptions.Count("--clusters", "the k that the coreset is meant for");
    private readonly Option<int?> _candidates = TypedOptions.Count("--candidates", "number of candidate solutions (default 7; 18 give every family of them several, and so a standard error)");
    private readonly Option<string?> _centres = TypedOptions.File("--centers", "your own candidate centres, as .npy");
    private readonly Option<double?> _outliers = TypedOptions.Number<double>(
        "--outliers", "mass that costs leave out, of the rows and of the coreset: what is farthest from the centres (default 0)",
        static mass => mass >= 0 && double.IsFinite(mass), "finite numbers from 0");
    private readonly Option<Metric?> _metric = TypedOptions.Choice(
        "--metric", "what a row costs (default squared-euclidean)", Vocabulary.Metrics);
    private readonly ReportOption _report = new("distortions, the rows and the coreset in two dimensions, weights and classes");

    private readonly MpiOption _mpi = new("evaluate together");

    /// <summary>Defines the command.</summary>
    /// <param name="context">Where it runs.</param>
    public EvaluateCommand(CommandContext context) : base(
        "evaluate", "How good is a coreset? Distortion of candidates drawn from the coreset, held out, and between two others (hull), mass and "
        + "bytes; cost_full and cost_coreset are those of the worst candidate, or of --centers.")
    {
        _context = context;
        _coreset.Required = true;
        _clusters.Required = true;
        _input.AddTo(this);
        foreach (Option option in (Option[])[_coreset, _clusters, _candidates, _centres, _outliers, _metric]) Add(option);
        _report.AddTo(this);
        _mpi.AddTo(this);
        _run.AddTo(this);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        InputRequest input = _input.Read(parsed);
        if (input.LabelsFile is not null && _report.Path(parsed) is null) throw new InvalidInputException("--labels: allowed with --report");
        _report.Check(parsed, new OutputPaths(input.Source, input.WeightsFile, input.LabelsFile, parsed.GetValue(_coreset), parsed.GetValue(_centres)));
        _mpi.Check(parsed, input, [_report.Option, _outliers]);
        if (_mpi.IsGiven(parsed)) return RankProcess.Run(_context, ranks => EvaluateAcross(parsed, input, ranks));
        long started = Stopwatch.GetTimestamp();
        using InputData data = InputLoader.Load(input, _context.Cancellation);
        TimeSpan load = Stopwatch.GetElapsedTime(started);
        StoredCoreset coreset = EvaluationRun.ReadCoreset(parsed.GetRequiredValue(_coreset)!, data);
        float[] centres = parsed.GetValue(_centres) is { } path ? EvaluationRun.ReadCentres(path, data, _context.Cancellation) : [];
        EvaluationOptions options = ReadOptions(parsed);
        started = Stopwatch.GetTimestamp();
        CoresetEvaluation evaluation = EvaluationRun.Evaluate(data, coreset, centres, options);
        TimeSpan evaluate = Stopwatch.GetElapsedTime(started);
        using var files = new OutputFiles();
        if (_report.Path(parsed) is not null)
            _report.Write(parsed, files, EvaluateReport.Of(parsed, data, coreset, options, evaluation, [("Load", load), ("Evaluate", evaluate)]));
        _context.Cancellation.ThrowIfCancellationRequested();
        files.Commit();
        Summary.Write(_context.Out, Summarise(evaluation), _run.Summary(parsed));
        return ExitCode.Done;
    }

    private EvaluationOptions ReadOptions(ParseResult parsed)
    {
        var options = new EvaluationOptions
        {
            Clusters = parsed.GetRequiredValue(_clusters)!.Value,
            Metric = parsed.GetValue(_metric) ?? Metric.SquaredEuclidean,
            Outliers = parsed.GetValue(_outliers) ?? 0,
            Seed = _run.Seed(parsed),
            Threads = _run.Threads(parsed),
        };
        return parsed.GetValue(_candidates) is { } candidates ? options with { Candidates = candidates } : options;
    }

    /// <summary>Evaluates on rows that processes hold together; the first of them speaks.</summary>
    private void EvaluateAcross(ParseResult parsed, InputRequest input, RankProcess ranks)
    {
        using InputData data = RankedInput.Load(input, ranks, _context.Cancellation);
        int rows = ranks.Sum(data.Count);
        StoredCoreset coreset = ranks.Together(() => EvaluationRun.ReadCoreset(parsed.GetRequiredValue(_coreset)!, data, rows));
        float[] centres = ranks.Together(() => parsed.GetValue(_centres) is { } path ? EvaluationRun.ReadCentres(path, data, _context.Cancellation) : []);
        CoresetEvaluation evaluation = RankProcess.Alike(input.Source, () =>
        {
            using var evaluator = new DistributedCoresetEvaluator(ReadOptions(parsed), ranks.Communicator);
            return evaluator.Evaluate(data.Points, coreset.Rows, coreset.Weight, data.Weights, centres, coreset.Centroids, coreset.Offset);
        });
        JsonObject found = Summarise(evaluation);
        found["mpi"] = ranks.Summarise();
        ranks.OnFirst(() => Summary.Write(_context.Out, found, _run.Summary(parsed)));
    }

    private static JsonObject Summarise(CoresetEvaluation evaluation)
    {
        JsonObject distortion = new()
        {
            ["max"] = Summary.Number(evaluation.MaxDistortion),
            ["mean"] = Summary.Number(evaluation.MeanDistortion),
            ["worst_candidate"] = evaluation.WorstCandidate,
            ["standard_error"] = Summary.Defined(evaluation.Distortion.StandardError),
            ["coreset"] = Summarise(evaluation.OnCoreset),
            ["held_out"] = Summarise(evaluation.HeldOut),
            ["hull"] = Summarise(evaluation.Hull),
        };
        return new JsonObject
        {
            ["distortion"] = distortion,
            ["cost_full"] = Summary.Number(evaluation.CostFull),
            ["cost_coreset"] = Summary.Number(evaluation.CostCoreset),
            ["mass"] = Summary.Number(evaluation.Mass),
            ["mass_full"] = Summary.Number(evaluation.FullMass),
            ["bytes"] = new JsonObject
            {
                ["full"] = evaluation.FullBytes,
                ["coreset"] = evaluation.CoresetBytes,
                ["ratio"] = Summary.Number(evaluation.CompressionRatio),
            },
        };
    }

    private static JsonObject Summarise(DistortionFigures family) => new()
    {
        ["candidates"] = family.Candidates,
        ["max"] = Summary.Defined(family.Max),
        ["mean"] = Summary.Defined(family.Mean),
        ["standard_error"] = Summary.Defined(family.StandardError),
    };
}
