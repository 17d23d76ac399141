using System;
using System.Numerics;

namespace HpcCoreset.Tests.Kernels;

/// <summary>Distances in double, from the differences, with the error that each pass may make.</summary>
internal static class MetricOracle
{
    /// <summary>
    /// Roundings on the longest path of an inner product: FMAs in chains of 128, added chain by chain. One more for the oracle itself,
    /// whose d roundings at 2^-53 are less than one at 2^-24.
    /// </summary>
    public static int Path(int dimension) => Math.Min(dimension, 128) + (dimension + 127) / 128 + 1;

    /// <summary>Distance and Relax: in difference form.</summary>
    public static Bounded Difference(string metric, ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        int d = x.Length;
        double sum = 0, magnitude = 0;
        for (int t = 0; t < d; t++)
        {
            double difference = (double)x[t] - y[t], size = Math.Abs(difference);
            double term = metric switch
            {
                "SquaredEuclidean" or "Euclidean" or "Cosine" => difference * difference,
                "Manhattan" or "Chebyshev" or "Absolute" => size,
                "Hamming" => BitOperations.PopCount(BitConverter.SingleToUInt32Bits(x[t]) ^ BitConverter.SingleToUInt32Bits(y[t])),
                "Dot" => -(double)x[t] * y[t],
                "Huber" => size < 1 ? 0.5 * size * size : size - 0.5,
                _ => throw new ArgumentException(metric),
            };
            sum = metric == "Chebyshev" ? Math.Max(sum, term) : sum + term;
            magnitude = metric == "Chebyshev" ? sum : magnitude + Math.Abs(term);
        }
        // Roundings: d additions or FMAs, then per term two for a squared rounded difference, one for a difference, and five for
        // Huber's: his function has slope min(1, |x - y|), so the rounded difference moves it by 2 u of itself, and three operations.
        int roundings = metric switch { "Chebyshev" => 1, "Dot" => d, "Manhattan" or "Absolute" => d + 1, "Huber" => d + 5, _ => d + 2 };
        var total = new Bounded(sum, Bounded.Gamma(roundings + 1) * magnitude + Bounded.Underflow(2 * d));
        return Finish(metric, total);
    }

    /// <summary>x.y as the tiles sum it up; the second value is the sum of the terms' magnitudes.</summary>
    public static (Bounded Product, double Magnitude) InnerProduct(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double product = 0, magnitude = 0;
        for (int t = 0; t < x.Length; t++)
        {
            product += (double)x[t] * y[t];
            magnitude += Math.Abs((double)x[t] * y[t]);
        }
        return (new Bounded(product, Bounded.Gamma(Path(x.Length)) * magnitude + Bounded.Underflow(2 * x.Length)), magnitude);
    }

    /// <summary>
    /// The squared distance as max(0, |x|^2 + |y|^2 - 2 x.y): two roundings more than the inner product on the path of every term, and
    /// the terms' magnitudes add up to |x|^2 + |y|^2 + 2 sum |x y|.
    /// </summary>
    public static Bounded Expanded(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double magnitude = InnerProduct(x, x).Magnitude + InnerProduct(y, y).Magnitude + 2 * InnerProduct(x, y).Magnitude;
        return new Bounded(
            Difference("SquaredEuclidean", x, y).Value,
            Bounded.Gamma(Path(x.Length) + 2) * magnitude + 4 * Bounded.Underflow(2 * x.Length));
    }

    /// <summary>What the metric makes of a sum.</summary>
    public static Bounded Finish(string metric, Bounded sum) => metric switch
    {
        "Euclidean" => sum.Sqrt(),
        "Cosine" => new Bounded(0.5 * sum.Value, 0.5 * sum.Error + Bounded.Underflow(1)), // a halving is exact but for underflow
        _ => sum,
    };
}
