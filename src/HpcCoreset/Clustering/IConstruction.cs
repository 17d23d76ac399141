using System;

namespace HpcCoreset.Clustering;

/// <summary>One way to make a coreset of rows, behind <see cref="ClusteringCoresetSelector"/>, which owns one and keeps its workspace.</summary>
internal interface IConstruction
{
    /// <summary>Whether picks stand with centroids of their own, and not with their rows.</summary>
    bool MakesCentroids { get; }

    /// <summary>Whether all rows of positive weight are the coreset where there are no more of them than picks; else it sees these rows too.</summary>
    bool KeepsFewRows => true;

    /// <summary>The cost of the clustering that the last coreset follows from.</summary>
    double Cost { get; }

    /// <summary>Row-to-centre distances computed for the last coreset.</summary>
    long Evaluations { get; }

    /// <summary>What each row of the last coreset's rows was sampled by; empty if there is no such number.</summary>
    ReadOnlySpan<double> Sensitivities => default;

    /// <summary>Adds a coreset of the rows to a result, which holds those of other classes already.</summary>
    /// <param name="rows">The rows, more of them of positive weight than the coreset may have if it keeps few rows.</param>
    /// <param name="task">What is asked for.</param>
    /// <param name="result">Receives at most the size asked for, and what is to be added to its offset.</param>
    void Build(WeightedRows rows, in ConstructionTask task, CoresetBuffer result);
}
