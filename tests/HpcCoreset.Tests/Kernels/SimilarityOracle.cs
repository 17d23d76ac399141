using System;
using System.Collections.Generic;
using HpcCoreset.Runtime;

namespace HpcCoreset.Tests.Kernels;

/// <summary>Similarities in double, with the error that the float32 epilogue behind an inner product may make.</summary>
internal static class SimilarityOracle
{
    /// <summary>What <see cref="Exponential.Negative"/> documents, in ulp; an ulp is at most 2^-23 of the value.</summary>
    public const double ExponentialUlps = 1;

    /// <summary>Every similarity of an inner product.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(InnerProduct), typeof(SquaredInnerProduct), typeof(NegatedSquaredEuclidean), typeof(NegatedEuclidean), typeof(Gaussian),
        typeof(Laplacian),
    ];

    /// <summary>One pair; the terms of an inner product count as exact, those of a distance are norms that the oracle computes itself.</summary>
    public static Bounded Of(Type similarity, ReadOnlySpan<float> x, ReadOnlySpan<float> y, double rowTerm, double pointTerm, double parameter)
    {
        if (similarity == typeof(InnerProduct)) return Raised(MetricOracle.InnerProduct(x, y).Product, rowTerm + pointTerm);
        if (similarity == typeof(SquaredInnerProduct))
        {
            Bounded product = MetricOracle.InnerProduct(x, y).Product;
            Bounded raised = Raised(product with { Value = Math.Abs(product.Value) }, rowTerm + pointTerm);
            double square = raised.Value * raised.Value;
            double moved = raised.Error * (2 * Math.Abs(raised.Value) + raised.Error);
            return new Bounded(square, moved + 2 * Bounded.UnitRoundoff * (square + moved) + Bounded.Underflow(1));
        }
        Bounded squared = MetricOracle.Expanded(x, y);
        if (similarity == typeof(NegatedSquaredEuclidean)) return new Bounded(-squared.Value, squared.Error);
        Bounded distance = squared.Sqrt();
        if (similarity == typeof(NegatedEuclidean)) return new Bounded(-distance.Value, distance.Error);
        if (similarity == typeof(Gaussian)) return Exponential(squared, parameter);
        if (similarity == typeof(Laplacian)) return Exponential(distance, parameter);
        throw new ArgumentException(similarity.Name);
    }

    /// <summary>The sum of the terms is rounded, and the sum with the product.</summary>
    private static Bounded Raised(Bounded product, double terms)
    {
        double value = product.Value + terms, moved = product.Error + 2 * Bounded.UnitRoundoff * Math.Abs(terms);
        return new Bounded(value, moved + 2 * Bounded.UnitRoundoff * (Math.Abs(value) + moved));
    }

    private static Bounded Exponential(Bounded distance, double parameter)
    {
        double exponent = parameter * distance.Value;
        double off = parameter * distance.Error;
        off += 2 * Bounded.UnitRoundoff * (exponent + off) + Bounded.Underflow(1);
        double value = Math.Exp(-Math.Min(exponent, 87)); // where the function levels off
        double moved = off * Math.Exp(-Math.Min(Math.Max(0, exponent - off), 87)); // the slope is steepest at the near end
        return new Bounded(value, moved + ExponentialUlps / (1 << 23) * (value + moved));
    }
}
