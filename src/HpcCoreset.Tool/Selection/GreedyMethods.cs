using System;
using System.Collections.Generic;

namespace HpcCoreset.Tool.Selection;

/// <summary>The methods that pick rows one after the other, each with the largest gain in an objective.</summary>
internal static class GreedyMethods
{
    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<SelectionMethod> All =
        [SelectionMethod.FacilityLocation, SelectionMethod.FeatureBased, SelectionMethod.MaxCoverage, SelectionMethod.SetCover];

    /// <summary>Those whose objective is a sum over rows, in which weights count.</summary>
    public static readonly IReadOnlyList<SelectionMethod> Weighted = [SelectionMethod.FacilityLocation];

    /// <summary>Those that ask how alike rows are.</summary>
    public static readonly IReadOnlyList<SelectionMethod> OfSimilarities = [SelectionMethod.FacilityLocation, SelectionMethod.Mmr];

    /// <summary>Those that need a positive definite similarity, or one that knows no farthest pair.</summary>
    public static readonly IReadOnlyList<SelectionMethod> WithoutFarthestPair = [SelectionMethod.Mmr];

    /// <summary>What a method maximises.</summary>
    /// <param name="request">What the user asked for, a method among it.</param>
    public static Objective Objective(SelectionRequest request) => request.Method switch
    {
        SelectionMethod.FeatureBased => new FeatureBasedObjective { Concave = request.Greedy.Concave },
        SelectionMethod.MaxCoverage => new MaxCoverageObjective { Threshold = request.Greedy.CoverageThreshold },
        SelectionMethod.SetCover => new SetCoverObjective(),
        _ => throw new InvalidOperationException($"{request.Method} has no objective."),
    };
}
