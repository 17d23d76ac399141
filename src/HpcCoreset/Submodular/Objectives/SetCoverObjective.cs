using System;
using HpcCoreset.Submodular;

namespace HpcCoreset;

/// <summary>
/// Every feature once: the weights of the features that any pick has, sum_t w_t [x_t &gt; 0 for some x in A]. Submodlib:
/// <c>SetCoverFunction</c>.
/// </summary>
/// <remarks>
/// A value above 0 says that the row has the feature; how much of it does not count, and values below 0 count as 0. Monotone and
/// submodular. Once every feature is covered nothing gains anything, and the rows of lowest index are picked. O(rows * dimension) per
/// pass. No row weights.
/// </remarks>
public sealed record SetCoverObjective : Objective
{
    /// <summary>How much each feature counts: one finite number of at least 0 per value of a row, or empty (the default) for 1 each. Not copied.</summary>
    public ReadOnlyMemory<double> FeatureWeights { get; init; }

    internal override IRowObjective Create(GreedyOptions options) =>
        new FeatureSums<CoverTerms>(new CoverTerms(FeatureWeights), nameof(SetCoverObjective), options.Threads);

    internal override void Check(string argument)
    {
        ReadOnlySpan<double> weights = FeatureWeights.Span;
        for (int t = 0; t < weights.Length; t++)
            if (!(weights[t] >= 0 && double.IsFinite(weights[t])))
                throw new ArgumentOutOfRangeException(
                    $"{argument}.FeatureWeights", weights[t],
                    $"{argument}.FeatureWeights: found {weights[t]} for feature {t}; allowed are finite numbers of at least 0.");
    }
}
