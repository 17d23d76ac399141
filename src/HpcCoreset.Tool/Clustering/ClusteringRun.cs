using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Clustering;

/// <summary>Solves k-means or k-medoids, on all rows or on a coreset of them, and assigns every row.</summary>
internal static class ClusteringRun
{
    /// <summary>Clusters.</summary>
    /// <param name="data">The rows and their weights.</param>
    /// <param name="request">What the user asked for.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="InvalidInputException">The library refused the rows or the request.</exception>
    public static ClusteringOutcome Cluster(InputData data, ClusteringRequest request, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            using var part = Part.Of(data, request, cancellation);
            ClusteringOutcome outcome = request.Method == ClusteringMethod.KMeans
                ? KMeans(data, part, request, started, cancellation)
                : KMedoids(data, part, request, started, cancellation);
            // What summaries of cells have dropped are squares.
            return request.Metric == Metric.SquaredEuclidean ? outcome with { Cost = outcome.Cost + data.Offset } : outcome;
        }
        catch (ArgumentException refused)
        {
            throw InvalidInputException.From(refused, data.Name);
        }
    }

    private static ClusteringOutcome KMeans(InputData data, Part part, ClusteringRequest request, long started, CancellationToken cancellation)
    {
        using var solver = new KMeansSolver(SolverOptions(request));
        Points points = data.Points;
        KMeansSolution solution = solver.Fit(part.Rows.AsPoints(), part.Weights, cancellation);
        int iterations = solution.Iterations;
        if (request.Polish > 0) solution = solver.Refine(points, data.Weights, request.Polish, cancellation);
        cancellation.ThrowIfCancellationRequested();

        (int[] owner, float[] distance) = (new int[points.Count], new float[points.Count]);
        solver.Assign(points, owner, distance);
        return new ClusteringOutcome(
            Store(solution.Centres, data.Dimension), owner, distance, Cost(distance, data.Weights), iterations, [], Stopwatch.GetElapsedTime(started));
    }

    private static ClusteringOutcome KMedoids(InputData data, Part part, ClusteringRequest request, long started, CancellationToken cancellation)
    {
        using var solver = new KMedoidsSolver(new KMedoidsOptions
        {
            Clusters = request.Clusters,
            Metric = request.Metric,
            Seed = request.Seed,
            Threads = request.Threads,
        });
        KMedoidsSolution solution = solver.Fit(part.Rows.AsPoints(), part.Weights, cancellation);
        int[] medoids = [.. solution.Medoids.ToArray().Select(part.RowOf)];
        cancellation.ThrowIfCancellationRequested();

        Points points = data.Points;
        (int[] owner, float[] distance) = (new int[points.Count], new float[points.Count]);
        double cost = solver.Assign(points, owner, distance, data.Weights);
        return new ClusteringOutcome(
            Gather(data.Rows, medoids), owner, distance, cost, solution.Swaps, medoids, Stopwatch.GetElapsedTime(started));
    }

    private static PointStore Gather(PointStore rows, int[] indices)
    {
        var picked = new PointStore(indices.Length, rows.Dimension);
        for (int pick = 0; pick < indices.Length; pick++) rows[indices[pick]].CopyTo(picked[pick]);
        return picked;
    }

    /// <summary>Centres as rows.</summary>
    /// <param name="values">Their values, row-major.</param>
    /// <param name="dimension">How many each has.</param>
    internal static PointStore Store(ReadOnlySpan<float> values, int dimension)
    {
        var centres = new PointStore(values.Length / dimension, dimension);
        for (int centre = 0; centre < centres.Count; centre++) values.Slice(centre * dimension, dimension).CopyTo(centres[centre]);
        return centres;
    }

    /// <summary>How means are found.</summary>
    /// <param name="request">What the user asked for.</param>
    internal static KMeansOptions SolverOptions(ClusteringRequest request) =>
        new() { Clusters = request.Clusters, Metric = request.Metric, Seed = request.Seed, Threads = request.Threads };

    /// <summary>What is solved on instead of all rows.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="size">How many rows it has.</param>
    internal static ClusteringCoresetOptions CoresetOptions(ClusteringRequest request, int size) =>
        new() { Size = size, Clusters = request.Clusters, Metric = request.Metric, Seed = request.Seed, Threads = request.Threads };

    private static double Cost(float[] distance, double[] weights) =>
        weights.Length == 0 ? distance.Sum(d => (double)d) : distance.Zip(weights, (d, weight) => d * weight).Sum();

    /// <summary>What is solved on: all rows, or a coreset of them.</summary>
    private sealed class Part : IDisposable
    {
        private readonly int[]? _indices;

        private Part(PointStore rows, double[] weights, int[]? indices) => (Rows, Weights, _indices) = (rows, weights, indices);

        public PointStore Rows { get; }

        public double[] Weights { get; }

        public static Part Of(InputData data, ClusteringRequest request, CancellationToken cancellation)
        {
            if (request.CoresetSize is not { } size) return new Part(data.Rows, data.Weights, null);
            using var selector = new ClusteringCoresetSelector(CoresetOptions(request, size));
            Coreset coreset = selector.Select(data.Points, data.Weights, cancellation);
            int[] indices = coreset.Indices.ToArray();
            return new Part(Gather(data.Rows, indices), coreset.Weights.ToArray(), indices);
        }

        /// <summary>Which row of all a row is.</summary>
        public int RowOf(int row) => _indices is null ? row : _indices[row];

        public void Dispose()
        {
            if (_indices is not null) Rows.Dispose();
        }
    }
}
