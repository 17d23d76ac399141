using System;
using System.Runtime.CompilerServices;
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
internal sealed unsafe class MassCalibration : ISegmentedRows
{
    private readonly SegmentSums _segmentSums = new();
    private readonly PinnedBuffer<double> _factors = new();
    private InclusionProbabilities _probabilities = null!;
    private double* _weights;
    private int* _labels;
    private Segments _segments;

    /// <summary>Computes the factors. O(rows + picks + strata).</summary>
    /// <param name="probabilities">The inclusion probabilities.</param>
    /// <param name="weights">One weight per row.</param>
    /// <param name="labels">The stratum of each row.</param>
    /// <param name="strata">Number of strata.</param>
    /// <param name="place">Where the rows here stand among those of all ranks.</param>
    /// <param name="picks">The rows picked.</param>
    /// <param name="threads">Threads to use.</param>
    public void Build(
        InclusionProbabilities probabilities, double* weights, int* labels, int strata, in RowPlace place, ReadOnlySpan<int> picks, int threads)
    {
        (_probabilities, _segments) = (probabilities, new Segments(place.Total, strata));
        _weights = weights;
        _labels = labels;
        double* factors = _factors.Reserve(strata);
        double* masses = _segmentSums.Run(this, _segments.Count, strata, place, threads);

        new Span<double>(factors, strata).Clear();
        place.Ranks.TakeOver(new Span<double>(factors, strata));
        foreach (int row in picks)
            if (!probabilities.IsCertain(row)) factors[labels[row]] += weights[row] / probabilities[row];
        place.Ranks.HandOver(new Span<double>(factors, strata));
        (double covered, double missed) = (0, 0);
        for (int stratum = 0; stratum < strata; stratum++)
            if (factors[stratum] > 0) covered += masses[stratum];
            else missed += masses[stratum];
        double spread = missed > 0 ? 1 + missed / covered : 1;
        for (int stratum = 0; stratum < strata; stratum++)
            if (factors[stratum] > 0) factors[stratum] = masses[stratum] / factors[stratum] * spread;
        _probabilities = null!;
    }

    /// <summary>What to multiply the weight of a pick of a stratum by, unless it is certain.</summary>
    public double this[int stratum] => _factors.Pointer[stratum];

    int ISegmentedRows.Start(int segment) => _segments.Start(segment);

    /// <summary>The masses of the strata's rows that are not certain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void ISegmentedRows.Add(int first, int end, double* masses)
    {
        double* weights = _weights;
        int* labels = _labels;
        ulong* shares = _probabilities.Shares;
        ulong certainFrom = _probabilities.CertainFrom;
        (int last, double sum) = (0, masses[0]); // of a run of rows of one stratum; through memory, every addition would wait for the one before
        for (int row = first; row < end; row++)
        {
            if (shares[row] >= certainFrom) continue;
            if (labels[row] != last) (masses[last], last, sum) = (sum, labels[row], masses[labels[row]]);
            sum += weights[row];
        }
        masses[last] = sum;
    }
}
