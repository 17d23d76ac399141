using System;
using HpcCoreset.Submodular;

namespace HpcCoreset;

/// <summary>
/// Enough of every feature: sum over the features of the picks' sum up to a threshold, sum_t min(T, sum_{x in A} x_t). Apricot:
/// <c>MaxCoverageSelection</c>.
/// </summary>
/// <remarks>
/// On rows of 0 and 1 and T = 1 the classical maximum coverage: how many features any pick has. Values must be at least 0. Monotone and
/// submodular. Once every feature is at its threshold nothing gains anything, and the rows of lowest index are picked. O(rows *
/// dimension) per pass. No row weights.
/// </remarks>
public sealed record MaxCoverageObjective : Objective
{
    /// <summary>How much of a feature is enough, finite and above 0. Default: 1, as apricot's.</summary>
    public double Threshold { get; init; } = 1;

    internal override IRowObjective Create(GreedyOptions options) =>
        new FeatureSums<CappedTerms>(new CappedTerms(Threshold), nameof(MaxCoverageObjective), options.Threads);

    internal override void Check(string argument)
    {
        if (!(Threshold > 0 && double.IsFinite(Threshold)))
            throw new ArgumentOutOfRangeException($"{argument}.Threshold", Threshold, $"{argument}.Threshold: allowed are finite numbers above 0.");
    }
}
