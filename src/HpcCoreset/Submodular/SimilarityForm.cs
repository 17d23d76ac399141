using System;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// How a similarity is computed twice: as an upper bound in float32, by the generated passes over packed rows, and exactly, in double,
/// from the caller's rows.
/// </summary>
/// <remarks>
/// <para>
/// The bound comes from the numbers per point that the passes add in (<see cref="Term"/>). Let u = 2^-24 and h the longest path of
/// roundings in an inner product (d, or 128 + d / 128 chained; Higham 2002, section 4.2). A squared distance in expanded form is off by
/// at most (2 h + 7) u (|x|^2 + |y|^2), the packing's own rounding included, so squared norms that are smaller by the factor
/// 1 - (2.1 h + 12.6) u make it a lower bound, and every similarity that falls with it an upper one. An inner product is off by at most
/// (h + 4) u |x| |y|, at most half of that times |x|^2 + |y|^2, which is added in two parts. Below 2^-126 roundings are absolute, at
/// most 2^-150 each: 2 h + 8 of them are allowed for on either side, except for rows of zeros, whose products are exact.
/// The product of two inner products, for rows that stand for outer products, is off by what both are, and one rounding more; what vanishes
/// in one factor is multiplied by the other.
/// </para>
/// <para>
/// Similarities to the farthest pair, max - d, are handled as -d: the maximum cancels in every gain but the first.
/// </para>
/// </remarks>
internal readonly struct SimilarityForm
{
    private const double UnitRoundoff = 1.0 / (1 << 24);
    private const double Subnormal = float.Epsilon;
    private readonly double _path;
    private readonly double _least;

    /// <summary>A similarity of rows.</summary>
    /// <param name="similarity">Which one.</param>
    /// <param name="dimension">Values of a row.</param>
    /// <param name="gamma">Gamma, or 0 for 1 / dimension.</param>
    /// <param name="firstFactor">Values that are the first factor of rows that stand for outer products; 0 for rows that stand for themselves.</param>
    public SimilarityForm(Similarity similarity, int dimension, double gamma, int firstFactor = 0)
    {
        (Similarity, FirstFactor) = (similarity, firstFactor);
        _path = firstFactor == 0 ? Path(dimension) : Path(firstFactor) + Path(dimension - firstFactor) + 2;
        _least = (_path + 4) * Subnormal * (firstFactor == 0 ? 1 : RowValidation.LargestFactor);

        static double Path(int length) => Math.Min(length, SquaredNorms.Chain + length / SquaredNorms.Chain + 1);

        Parameter = similarity switch
        {
            Similarity.Rbf => gamma > 0 ? gamma : 1.0 / dimension,
            Similarity.ExpEuclidean => 1.0 / dimension,
            _ => 0,
        };
    }

    /// <summary>Refuses what is no similarity and no gamma; <paramref name="owner"/> is whose they are in messages.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One of them is none.</exception>
    public static void Check(Similarity similarity, double gamma, string owner)
    {
        if (!Enum.IsDefined(similarity))
            throw new ArgumentOutOfRangeException($"{owner}.Similarity", similarity, $"{owner}.Similarity: not one of the enumeration's values.");
        CheckGamma(gamma, $"{owner}.Gamma");
    }

    /// <summary>Values that rows need at least: one alone does not vary.</summary>
    public static int LeastDimension(Similarity similarity) => similarity == Similarity.CorrelationSquared ? 2 : 1;

    /// <summary>Refuses what is no gamma; <paramref name="argument"/> names it in the message.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0, infinite or NaN.</exception>
    public static void CheckGamma(double gamma, string argument)
    {
        if (!double.IsFinite(gamma) || gamma < 0)
            throw new ArgumentOutOfRangeException(argument, gamma, $"{argument}: found no finite number of at least 0 (0 stands for 1 / dimension).");
    }

    public Similarity Similarity { get; }

    /// <summary>Values that are the first factor of rows that stand for outer products; 0 for rows that stand for themselves.</summary>
    public int FirstFactor { get; }

    /// <summary>Whether a row [a, h] stands for the outer product of a and h.</summary>
    public bool IsFactored => FirstFactor > 0;

    /// <summary>Gamma, or 1 / dimension.</summary>
    public double Parameter { get; }

    /// <summary>The parameter of the passes: finite, because infinity times a distance of 0 is no similarity.</summary>
    public float PassParameter => (float)Math.Min(Parameter, float.MaxValue);

    /// <summary>Whether the value is the distance to the farthest pair minus the distance.</summary>
    public bool IsRelativeToMaximum => Similarity is Similarity.MaxSquaredEuclidean or Similarity.MaxEuclidean;

    /// <summary>Whether rows of zeros (or constant rows, under correlation) have no similarity.</summary>
    public bool NeedsDirection => Scaling != RowScaling.None;

    /// <summary>What happens to rows when they are packed.</summary>
    public RowScaling Scaling => Similarity switch
    {
        Similarity.Cosine or Similarity.CosineSquared => RowScaling.UnitLength,
        Similarity.CorrelationSquared => RowScaling.Standardised,
        _ => RowScaling.None,
    };

    /// <summary>Whether the mean may become the origin: distances do not mind, inner products do, and factors have an origin of their own.</summary>
    public bool IsCentred => !IsFactored && IsDistance;

    /// <summary>Whether the value falls with the distance.</summary>
    public bool IsDistance => Similarity is Similarity.MaxSquaredEuclidean or Similarity.MaxEuclidean or Similarity.Rbf or Similarity.ExpEuclidean;

    /// <summary>
    /// Where the bounds of the passes lie as far as gains depend on them: nothing below 0 covers, and no distance is above that of the
    /// farthest pair.
    /// </summary>
    /// <param name="largestSquaredNorm">Of any packed row, candidates included.</param>
    /// <param name="farthest">At least the (squared) distance of any pair.</param>
    public (double Lowest, double Highest) Range(double largestSquaredNorm, double farthest) => Similarity switch
    {
        // Norms are too small by their terms, so that bounds reach above 0 by twice as much.
        Similarity.MaxSquaredEuclidean => (-farthest, 2.1 * (largestSquaredNorm - Term((float)largestSquaredNorm, isZero: false))),
        Similarity.MaxEuclidean => (-farthest, 0),
        Similarity.Dot => (0, 1.001 * largestSquaredNorm + 2.1 * Term((float)largestSquaredNorm, isZero: false)),
        _ => (0, 1.01), // the rounding of a unit row's inner product, squared, is far below
    };

    /// <summary>The number that the passes take for a packed row of a squared norm.</summary>
    public float Term(float squaredNorm, bool isZero)
    {
        double vanished = isZero ? 0 : _least;
        if (IsDistance) return (float)(squaredNorm * (1 - (2.1 * _path + 12.6) * UnitRoundoff) - vanished);
        // Unit rows: their norm is 1, and the 4 more are the rounding of the scaled coordinates on both sides.
        double bound = 0.55 * (_path + (Scaling == RowScaling.None ? 4 : 8)) * UnitRoundoff;
        return (float)(bound * (Scaling == RowScaling.None ? squaredNorm : 1) + vanished);
    }

    /// <summary>
    /// A float32 that is at most <paramref name="covered"/>, by so much that the rounding of the epilogue behind the bound (a root, an
    /// exponential of 2 ulp, a square) cannot hide a gain.
    /// </summary>
    public float Lower(double covered)
    {
        float lowered = (float)(covered - (Math.Abs(covered) * 6 + (Similarity is Similarity.Rbf or Similarity.ExpEuclidean ? 8 : 0)) * UnitRoundoff);
        return lowered <= covered ? lowered : MathF.BitDecrement(lowered);
    }

    /// <summary>The similarity of a pair, in double.</summary>
    /// <param name="sum">Of squared differences where <see cref="IsDistance"/>, else of products.</param>
    /// <param name="rowNorm">The squared norm of one, where <see cref="NeedsDirection"/>.</param>
    /// <param name="vectorNorm">That of the other.</param>
    public double Finish(double sum, double rowNorm, double vectorNorm) => Similarity switch
    {
        Similarity.MaxSquaredEuclidean => -sum,
        Similarity.MaxEuclidean => -Math.Sqrt(sum),
        Similarity.Rbf => ExactExponential.Negative(Parameter * sum),
        Similarity.ExpEuclidean => ExactExponential.Negative(Math.Sqrt(sum) * Parameter),
        Similarity.Cosine => sum / Math.Sqrt(rowNorm * vectorNorm),
        Similarity.Dot => sum,
        _ => sum * sum / (rowNorm * vectorNorm),
    };

    /// <summary>
    /// The squared distance of two outer products: exactly 0 for a pair and itself. In double from float32 values the expanded form is as good as
    /// they are.
    /// </summary>
    /// <param name="a">The inner product of the first factors.</param>
    /// <param name="h">That of the second.</param>
    /// <param name="norm">The squared norm of one, the product of those of its factors.</param>
    /// <param name="other">That of the other.</param>
    public static double FactoredSquare(double a, double h, double norm, double other) => Math.Max(0, norm + other - 2 * (a * h));

    /// <summary>
    /// What a float32 sum of gains is raised by to be a bound: <paramref name="chain"/> terms added one after the other, the weight and
    /// the fold; and what products with <paramref name="weights"/> below 1 may lose below 2^-126.
    /// </summary>
    public static double Raise(double gain, int chain, int weights) => gain * (1 + (chain + 12) * UnitRoundoff) + weights * Subnormal;
}
