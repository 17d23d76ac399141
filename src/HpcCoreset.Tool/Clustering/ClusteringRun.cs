using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Clustering;

/// <summary>Solves k-means, on all rows or on a coreset of them, and assigns every row.</summary>
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
            using var solver = new KMeansSolver(new KMeansOptions
            {
                Clusters = request.Clusters,
                Metric = request.Metric,
                Seed = request.Seed,
                Threads = request.Threads,
            });
            Points points = data.Rows.AsPoints();
            KMeansSolution solution;
            if (request.CoresetSize is { } size)
            {
                CoresetSnapshot coreset = Reduce(data, request, size, cancellation);
                using PointStore picked = Gather(data.Rows, coreset.Indices);
                solution = solver.Fit(picked.AsPoints(), [.. coreset.Weights], cancellation);
            }
            else solution = solver.Fit(points, data.Weights, cancellation);
            int iterations = solution.Iterations;
            if (request.Polish > 0) solution = solver.Refine(points, data.Weights, request.Polish, cancellation);
            cancellation.ThrowIfCancellationRequested();

            (int[] owner, float[] distance) = (new int[points.Count], new float[points.Count]);
            solver.Assign(points, owner, distance);
            return new ClusteringOutcome(
                Copy(solution), owner, distance, Cost(distance, data.Weights), iterations, Stopwatch.GetElapsedTime(started));
        }
        catch (ArgumentException refused)
        {
            throw InvalidInputException.From(refused, data.Name);
        }
    }

    private static CoresetSnapshot Reduce(InputData data, ClusteringRequest request, int size, CancellationToken cancellation)
    {
        using var selector = new ClusteringCoresetSelector(new ClusteringCoresetOptions
        {
            Size = size,
            Clusters = request.Clusters,
            Metric = request.Metric,
            Seed = request.Seed,
            Threads = request.Threads,
        });
        return selector.Select(data.Rows.AsPoints(), data.Weights, cancellation).ToOwned();
    }

    private static PointStore Gather(PointStore rows, IReadOnlyList<int> indices)
    {
        var picked = new PointStore(indices.Count, rows.Dimension);
        for (int pick = 0; pick < indices.Count; pick++) rows[indices[pick]].CopyTo(picked[pick]);
        return picked;
    }

    private static PointStore Copy(KMeansSolution solution)
    {
        var centres = new PointStore(solution.Clusters, Math.Max(1, solution.Dimension));
        for (int centre = 0; centre < centres.Count; centre++)
            solution.Centres.Slice(centre * solution.Dimension, solution.Dimension).CopyTo(centres[centre]);
        return centres;
    }

    private static double Cost(float[] distance, double[] weights) =>
        weights.Length == 0 ? distance.Sum(d => (double)d) : distance.Zip(weights, (d, weight) => d * weight).Sum();
}
