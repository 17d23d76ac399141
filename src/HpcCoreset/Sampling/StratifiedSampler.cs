using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Sampling;

/// <summary>
/// The sampling step of every importance-sampling construction: probabilities proportional to scores, rows walked by stratum and key,
/// one random number, weights w / pi, calibrated to the mass of each stratum if asked.
/// </summary>
/// <remarks>O(rows), the same for any number of threads. Allocates only when it outgrows every earlier call.</remarks>
internal sealed unsafe class StratifiedSampler
{
    private readonly InclusionProbabilities _probabilities = new();
    private readonly SystematicSampling _sampling = new();
    private readonly MassCalibration _calibration = new();
    private readonly IndependentSampling _independent = new();

    /// <summary>Samples rows into <paramref name="result"/>, ascending, on all ranks together exactly as many as asked or as have a positive score.</summary>
    /// <param name="scores">One per row: finite, not negative, not all 0. Rows of weight 0 must have score 0.</param>
    /// <param name="weights">One weight per row.</param>
    /// <param name="labels">The stratum of each row.</param>
    /// <param name="strata">Number of strata.</param>
    /// <param name="keys">Where a row belongs in its stratum, a fraction of 2^32: rows of similar keys are seldom picked together.</param>
    /// <param name="place">Where the rows here stand among those of all ranks.</param>
    /// <param name="size">Number of picks.</param>
    /// <param name="calibrate">Whether each stratum keeps its mass exactly; otherwise the sample is unbiased.</param>
    /// <param name="random">Where the one random number comes from.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="result">Receives rows, by their numbers here, weights and inclusion probabilities.</param>
    public void Sample(
        double* scores, double* weights, int* labels, int strata, uint* keys, in RowPlace place, int size, bool calibrate,
        in Philox random, int threads, CoresetBuffer result)
    {
        _probabilities.Build(scores, place, size, threads);
        _sampling.Run(_probabilities, labels, strata, keys, place, size, random, threads);
        if (calibrate) _calibration.Build(_probabilities, weights, labels, strata, place, _sampling.Picks, threads);
        foreach (int row in _sampling.Picks)
        {
            double probability = _probabilities[row];
            double weight = weights[row] / probability;
            if (calibrate && !_probabilities.IsCertain(row)) weight *= _calibration[labels[row]];
            result.Add(row, weight, probability);
        }
    }

    /// <summary>Draws rows independently, with replacement, instead; there are fewer of them than draws when some are drawn twice.</summary>
    /// <param name="scores">One per row: finite, not negative, not all 0. Rows of weight 0 must have score 0.</param>
    /// <param name="weights">One weight per row.</param>
    /// <param name="place">Where the rows here stand among those of all ranks.</param>
    /// <param name="size">Number of draws.</param>
    /// <param name="random">Where the random numbers come from.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="result">Receives rows, by their numbers here, weights and inclusion probabilities.</param>
    public void SampleIndependently(
        double* scores, double* weights, in RowPlace place, int size, in Philox random, int threads, CoresetBuffer result)
    {
        _probabilities.Build(scores, place, size, threads);
        _independent.Run(_probabilities.Shares, _probabilities.Total, _probabilities.SharesBefore, weights, place.Count, size, random, result);
    }
}
