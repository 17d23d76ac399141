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
internal sealed unsafe class MassCalibration : IChunkedWork
{
    private readonly PinnedBuffer<double> _masses = new();
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
    /// <param name="count">Number of rows.</param>
    /// <param name="picks">The rows picked.</param>
    /// <param name="threads">Threads to use.</param>
    public void Build(
        InclusionProbabilities probabilities, double* weights, int* labels, int strata, int count, ReadOnlySpan<int> picks, int threads)
    {
        (_probabilities, _segments) = (probabilities, new Segments(count, strata));
        _weights = weights;
        _labels = labels;
        double* masses = _masses.Reserve(checked(_segments.Count * strata));
        double* factors = _factors.Reserve(strata);
        WorkerTeam.Run(this, _segments.Count, threads);
        for (int segment = 1; segment < _segments.Count; segment++)
            for (int stratum = 0; stratum < strata; stratum++) masses[stratum] += masses[(nint)segment * strata + stratum];

        new Span<double>(factors, strata).Clear();
        foreach (int row in picks)
            if (!probabilities.IsCertain(row)) factors[labels[row]] += weights[row] / probabilities[row];
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

    /// <summary>The masses of the strata's rows that are not certain, of one segment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void IChunkedWork.Execute(int segment)
    {
        double* weights = _weights;
        int* labels = _labels;
        double* masses = _masses.Pointer + (nint)segment * _segments.Cells;
        ulong* shares = _probabilities.Shares;
        ulong certainFrom = _probabilities.CertainFrom;
        new Span<double>(masses, _segments.Cells).Clear();
        int end = _segments.Start(segment + 1);
        (int last, double sum) = (0, 0); // of a run of rows of one stratum; through memory, every addition would wait for the one before
        for (int row = _segments.Start(segment); row < end; row++)
        {
            if (shares[row] >= certainFrom) continue;
            if (labels[row] != last) (masses[last], last, sum) = (sum, labels[row], masses[labels[row]]);
            sum += weights[row];
        }
        masses[last] = sum;
    }
}
