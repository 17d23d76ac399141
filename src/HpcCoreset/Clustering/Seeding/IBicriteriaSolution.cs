using System;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// A way to cluster rows at a cost within a factor of the best, with more clusters than asked for: what sensitivities are bounded by
/// (Feldman, Langberg, STOC 2011). Neither need the factor be small nor every row be with its nearest centre.
/// </summary>
internal unsafe interface IBicriteriaSolution
{
    /// <summary>Number of clusters found: what was asked for, or less where there are not as many distinct rows of positive weight.</summary>
    int Count { get; }

    /// <summary>A row of each cluster.</summary>
    ReadOnlySpan<int> Seeds { get; }

    /// <summary>The cluster of each row.</summary>
    int* Owner { get; }

    /// <summary>Row-to-centre distances computed.</summary>
    long Evaluations { get; }

    /// <summary>Clusters rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="clusters">Number of clusters.</param>
    /// <param name="random">Where the random numbers come from.</param>
    /// <param name="progress">Told the share of the work that is done.</param>
    /// <param name="cancellation">Looked at between two passes over the rows, at least.</param>
    void Run(WeightedRows rows, int clusters, in Philox random, IProgress<double>? progress = null, CancellationToken cancellation = default);
}
