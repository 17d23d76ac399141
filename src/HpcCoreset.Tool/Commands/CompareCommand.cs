using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using HpcCoreset.Files;
using HpcCoreset.Tool.Comparison;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Output;
using HpcCoreset.Tool.Report;
using HpcCoreset.Tool.Selection;
using HpcCoreset.Training;

namespace HpcCoreset.Tool.Commands;

/// <summary><c>compare</c>: methods and sizes on one's own rows.</summary>
internal sealed class CompareCommand : Command
{
    private const int DefaultSeeds = 3;
    private const int DefaultCandidates = 7;

    // What is picked for a query stands for no row but itself.
    private static readonly Dictionary<string, SelectionMethod> AllowedMethods =
        Vocabulary.Methods.Where(word => word.Value != SelectionMethod.Mmr).ToDictionary();

    private readonly CommandContext _context;
    private readonly InputOptions _input = new("a model trained on coresets and tested on rows held out");
    private readonly RunOptions _run = new();
    private readonly Option<int?> _clusters = TypedOptions.Count(
        "--clusters", "the k that coresets are for; default, with labels: the number of labels");
    private readonly Option<Metric?> _metric = TypedOptions.Choice(
        "--metric", "what is minimised (default squared-euclidean)", Vocabulary.Metrics);
    private readonly Option<string?> _methods = new("--methods")
    {
        Description = $"names with commas between them (default: the samples, cells and coverings that take the metric): {string.Join(", ", AllowedMethods.Keys)}",
        HelpName = "names",
    };
    private readonly Option<string?> _sizes = new("--sizes")
    {
        Description = "numbers of rows with commas between them (default: 5, 10, 20, 40 and 80 times --clusters, up to half of the rows)",
        HelpName = "numbers",
    };
    private readonly Option<int?> _seeds = TypedOptions.Count("--seeds", $"coresets of every method and size (default {DefaultSeeds})");
    private readonly Option<int?> _candidates = TypedOptions.Count(
        "--candidates", $"number of candidate solutions, of which the worst counts (default {DefaultCandidates})");
    private readonly Option<double?> _target = TypedOptions.Number<double>(
        "--target", "print the smallest size whose distortion plus a standard error is at most 1 + this; with labels and without --clusters, "
        + "whose accuracy is at most this below that of all rows",
        static target => target >= 0 && double.IsFinite(target), "finite numbers from 0");
    private readonly Option<string?> _output = TypedOptions.File("--output", "the table as .csv");
    private readonly ReportOption _report = new("distortion, accuracy and time against size");

    /// <summary>Defines the command.</summary>
    /// <param name="context">Where it runs.</param>
    public CompareCommand(CommandContext context) : base(
        "compare", "Which method, which size? Distortion of the worst candidate, time, and with labels the accuracy of a logistic model that is "
        + "trained on the coreset and tested on a fifth of the rows held out.")
    {
        _context = context;
        _input.AddTo(this);
        foreach (Option option in (Option[])[_clusters, _metric, _methods, _sizes, _seeds, _candidates, _target, _output]) Add(option);
        _report.AddTo(this);
        _run.AddTo(this);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        InputRequest input = _input.Read(parsed);
        string? output = parsed.GetValue(_output);
        var paths = new OutputPaths(input.Source, input.WeightsFile, input.LabelsFile);
        paths.Check("--output", output, ".csv");
        _report.Check(parsed, paths);
        SelectionMethod[] methods = Methods(parsed);
        int[] sizes = Sizes(parsed);

        long started = Stopwatch.GetTimestamp();
        using InputData data = InputLoader.Load(input, _context.Cancellation);
        TimeSpan load = Stopwatch.GetElapsedTime(started);
        using HeldOutSplit? split = data.Labels is null ? null : new HeldOutSplit(data, _run.Seed(parsed));
        ComparisonRequest request = Read(parsed, split?.Training ?? data, methods, sizes);
        using var run = new ComparisonRun(data, split, request, _context.Cancellation);
        started = Stopwatch.GetTimestamp();
        ComparisonOutcome comparison = run.Run(new ProgressDisplay(_context.Error, _context.Interactive));
        TimeSpan compare = Stopwatch.GetElapsedTime(started);
        ComparisonResult? choice = parsed.GetValue(_target) is not { } target ? null
            : JudgesDistortion(parsed) ? comparison.WithinDistortion(target) : comparison.WithinAccuracy(target);

        using var files = new OutputFiles();
        if (output is not null) files.Write(output, stream => ComparisonFile.Write(stream, comparison));
        if (_report.Path(parsed) is not null)
            _report.Write(parsed, files, CompareReport.Of(
                parsed, data, request, comparison, Words(parsed, choice), [("Load", load), ("Compare", compare)]));
        files.Commit();
        if (_run.Summary(parsed) is not null) Summary.WriteJson(_context.Out, Summarise(parsed, request, comparison, choice));
        else Show(parsed, comparison, choice);
        return ExitCode.Done;
    }

    private void Show(ParseResult parsed, ComparisonOutcome comparison, ComparisonResult? choice)
    {
        ComparisonTable.Write(_context.Out, comparison);
        if (Words(parsed, choice) is { } words) _context.Out.Write($"{words}\n");
    }

    /// <summary>What is within the target, for people; nothing if none was asked for.</summary>
    private string? Words(ParseResult parsed, ComparisonResult? choice)
    {
        if (parsed.GetValue(_target) is not { } target) return null;
        string what = JudgesDistortion(parsed) ? "distortion of at most 1 +" : "loss of accuracy of at most";
        string found = choice is null ? "none of these" : $"{Vocabulary.Methods.Word(choice.Method)}, {choice.Size} rows";
        return FormattableString.Invariant($"{what} {target}: {found}");
    }

    private Metric Metric(ParseResult parsed) => parsed.GetValue(_metric) ?? HpcCoreset.Metric.SquaredEuclidean;

    private bool JudgesDistortion(ParseResult parsed) => parsed.GetValue(_clusters) is not null;

    private ComparisonRequest Read(ParseResult parsed, InputData data, SelectionMethod[] methods, int[] sizes)
    {
        int rows = data.Count;
        foreach (SelectionMethod method in methods)
            if (data.Labels is null && method is (SelectionMethod.Undersample or SelectionMethod.Oversample))
                throw new InvalidInputException(
                    $"--methods: {Vocabulary.Methods.Word(method)} found no labels, needs --labels FILE or --label-column");
        int clusters = parsed.GetValue(_clusters) ?? data.Labels?.Names.Count
            ?? throw new InvalidInputException("--clusters: found none and no labels, expected --clusters K, --labels FILE or --label-column");
        if (clusters > rows)
            throw new InvalidInputException($"--clusters: found {clusters}, allowed are 1 to {rows}, the rows of {data.Name} that coresets are made of");
        if (sizes is [])
        {
            sizes = [.. new[] { 5L, 10, 20, 40, 80 }.Select(times => times * clusters).Where(size => size <= rows / 2).Select(size => (int)size)];
            if (sizes is []) sizes = [Math.Max(clusters, rows / 2)];
        }
        foreach (int size in sizes)
            if (size < clusters || size > rows)
                throw new InvalidInputException(
                    $"--sizes: found {size}, allowed are {clusters} (--clusters) to {rows}, the rows of {data.Name} that coresets are made of");
        return new ComparisonRequest
        {
            Methods = methods,
            Sizes = sizes,
            Clusters = clusters,
            Metric = Metric(parsed),
            Seeds = parsed.GetValue(_seeds) ?? DefaultSeeds,
            Candidates = parsed.GetValue(_candidates) ?? DefaultCandidates,
            Seed = _run.Seed(parsed),
            Threads = _run.Threads(parsed),
        };
    }

    private SelectionMethod[] Methods(ParseResult parsed)
    {
        if (parsed.GetValue(_methods) is not { } names)
            // Rows that stand for clusters are no sample, and take long to find: only for who asks for them.
            return [.. Vocabulary.Methods.Values.Where(method => method is not (SelectionMethod.KMeans or SelectionMethod.KMedoids) &&
                ClusteringConstruction.Of(method) is { } construction && ClusteringConstruction.Takes(construction, Metric(parsed)))];
        return [.. names.Split(',', StringSplitOptions.TrimEntries).Distinct().Select(name => AllowedMethods.TryGetValue(name, out SelectionMethod method)
            ? method
            : throw new InvalidInputException(
                $"--methods: found '{name}', allowed are {string.Join(", ", AllowedMethods.Keys)}{NearestName.Hint(name, [.. AllowedMethods.Keys])}"))];
    }

    private int[] Sizes(ParseResult parsed) => parsed.GetValue(_sizes) is not { } sizes ? [] :
        [.. sizes.Split(',').Select(size => int.TryParse(size, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value > 0
            ? value
            : throw new InvalidInputException($"--sizes: found '{size}', allowed are whole numbers from 1 with commas between them")).Distinct().Order()];

    private JsonObject Summarise(ParseResult parsed, ComparisonRequest request, ComparisonOutcome comparison, ComparisonResult? choice) => new()
    {
        ["rows"] = comparison.Rows,
        ["held_out"] = comparison.HeldOut,
        ["clusters"] = request.Clusters,
        ["seeds"] = request.Seeds,
        ["full"] = Summarise(comparison.Full),
        ["results"] = new JsonArray([.. comparison.Results.Select(Summarise)]),
        ["target"] = parsed.GetValue(_target),
        ["choice"] = choice is null ? null : new JsonObject { ["method"] = Vocabulary.Methods.Word(choice.Method), ["size"] = choice.Size },
        ["threads"] = request.Threads,
        ["seed"] = request.Seed,
    };

    private static JsonNode Summarise(ComparisonResult result) => new JsonObject
    {
        ["method"] = Vocabulary.Methods.Word(result.Method),
        ["size"] = result.Size,
        ["distortion"] = new JsonObject
        {
            ["max"] = Summary.Number(result.Distortion.Max),
            ["mean"] = Summary.Number(result.Distortion.Mean),
            ["standard_error"] = Summary.Defined(result.Distortion.StandardError),
        },
        ["score"] = Summarise(result.Score),
        ["seconds"] = result.Seconds,
    };

    private static JsonObject? Summarise(ClassificationScore? score) => score is not { } known ? null : new JsonObject
    {
        ["accuracy"] = known.Accuracy,
        ["balanced_accuracy"] = known.BalancedAccuracy,
    };
}
