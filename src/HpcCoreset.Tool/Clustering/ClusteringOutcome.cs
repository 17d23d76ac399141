using System;

namespace HpcCoreset.Tool.Clustering;

/// <summary>Centres, and where each row belongs.</summary>
/// <param name="Centres">The centres; owned.</param>
/// <param name="Owner">For each row the number of its nearest centre.</param>
/// <param name="Distance">For each row the distance to it.</param>
/// <param name="Cost">The weighted sum of the distances, and what the input has dropped of it.</param>
/// <param name="Iterations">Lloyd iterations of the solution, those of the polish not counted; or swaps of medoids.</param>
/// <param name="Medoids">The centres' row numbers where they are rows, else none.</param>
/// <param name="Elapsed">Time from rows to assignment.</param>
internal sealed record ClusteringOutcome(
    PointStore Centres, int[] Owner, float[] Distance, double Cost, int Iterations, int[] Medoids, TimeSpan Elapsed) : IDisposable
{
    /// <summary>Frees the centres.</summary>
    public void Dispose() => Centres.Dispose();
}
