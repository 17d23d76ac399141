using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Sampling;

/// <summary>
/// Factors that make the weights of a sample add up to the mass of each stratum exactly (ratio estimation, post-stratification):
/// a little bias for much less variance.
/// </summary>
/// <remarks>
/// Certain rows keep their weight. The picks of a stratum that are not certain share the mass of its rows that are not. A stratum with
/// such mass but without such a pick, which happens only when there are hardly more picks than strata, gives it to all the others in
/// proportion, so that the total stays exact.
/// </remarks>
internal sealed unsafe class MassCalibration
{
    private readonly PinnedBuffer<double> _masses = new();
    private readonly PinnedBuffer<double> _factors = new();
    private ExactSum _sum;

    /// <summary>Computes the factors. O(rows + picks + strata).</summary>
    /// <param name="probabilities">The inclusion probabilities.</param>
    /// <param name="weights">One weight per row.</param>
    /// <param name="strata">The rows by stratum.</param>
    /// <param name="labels">The stratum of each row.</param>
    /// <param name="count">Number of strata.</param>
    /// <param name="picks">The rows picked.</param>
    public void Build(
        InclusionProbabilities probabilities, double* weights, Partition strata, int* labels, int count, ReadOnlySpan<int> picks)
    {
        double* masses = _masses.Reserve(count);
        double* factors = _factors.Reserve(count);
        for (int stratum = 0; stratum < count; stratum++)
        {
            _sum = default;
            for (int i = strata.Starts[stratum]; i < strata.Starts[stratum + 1]; i++)
                if (!probabilities.IsCertain(strata.Items[i])) _sum.Add(weights[strata.Items[i]]);
            (masses[stratum], factors[stratum]) = (_sum.ToDouble(), 0);
        }
        foreach (int row in picks)
            if (!probabilities.IsCertain(row)) factors[labels[row]] += weights[row] / probabilities[row];

        (double covered, double missed) = (0, 0);
        for (int stratum = 0; stratum < count; stratum++)
            if (factors[stratum] > 0) covered += masses[stratum];
            else missed += masses[stratum];
        double spread = missed > 0 ? 1 + missed / covered : 1;
        for (int stratum = 0; stratum < count; stratum++)
            if (factors[stratum] > 0) factors[stratum] = masses[stratum] / factors[stratum] * spread;
    }

    /// <summary>What to multiply the weight of a pick of a stratum by, unless it is certain.</summary>
    public double this[int stratum] => _factors.Pointer[stratum];
}
