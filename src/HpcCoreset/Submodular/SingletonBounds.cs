using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// Upper bounds of the gains of the first pick in closed form: with nothing covered a gain is a sum over all rows, and sums of squared
/// distances need no pairs.
/// </summary>
/// <remarks>
/// Sum over i of w_i |x_i - v|^2 = W |v - m|^2 + sum w_i |x_i - m|^2 - 2 (v - m) . e with e = sum w_i (x_i - m), for any m: O(rows *
/// dimension). With m the weighted mean e is what rounding left of it, and its length bounds the last term. All in double, with a slack
/// of 1e-9 of the sums for its rounding; candidates within it are decided exactly. Sums of squared cosines have a closed form too, but
/// its rows * dimension^2 cost more than the pairs until there are hundreds of rows per dimension.
/// </remarks>
internal sealed unsafe class SingletonBounds
{
    private const double Slack = 1e-9;
    private readonly PinnedBuffer<double> _mean = new();
    private readonly PinnedBuffer<double> _left = new();
    private readonly PinnedBuffer<double> _bounds = new();
    private readonly PinnedBuffer<double> _lower = new();
    private int _count;

    public ReadOnlySpan<double> Bounds => _bounds.Span(_count);

    /// <summary>The bounds on the other side.</summary>
    public ReadOnlySpan<double> LowerBounds => _lower.Span(_count);

    /// <summary>Whether the similarity has a closed form.</summary>
    public static bool Exist(SimilarityForm form) => form.Similarity == Similarity.MaxSquaredEuclidean && !form.IsFactored;

    /// <summary>Computes the candidates' bounds of the negated weighted sums of squared distances.</summary>
    public void Run(ExactSimilarity exact, Coverage coverage, int dimension)
    {
        ExactSimilarity candidates = exact.Candidates;
        int count = exact.Count;
        _count = candidates.Count;
        double* mean = _mean.Reserve(dimension), left = _left.Reserve(dimension), bounds = _bounds.Reserve(_count), lower = _lower.Reserve(_count);
        _mean.Span(dimension).Clear();
        _left.Span(dimension).Clear();
        for (int i = 0; i < count; i++)
            RowArithmetic.Accumulate(exact.Row(i), coverage.ExactWeights[i] / coverage.TotalWeight, mean, dimension);
        double spread = 0, leftNorm = 0;
        for (int i = 0; i < count; i++)
        {
            double squared = RowArithmetic.SquaredDistance(exact.Row(i), 1, mean, dimension);
            if (candidates == exact) bounds[i] = squared;
            spread += coverage.ExactWeights[i] * squared;
            RowArithmetic.AccumulateDifference(exact.Row(i), mean, coverage.ExactWeights[i], left, dimension);
        }
        for (int t = 0; t < dimension; t++) leftNorm += left[t] * left[t];
        leftNorm = Math.Sqrt(leftNorm);
        for (int v = 0; candidates != exact && v < _count; v++) bounds[v] = RowArithmetic.SquaredDistance(candidates.Row(v), 1, mean, dimension);
        for (int i = 0; i < _count; i++)
        {
            double residue = 2 * leftNorm * Math.Sqrt(bounds[i]), sum = coverage.TotalWeight * bounds[i] + spread;
            bounds[i] = residue - sum * (1 - Slack);
            lower[i] = -residue - sum * (1 + Slack);
        }
    }
}
