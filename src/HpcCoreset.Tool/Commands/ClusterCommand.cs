using System;
using System.CommandLine;
using System.Diagnostics;
using System.Linq;
using System.Text.Json.Nodes;
using CsvHelper;
using HpcCoreset.Files;
using HpcCoreset.Tool.Clustering;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Output;
using HpcCoreset.Tool.Ranks;

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

    private readonly MpiOption _mpi = new("cluster together, through a coreset (--coreset-size)", ", --assignment-output");

    /// <summary>Defines the command.</summary>
    /// <param name="context">Where it runs.</param>
    public ClusterCommand(CommandContext context) : base("cluster", "k-means or k-medoids, optionally through a coreset.")
    {
        _context = context;
        _clusters.Required = true;
        _input.AddTo(this);
        foreach (Option option in (Option[])[_method, _clusters, _coresetSize, _polish, _metric, _centres, _assignment]) Add(option);
        _mpi.AddTo(this);
        _run.AddTo(this);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        InputRequest input = _input.Read(parsed);
        (string? centresPath, string? assignmentPath) = (parsed.GetValue(_centres), parsed.GetValue(_assignment));
        var paths = new OutputPaths(input.Source, input.WeightsFile);
        paths.Check("--centers-output", centresPath, ".npy");
        if (!_mpi.IsGiven(parsed)) paths.Check(_assignment.Name, assignmentPath, ".csv"); // else a path of each
        Check(parsed);
        _mpi.Check(parsed, input, []);
        if (_mpi.IsGiven(parsed)) return RankProcess.Run(_context, ranks => ClusterAcross(parsed, input, centresPath, assignmentPath, paths, ranks));

        long started = Stopwatch.GetTimestamp();
        using InputData data = InputLoader.Load(input, _context.Cancellation);
        TimeSpan load = Stopwatch.GetElapsedTime(started);

        ClusteringRequest request = Read(parsed, data.Count, data.Name);
        using ClusteringOutcome outcome = ClusteringRun.Cluster(data, request, _context.Cancellation);

        started = Stopwatch.GetTimestamp();
        using var files = new OutputFiles();
        WriteCentres(files, centresPath, outcome);
        WriteAssignment(files, assignmentPath, outcome, data.NumberOf);
        files.Commit();
        TimeSpan write = Stopwatch.GetElapsedTime(started);
        Summary.Write(_context.Out, Summarise(data, data.Count, request, outcome, load, write), _run.Summary(parsed));
        return ExitCode.Done;
    }

    /// <summary>Clusters rows that processes hold together; the first of them writes, and each its own assignment if that has a file of each.</summary>
    private void ClusterAcross(ParseResult parsed, InputRequest input, string? centresPath, string? assignmentPath, OutputPaths paths, RankProcess ranks)
    {
        bool ofEach = assignmentPath is not null && RankedInput.IsOfEach(assignmentPath);
        if (ofEach) assignmentPath = RankedInput.Named(assignmentPath!, ranks.Communicator);
        ranks.OnEach(() => paths.Check(_assignment.Name, assignmentPath, ".csv"));
        long started = Stopwatch.GetTimestamp();
        using InputData data = RankedInput.Load(input, ranks, _context.Cancellation);
        TimeSpan load = Stopwatch.GetElapsedTime(started);
        int rows = ranks.Sum(data.Count);
        ClusteringRequest request = Read(parsed, rows, input.Source);
        using ClusteringOutcome outcome = RankedClustering.Cluster(data, request, request.CoresetSize!.Value, input.Source, ranks.Communicator, _context.Cancellation);

        started = Stopwatch.GetTimestamp();
        ClusteringOutcome written = assignmentPath is null || ofEach ? outcome : outcome with
        {
            Owner = RankedRows.OnFirst(ranks.Communicator, outcome.Owner),
            Distance = RankedRows.OnFirst(ranks.Communicator, outcome.Distance),
        };
        int first = ranks.Before(data.Count);
        using var files = new OutputFiles();
        ranks.OnEach(() =>
        {
            if (ranks.IsFirst) WriteCentres(files, centresPath, outcome);
            if (ranks.IsFirst || ofEach) WriteAssignment(files, assignmentPath, written, row => first + row);
        });
        ranks.OnEach(files.Commit);
        JsonObject found = Summarise(data, rows, request, outcome, load, Stopwatch.GetElapsedTime(started));
        found["mpi"] = ranks.Summarise();
        ranks.OnFirst(() => Summary.Write(_context.Out, found, _run.Summary(parsed)));
    }

    private ClusteringRequest Read(ParseResult parsed, int rows, string name)
    {
        (int clusters, int? coresetSize) = (parsed.GetRequiredValue(_clusters)!.Value, parsed.GetValue(_coresetSize));
        if (clusters > rows)
            throw new InvalidInputException($"--clusters: found {clusters}, allowed are 1 to {rows}, the rows of {name}");
        if (coresetSize < clusters || coresetSize > rows)
            throw new InvalidInputException(
                $"--coreset-size: found {coresetSize}, allowed are {clusters} (--clusters) to {rows}, the rows of {name}");
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
        if (_mpi.IsGiven(parsed) && !means)
            throw new InvalidInputException($"{MpiOption.Name}: found --method kmedoids, allowed is kmeans");
        if (_mpi.IsGiven(parsed) && parsed.GetValue(_coresetSize) is null)
            throw new InvalidInputException($"--coreset-size: required with {MpiOption.Name}, since processes solve on a coreset of all rows");
        if (!means && parsed.GetValue(_polish) > 0)
            throw new InvalidInputException("--polish: allowed with --method kmeans; a medoid is no mean of all rows");
    }

    private static void WriteCentres(OutputFiles files, string? path, ClusteringOutcome outcome)
    {
        if (path is not null) MatrixFile.Write(files, path, outcome.Centres.AsPoints, [.. Enumerable.Range(0, outcome.Centres.Count)]);
    }

    private static void WriteAssignment(OutputFiles files, string? path, ClusteringOutcome outcome, Func<int, long> number)
    {
        if (path is null) return;
        files.Write(path, stream =>
        {
            using CsvWriter csv = DelimitedWriter.To(stream);
            csv.WriteHeader("index", "cluster", "distance");
            for (int row = 0; row < outcome.Owner.Length; row++)
            {
                csv.WriteField(number(row));
                csv.WriteField(outcome.Owner[row]);
                csv.WriteField(outcome.Distance[row], "R");
                csv.EndRecord();
            }
        });
    }

    private static JsonObject Summarise(
        InputData data, int rows, ClusteringRequest request, ClusteringOutcome outcome, TimeSpan load, TimeSpan write)
    {
        bool means = request.Method == ClusteringMethod.KMeans;
        var summary = new JsonObject
        {
            ["method"] = Vocabulary.ClusteringMethods.Word(request.Method),
            ["rows"] = rows,
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
