using System;
using HpcCoreset.Submodular;

namespace HpcCoreset;

/// <summary>
/// Rows that have much of every feature: sum over the features of a concave function of the picks' sum, sum_t phi(sum_{x in A} x_t) (Wei,
/// Liu, Kirchhoff, Bilmes, ICASSP 2014). Apricot: <c>FeatureBasedSelection</c>; submodlib: <c>FeatureBasedFunction</c>.
/// </summary>
/// <remarks>
/// For counts and activations: words of documents, k-mers of sequences. Values must be at least 0. Monotone and submodular; no row is compared with
/// another, so a pass is O(rows * dimension) and O(rows + dimension) memory is all it takes. Features count in their own units: scale those
/// that shall count alike. Rows with more of everything are picked first, however alike they are. No row weights.
/// </remarks>
public sealed record FeatureBasedObjective : Objective
{
    /// <summary>The concave function. Default: <see cref="Concave.SquareRoot"/>, as apricot's.</summary>
    public Concave Concave { get; init; } = Concave.SquareRoot;

    internal override IRowObjective Create(GreedyOptions options) => Concave switch
    {
        Concave.SquareRoot => new FeatureSums<SquareRootTerms>(default, nameof(FeatureBasedObjective), options.Threads),
        Concave.Log => new FeatureSums<LogTerms>(default, nameof(FeatureBasedObjective), options.Threads),
        _ => new FeatureSums<SigmoidTerms>(default, nameof(FeatureBasedObjective), options.Threads),
    };

    internal override void Check(string argument)
    {
        if (!Enum.IsDefined(Concave))
            throw new ArgumentOutOfRangeException($"{argument}.Concave", Concave, $"{argument}.Concave: not one of the enumeration's values.");
    }
}
