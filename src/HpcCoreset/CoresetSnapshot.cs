using System;
using System.Collections.Generic;

namespace HpcCoreset;

/// <summary>A coreset in memory of its own, in the order picked; see <see cref="Coreset"/>.</summary>
public sealed class CoresetSnapshot
{
    private readonly int[] _indices;
    private readonly double[] _weights;
    private readonly double[] _gains;
    private readonly float[] _centroids;
    private readonly int[] _outliers;
    private readonly int[] _assignment;
    private readonly double[] _coverage;

    internal CoresetSnapshot(Coreset coreset)
    {
        (_indices, _weights, _gains) = ([.. coreset.Indices], [.. coreset.Weights], [.. coreset.Gains]);
        (_centroids, Offset, _outliers) = ([.. coreset.Centroids], coreset.Offset, [.. coreset.Outliers]);
        (_assignment, _coverage) = ([.. coreset.Assignment], [.. coreset.Coverage]);
        Report = coreset.Report;
    }

    /// <summary>Number of picks.</summary>
    public int Count => _indices.Length;

    /// <summary>Row numbers, in the order picked.</summary>
    public IReadOnlyList<int> Indices => _indices;

    /// <summary>Weights, in the order picked: what each row stands for, in units of the input weights.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>Marginal gains (scores) of a greedy selector, or inclusion probabilities of a sampler, in the order picked.</summary>
    public IReadOnlyList<double> Gains => _gains;

    /// <summary>What the picks stand with where that is not their own row, row-major, in the order picked; else empty.</summary>
    public IReadOnlyList<float> Centroids => _centroids;

    /// <summary>A constant to add to every cost of the coreset; 0 for samples.</summary>
    public double Offset { get; }

    /// <summary>Rows that the picks do not stand for, ascending; see <see cref="Coreset.Outliers"/>.</summary>
    public IReadOnlyList<int> Outliers => _outliers;

    /// <summary>For every row the position of the pick that covers it best; see <see cref="Coreset.Assignment"/>.</summary>
    public IReadOnlyList<int> Assignment => _assignment;

    /// <summary>For every row its similarity to what covers it best; see <see cref="Coreset.Coverage"/>.</summary>
    public IReadOnlyList<double> Coverage => _coverage;

    /// <summary>What the run did: objective, mass, evaluations, kernel.</summary>
    public SelectionReport Report { get; }

    internal ReadOnlySpan<int> IndexSpan => _indices;

    internal ReadOnlySpan<double> WeightSpan => _weights;

    internal ReadOnlySpan<float> CentroidSpan => _centroids;
}
