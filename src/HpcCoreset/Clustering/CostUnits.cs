using System;
using System.Numerics.Tensors;

namespace HpcCoreset.Clustering;

/// <summary>
/// How three numbers for the same pair follow from each other: what the kernel says, the cost under the metric, and the length, which the
/// triangle inequality holds for.
/// </summary>
/// <param name="metric">What a row costs; null for what the kernel says.</param>
/// <param name="ownKernel">Whether the kernel is the caller's, which computes the metric to the end; the catalogue's leave out root and half.</param>
internal readonly struct CostUnits(Metric? metric, bool ownKernel)
{
    /// <summary>Whether the kernel says the square of what a row costs.</summary>
    public bool LeavesOutRoot => metric == Metric.Euclidean && !ownKernel;

    /// <summary>Whether costs are squares of lengths.</summary>
    public bool IsSquared => metric is Metric.SquaredEuclidean or Metric.Cosine;

    /// <summary>Turns what the kernel says into costs.</summary>
    public void FromKernel(Span<float> distances)
    {
        if (LeavesOutRoot) TensorPrimitives.Sqrt(distances, distances);
        else if (metric == Metric.Cosine) TensorPrimitives.Multiply(distances, 0.5f, distances);
    }

    /// <summary>What the kernel says, as a length; of a metric that is not ours, as it is.</summary>
    public double Length(double kernelDistance) => metric switch
    {
        Metric.SquaredEuclidean => Math.Sqrt(kernelDistance),
        Metric.Euclidean when !ownKernel => Math.Sqrt(kernelDistance),
        Metric.Cosine => Math.Sqrt(ownKernel ? 2 * kernelDistance : kernelDistance),
        _ => kernelDistance,
    };

    /// <summary>What a row costs at a length.</summary>
    public double CostOfLength(double length) => metric switch
    {
        Metric.SquaredEuclidean => length * length,
        Metric.Cosine => length * length / 2,
        _ => length,
    };

    /// <summary>The length that a row costs so much at.</summary>
    public double LengthOfCost(double cost) => metric switch
    {
        Metric.SquaredEuclidean => Math.Sqrt(cost),
        Metric.Cosine => Math.Sqrt(2 * cost),
        _ => cost,
    };
}
