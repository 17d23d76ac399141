using System;
using System.Runtime.CompilerServices;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// Upper bounds of the gains of the first pick in closed form: with nothing covered a gain is a sum over all rows, and sums of squared
/// distances and of squared cosines need no pairs.
/// </summary>
/// <remarks>
/// Sum over i of w_i |x_i - v|^2 = W |v - m|^2 + sum w_i |x_i - m|^2 with m the weighted mean: O(rows * dimension). Sum over i of w_i (y_i . v)^2 =
/// v . (sum w_i y_i y_i') v: O(rows * dimension^2), which pays while the dimension is small beside the number of rows. All in double,
/// with a slack of 1e-9 of the sums for its rounding; candidates within it are decided exactly.
/// </remarks>
internal sealed unsafe class SingletonBounds
{
    private const double Slack = 1e-9;
    private const double MeanRoundoff = 4.0 / (1L << 53);
    private readonly PinnedBuffer<double> _sum = new();
    private readonly PinnedBuffer<double> _point = new();
    private readonly PinnedBuffer<double> _gram = new();
    private readonly PinnedBuffer<double> _bounds = new();
    private int _count;

    public ReadOnlySpan<double> Bounds => _bounds.Span(_count);

    /// <summary>Whether a closed form exists and is cheaper than the pairs.</summary>
    public static bool Pays(SimilarityForm form, int count, int dimension) => form.Similarity switch
    {
        Similarity.MaxSquaredEuclidean => true,
        Similarity.CosineSquared or Similarity.CorrelationSquared => 16L * dimension <= count,
        _ => false,
    };

    /// <summary>Computes the bounds; for similarities relative to a maximum, those of the negated sums.</summary>
    public void Run(SimilarityForm form, ExactSimilarity exact, Coverage coverage, int count, int dimension)
    {
        _count = count;
        _sum.Reserve(dimension);
        _point.Reserve(dimension);
        _bounds.Reserve(count);
        _sum.Span(dimension).Clear();
        if (form.IsRelativeToMaximum) NegatedDistances(exact, coverage, count, dimension);
        else SquaredProducts(exact, coverage, count, dimension);
    }

    private void NegatedDistances(ExactSimilarity exact, Coverage coverage, int count, int dimension)
    {
        double* mean = _sum.Pointer;
        // From row 0 on, so that rows far from the origin leave the mean its digits but for one rounding.
        for (int i = 0; i < count; i++)
            RowArithmetic.AccumulateDifference(exact.Row(i), exact.Row(0), coverage.ExactWeights[i] / coverage.TotalWeight, mean, dimension);
        double spread = 0, rounding = 0;
        for (int t = 0; t < dimension; t++)
        {
            mean[t] += exact.Row(0)[t];
            rounding += mean[t] * mean[t];
        }
        rounding = Math.Sqrt(rounding) * MeanRoundoff;
        for (int i = 0; i < count; i++)
        {
            _bounds.Pointer[i] = RowArithmetic.SquaredDistance(exact.Row(i), 1, mean, dimension);
            spread += coverage.ExactWeights[i] * _bounds.Pointer[i];
        }
        for (int i = 0; i < count; i++)
        {
            double own = coverage.TotalWeight * _bounds.Pointer[i];
            double offCentre = 2 * coverage.TotalWeight * Math.Sqrt(_bounds.Pointer[i]) * rounding;
            _bounds.Pointer[i] = -(own + spread) * (1 - Slack) + offCentre;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SquaredProducts(ExactSimilarity exact, Coverage coverage, int count, int dimension)
    {
        double* gram = _gram.Reserve(checked(dimension * dimension));
        double* point = _point.Pointer;
        _gram.Span(dimension * dimension).Clear();
        for (int i = 0; i < count; i++)
        {
            double scale = coverage.ExactWeights[i] / Unit(exact, i, dimension);
            for (int s = 0; s < dimension; s++)
            {
                double factor = scale * point[s];
                for (int t = 0; t < dimension; t++) gram[(nint)s * dimension + t] += factor * point[t];
            }
        }
        for (int i = 0; i < count; i++)
        {
            double norm = Unit(exact, i, dimension), sum = 0;
            for (int s = 0; s < dimension; s++)
            {
                double product = 0;
                for (int t = 0; t < dimension; t++) product += gram[(nint)s * dimension + t] * point[t];
                sum += product * point[s];
            }
            _bounds.Pointer[i] = sum / norm + Slack * coverage.TotalWeight;
        }
    }

    /// <summary>Loads a row minus its mean; returns its squared norm.</summary>
    private double Unit(ExactSimilarity exact, int index, int dimension)
    {
        float* row = exact.Row(index);
        double mean = exact.Mean(index), norm = 0;
        for (int t = 0; t < dimension; t++)
        {
            double x = row[t] - mean;
            _point.Pointer[t] = x;
            norm += x * x;
        }
        return norm;
    }
}
