using System;
using System.Diagnostics;
using System.Threading;
using HpcCoreset.Mpi;
using HpcCoreset.Tool.Clustering;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Ranks;

/// <summary>Solves k-means on a coreset of the rows of many processes, and assigns every row.</summary>
internal static class RankedClustering
{
    /// <summary>Clusters.</summary>
    /// <param name="data">The rows of this process, and their weights.</param>
    /// <param name="request">What the user asked for.</param>
    /// <param name="size">How many rows to solve on.</param>
    /// <param name="name">What the user called the input.</param>
    /// <param name="communicator">The processes.</param>
    /// <param name="cancellation">Ends the run of all processes.</param>
    /// <returns>The centres, the same on every process, and where the rows of this one belong.</returns>
    /// <exception cref="RankFault">The library refused the rows of some process, or the request; or it was interrupted.</exception>
    public static ClusteringOutcome Cluster(
        InputData data, ClusteringRequest request, int size, string name, Communicator communicator, CancellationToken cancellation) => RankProcess.Alike(name, () =>
    {
        long started = Stopwatch.GetTimestamp();
        CoresetSnapshot coreset;
        using (var selector = new DistributedCoresetSelector(ClusteringRun.CoresetOptions(request, size), communicator))
            coreset = selector.Select(data.Points, data.Weights, cancellation).ToOwned();
        float[] rows = GatheredRows.Gather(communicator, data.Points, data.Dimension, coreset.Indices);

        // Every process has the coreset and solves it, to the same bytes: none waits for another, and so none stops by itself.
        using var solver = new KMeansSolver(ClusteringRun.SolverOptions(request));
        KMeansSolution solution = solver.Fit(new Points(rows, data.Dimension), [.. coreset.Weights], CancellationToken.None);
        int iterations = solution.Iterations;
        float[] centres = solution.Centres.ToArray();
        if (request.Polish > 0)
        {
            using var polisher = new DistributedKMeans(ClusteringRun.SolverOptions(request), communicator);
            centres = polisher.Refine(centres, data.Points, data.Weights, request.Polish, cancellation).Centres.ToArray();
            solver.Begin(centres, data.Dimension);
        }
        (int[] owner, float[] distance) = (new int[data.Count], new float[data.Count]);
        if (data.Count > 0) solver.Assign(data.Points, owner, distance);
        return new ClusteringOutcome(
            ClusteringRun.Store(centres, data.Dimension), owner, distance, Cost(distance, data.Weights, communicator), iterations, [], Stopwatch.GetElapsedTime(started));
    });

    /// <summary>The sum over all rows in order, which goes on where that of the process before ends.</summary>
    private static double Cost(float[] distance, double[] weights, Communicator communicator)
    {
        var ranks = new CommunicatorGroup(communicator);
        double cost = 0;
        ranks.TakeOver(new Span<double>(ref cost));
        for (int row = 0; row < distance.Length; row++) cost += weights.Length == 0 ? distance[row] : distance[row] * weights[row];
        ranks.HandOver(new Span<double>(ref cost));
        return cost;
    }
}
