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

    internal CoresetSnapshot(
        int[] indices, double[] weights, double[] gains, float[] centroids, double offset, SelectionReport report, int[]? outliers = null)
    {
        _centroids = centroids;
        _outliers = outliers ?? [];
        Offset = offset;
        _indices = indices;
        _weights = weights;
        _gains = gains;
        Report = report;
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

    /// <summary>What the run did: objective, mass, evaluations, kernel.</summary>
    public SelectionReport Report { get; }

    internal ReadOnlySpan<int> IndexSpan => _indices;

    internal ReadOnlySpan<double> WeightSpan => _weights;

    internal ReadOnlySpan<float> CentroidSpan => _centroids;
}
