using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using HpcCoreset.Benchmarks.Storage;
using HpcCoreset.Clustering;

namespace HpcCoreset.Benchmarks.Clustering;

/// <summary>
/// k-means solved on a coreset, and polished by a pass over all rows, beside scikit-learn's of all rows: seconds, and the cost on all rows.
/// </summary>
internal static unsafe class CoresetSolutionReport
{
    private const int Seeds = 5;
    private const int Threads = 2;
    private const int Iterations = 50;
    private const string Python = "/usr/bin/python3";

    private static readonly Way[] s_ways =
    [
        new("all rows", null, 0),
        new("uniform", ClusteringCoresetMethod.Uniform, 0),
        new("uniform, one pass", ClusteringCoresetMethod.Uniform, 1),
        new("uniform, eight passes", ClusteringCoresetMethod.Uniform, 8),
        new("sensitivity", ClusteringCoresetMethod.Sensitivity, 0),
        new("sensitivity, one pass", ClusteringCoresetMethod.Sensitivity, 1),
        new("sensitivity, eight passes", ClusteringCoresetMethod.Sensitivity, 8),
        new("coreset tree", ClusteringCoresetMethod.CoresetTree, 0),
        new("coreset tree, one pass", ClusteringCoresetMethod.CoresetTree, 1),
    ];

    /// <param name="output">Where to.</param>
    /// <param name="names">Which instances; none for all.</param>
    public static void Run(TextWriter output, IReadOnlyList<string> names)
    {
        output.WriteLine($"{Threads} threads, seconds by the clock on the wall; mean (lowest - highest) of {Seeds} seeds. Excess: of the cost on all rows, over the");
        output.WriteLine($"mean of scikit-learn's (KMeans, greedy k-means++, one start, {Iterations} iterations at most; under cosine, on rows of length 1, its centres");
        output.WriteLine("brought to length 1). Ours: seeds, 100 iterations at most on a coreset, as many as theirs on all rows, defaults otherwise; the time");
        output.WriteLine("is that of selecting, gathering, solving, of Lloyd passes over all rows where there are some, and of the cost that they leave.");
        if (names.Count == 0 || names.Contains("mnist")) Compare(output, "MNIST", Idx.Mnist(), Idx.Pixels, 100, 10_000, Metric.SquaredEuclidean);
        if (names.Count == 0 || names.Contains("words")) Compare(output, "word vectors", Dataset.AllWords(), Dataset.WordDimension, 500, 25_000, Metric.Cosine);
    }

    private static void Compare(TextWriter output, string name, float[]? values, int dimension, int clusters, int size, Metric metric)
    {
        output.WriteLine();
        if (values == null)
        {
            output.WriteLine($"No {name}: bench/data/fetch.sh brings them.");
            return;
        }
        output.WriteLine($"{name}, {values.Length / dimension:N0} x {dimension}, {metric}, {clusters} centres, {size:N0} rows of a coreset:");
        output.WriteLine();
        output.WriteLine("| solved on | seconds | times faster | cost on all rows | excess |");
        output.WriteLine("|:--|--:|--:|--:|--:|");
        Way[] ways = [.. s_ways.Where(way => metric == Metric.SquaredEuclidean || way.Method != ClusteringCoresetMethod.CoresetTree)];
        foreach (Way way in ways) Solve(values[..(2000 * dimension)], dimension, 5, 500, metric, way, 0); // compiles
        Found[] theirs = [.. Enumerable.Range(1, Seeds).Select(seed => Peer(values, dimension, clusters, metric, seed))];
        Write(output, "all rows, scikit-learn", theirs, theirs);
        foreach (Way way in ways)
            Write(output, way.Name, [.. Enumerable.Range(1, Seeds).Select(seed => Solve(values, dimension, clusters, size, metric, way, seed))], theirs);
    }

    private static void Write(TextWriter output, string name, Found[] found, Found[] theirs)
    {
        (double mean, double their) = (found.Average(run => run.Seconds), theirs.Average(run => run.Cost));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {mean:F2} ({found.Min(run => run.Seconds):F2} - {found.Max(run => run.Seconds):F2}) | {theirs.Average(run => run.Seconds) / mean:F1} ") +
            string.Create(CultureInfo.InvariantCulture, $"| {found.Average(run => run.Cost):G5} | {Excess(found.Average(run => run.Cost))} ({Excess(found.Min(run => run.Cost))} - {Excess(found.Max(run => run.Cost))}) |"));
        output.Flush();

        string Excess(double cost) => string.Create(CultureInfo.InvariantCulture, $"{100 * (cost / their - 1):F2} %");
    }

    private static Found Solve(float[] values, int dimension, int clusters, int size, Metric metric, Way way, int seed)
    {
        var points = new Points(values, dimension);
        long start = Stopwatch.GetTimestamp();
        using KMeansSolver solver = new(new()
        {
            Clusters = clusters,
            Metric = metric,
            Threads = Threads,
            Seed = (ulong)seed,
            MaxIterations = way.Method == null ? Iterations : 100,
        });
        KMeansSolution solution;
        if (way.Method is { } method)
        {
            using ClusteringCoresetSelector selector = new(new()
            {
                Size = size,
                Clusters = clusters,
                Metric = metric,
                Threads = Threads,
                Seed = (ulong)seed,
                Method = method,
            });
            Coreset coreset = selector.Select(points);
            float[] rows = coreset.Centroids.IsEmpty ? GC.AllocateUninitializedArray<float>(coreset.Count * dimension) : coreset.Centroids.ToArray();
            for (int i = 0; i < coreset.Count && coreset.Centroids.IsEmpty; i++)
                values.AsSpan(coreset.Indices[i] * dimension, dimension).CopyTo(rows.AsSpan(i * dimension));
            solution = solver.Fit(new Points(rows, dimension), coreset.Weights);
        }
        else solution = solver.Fit(points);
        if (way.Passes > 0) solution = solver.Refine(points, default, way.Passes);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Found(seconds, Cost(values, dimension, solution.Centres.ToArray(), metric));
    }

    private static Found Peer(float[] values, int dimension, int clusters, Metric metric, int seed)
    {
        string rows = Path.GetTempFileName(), centres = Path.GetTempFileName();
        try
        {
            float[] given = values;
            if (metric == Metric.Cosine) Normalise(given = [.. values], dimension);
            using (FileStream file = File.Create(rows)) file.Write(MemoryMarshal.AsBytes<float>(given));
            var start = new ProcessStartInfo(Python, ["bench/peers/kmeans.py", rows, $"{dimension}", $"{clusters}", $"{seed}", $"{Iterations}", centres]) { RedirectStandardOutput = true };
            foreach (string variable in (string[])["THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"]) start.Environment[variable] = $"{Threads}";
            start.Environment["OMP_WAIT_POLICY"] = "passive";
            using Process process = Process.Start(start)!;
            string line = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0) throw new InvalidOperationException("scikit-learn did not run.");
            float[] found = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(centres)).ToArray();
            if (metric == Metric.Cosine) Normalise(found, dimension);
            return new Found(double.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture), Cost(values, dimension, found, metric));
        }
        finally
        {
            File.Delete(rows);
            File.Delete(centres);
        }
    }

    private static void Normalise(float[] values, int dimension)
    {
        for (int i = 0; i < values.Length; i += dimension)
        {
            Span<float> row = values.AsSpan(i, dimension);
            TensorPrimitives.Divide(row, TensorPrimitives.Norm<float>(row), row);
        }
    }

    private static double Cost(float[] values, int dimension, float[] centres, Metric metric)
    {
        using var rows = new WeightedRows(metric);
        using var lloyd = new Lloyd();
        double[] given = GC.AllocateArray<double>(centres.Length, pinned: true);
        for (int i = 0; i < centres.Length; i++) given[i] = centres[i];
        fixed (float* first = values)
        fixed (double* start = given)
        {
            rows.Load(new RowSource(first, values.Length / dimension, dimension, dimension), default, Threads);
            return lloyd.Cost(rows, start, centres.Length / dimension, once: true);
        }
    }

    /// <summary>A way to solve.</summary>
    /// <param name="Name">What the page calls it.</param>
    /// <param name="Method">How the coreset is made; null for all rows.</param>
    /// <param name="Passes">Passes over all rows afterwards.</param>
    private sealed record Way(string Name, ClusteringCoresetMethod? Method, int Passes);

    private readonly record struct Found(double Seconds, double Cost);
}
