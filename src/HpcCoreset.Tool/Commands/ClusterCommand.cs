using System;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using CsvHelper;
using HpcCoreset.Files;
using HpcCoreset.Tool.Clustering;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Output;

namespace HpcCoreset.Tool.Commands;

/// <summary><c>cluster</c>: k-means or k-medoids, optionally through a coreset.</summary>
internal sealed class ClusterCommand : Command
{
    private readonly CommandContext _context;
    private readonly InputOptions _input = new();
    private readonly RunOptions _run = new();
    private readonly Option<ClusteringMethod?> _method = TypedOptions.Choice(
        "--method", "centres that are means, or rows (default kmeans)", Vocabulary.ClusteringMethods);
    private readonly Option<int?> _clusters = TypedOptions.Count("--clusters", "number of centres");
    private readonly Option<int?> _coresetSize = TypedOptions.Count(
        "--coreset-size", "solve on a sensitivity coreset of this many rows (default: on all rows)");
    private readonly Option<int?> _polish = TypedOptions.Number<int>(
        "--polish", "Lloyd passes over all rows after solving (default 0); of kmeans",
        static passes => passes >= 0, $"whole numbers from 0 to {int.MaxValue}");
    private readonly Option<Metric?> _metric = TypedOptions.Choice(
        "--metric", "what is minimised (default squared-euclidean; of kmedoids euclidean); kmeans allows squared-euclidean and cosine",
        Vocabulary.Metrics);
    private readonly Option<string?> _centres = TypedOptions.File(
        "--centers-output", "the centres as .npy, in the coordinates of the rows after --standardize and --normalize");
    private readonly Option<string?> _assignment = TypedOptions.File(
        "--assignment-output",
        "index,cluster,distance of every row as .csv; the distance is what is minimised: squared with squared-euclidean, "
        + "the default metric");

    /// <summary>Defines the command.</summary>
    /// <param name="context">Where it runs.</param>
    public ClusterCommand(CommandContext context) : base("cluster", "k-means or k-medoids, optionally through a coreset.")
    {
        _context = context;
        _clusters.Required = true;
        _input.AddTo(this);
        foreach (Option option in (Option[])[_method, _clusters, _coresetSize, _polish, _metric, _centres, _assignment]) Add(option);
        _run.AddTo(this);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        InputRequest input = _input.Read(parsed);
        (string? centresPath, string? assignmentPath) = (parsed.GetValue(_centres), parsed.GetValue(_assignment));
        var paths = new OutputPaths(input.Source, input.WeightsFile);
        paths.Check("--centers-output", centresPath, ".npy");
        paths.Check("--assignment-output", assignmentPath, ".csv");
        Check(parsed);

        long started = Stopwatch.GetTimestamp();
        using InputData data = InputLoader.Load(input, _context.Cancellation);
        TimeSpan load = Stopwatch.GetElapsedTime(started);

        ClusteringRequest request = Read(parsed, data);
        using ClusteringOutcome outcome = ClusteringRun.Cluster(data, request, _context.Cancellation);

        started = Stopwatch.GetTimestamp();
        using var files = new OutputFiles();
        if (centresPath is not null) MatrixFile.Write(files, centresPath, outcome.Centres.AsPoints, [.. Enumerable.Range(0, outcome.Centres.Count)]);
        if (assignmentPath is not null) files.Write(assignmentPath, stream => WriteAssignment(stream, data, outcome));
        files.Commit();
        TimeSpan write = Stopwatch.GetElapsedTime(started);
        Summary.Write(_context.Out, Summarise(data, request, outcome, load, write), _run.Summary(parsed));
        return ExitCode.Done;
    }

    private ClusteringRequest Read(ParseResult parsed, InputData data)
    {
        (int clusters, int? coresetSize) = (parsed.GetRequiredValue(_clusters)!.Value, parsed.GetValue(_coresetSize));
        int rows = data.Count;
        if (clusters > rows)
            throw new InvalidInputException($"--clusters: found {clusters}, allowed are 1 to {rows}, the rows of {data.Name}");
        if (coresetSize < clusters || coresetSize > rows)
            throw new InvalidInputException(
                $"--coreset-size: found {coresetSize}, allowed are {clusters} (--clusters) to {rows}, the rows of {data.Name}");
        ClusteringMethod method = Method(parsed);
        Metric metric = parsed.GetValue(_metric) ?? (method == ClusteringMethod.KMeans ? Metric.SquaredEuclidean : Metric.Euclidean);
        return new ClusteringRequest(
            method, clusters, coresetSize, parsed.GetValue(_polish) ?? 0, metric, _run.Seed(parsed), _run.Threads(parsed));
    }

    private ClusteringMethod Method(ParseResult parsed) => parsed.GetValue(_method) ?? ClusteringMethod.KMeans;

    /// <summary>Refuses options that contradict each other before any work is done.</summary>
    private void Check(ParseResult parsed)
    {
        bool means = Method(parsed) == ClusteringMethod.KMeans;
        if (means && parsed.GetValue(_metric) is { } metric && !Vocabulary.CentreMetrics.Values.Contains(metric))
            throw new InvalidInputException(
                $"--metric: found '{Vocabulary.Metrics.Word(metric)}', allowed with --method kmeans are {string.Join(", ", Vocabulary.CentreMetrics.Keys)}");
        if (!means && parsed.GetValue(_polish) > 0)
            throw new InvalidInputException("--polish: allowed with --method kmeans; a medoid is no mean of all rows");
    }

    private static void WriteAssignment(Stream stream, InputData data, ClusteringOutcome outcome)
    {
        using CsvWriter csv = DelimitedWriter.To(stream);
        csv.WriteHeader("index", "cluster", "distance");
        for (int row = 0; row < outcome.Owner.Length; row++)
        {
            csv.WriteField(data.NumberOf(row));
            csv.WriteField(outcome.Owner[row]);
            csv.WriteField(outcome.Distance[row], "R");
            csv.EndRecord();
        }
    }

    private static JsonObject Summarise(
        InputData data, ClusteringRequest request, ClusteringOutcome outcome, TimeSpan load, TimeSpan write)
    {
        bool means = request.Method == ClusteringMethod.KMeans;
        var summary = new JsonObject
        {
            ["method"] = Vocabulary.ClusteringMethods.Word(request.Method),
            ["rows"] = data.Count,
            ["dimension"] = data.Dimension,
            ["clusters"] = outcome.Centres.Count,
            ["coreset_size"] = request.CoresetSize,
            ["cost"] = Summary.Number(outcome.Cost),
            [means ? "iterations" : "swaps"] = outcome.Iterations,
            ["seconds"] = new JsonObject
            {
                ["load"] = load.TotalSeconds,
                ["cluster"] = outcome.Elapsed.TotalSeconds,
                ["write"] = write.TotalSeconds,
            },
            ["peak_rss_bytes"] = Summary.PeakResidentBytes,
            ["threads"] = request.Threads,
            ["seed"] = request.Seed,
        };
        if (!means) summary["medoids"] = new JsonArray([.. outcome.Medoids.Select(medoid => JsonValue.Create(data.NumberOf(medoid)))]);
        return summary;
    }
}
