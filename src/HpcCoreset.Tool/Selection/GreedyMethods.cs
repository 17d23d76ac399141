using System;
using System.Collections.Generic;

namespace HpcCoreset.Tool.Selection;

/// <summary>The methods that pick rows one after the other, and what they have in common.</summary>
internal static class GreedyMethods
{
    /// <summary>Those that pick the largest gain in an objective, by any optimizer and on any terms.</summary>
    public static readonly IReadOnlyList<SelectionMethod> All =
    [
        SelectionMethod.FacilityLocation, SelectionMethod.GraphCut, SelectionMethod.SumRedundancy, SelectionMethod.SaturatedCoverage, SelectionMethod.Dpp,
        SelectionMethod.DisparitySum, SelectionMethod.DisparityMin, SelectionMethod.FeatureBased, SelectionMethod.MaxCoverage, SelectionMethod.SetCover,
    ];

    /// <summary>Those whose objective is a sum over rows, in which weights count.</summary>
    public static readonly IReadOnlyList<SelectionMethod> Weighted =
        [SelectionMethod.FacilityLocation, SelectionMethod.GraphCut, SelectionMethod.SaturatedCoverage, SelectionMethod.Craig];

    /// <summary>Those that ask how alike rows are.</summary>
    public static readonly IReadOnlyList<SelectionMethod> OfSimilarities =
    [
        SelectionMethod.FacilityLocation, SelectionMethod.GraphCut, SelectionMethod.SumRedundancy, SelectionMethod.SaturatedCoverage, SelectionMethod.Dpp,
        SelectionMethod.Craig, SelectionMethod.Mmr,
    ];

    /// <summary>Those whose picks cover rows, each row by one of them.</summary>
    public static readonly IReadOnlyList<SelectionMethod> Covering = [SelectionMethod.FacilityLocation, SelectionMethod.Craig];

    /// <summary>Those that take no similarity relative to the farthest pair.</summary>
    public static readonly IReadOnlyList<SelectionMethod> WithoutFarthestPair = [SelectionMethod.Dpp, SelectionMethod.Mmr];

    /// <summary>Those that ask how far apart rows are.</summary>
    public static readonly IReadOnlyList<SelectionMethod> OfDistances = [SelectionMethod.DisparitySum, SelectionMethod.DisparityMin];

    /// <summary>What a method maximises.</summary>
    /// <param name="request">What the user asked for, a method among it.</param>
    public static Objective Objective(SelectionRequest request)
    {
        GreedyRequest greedy = request.Greedy;
        Metric metric = request.Metric ?? Metric.Euclidean;
        Similarity similarity = greedy.Similarity ?? (request.Method == SelectionMethod.Dpp ? Similarity.Cosine : Similarity.MaxSquaredEuclidean);
        return request.Method switch
        {
            SelectionMethod.GraphCut => new GraphCutObjective { Similarity = similarity, Gamma = greedy.Gamma, Alpha = greedy.Alpha },
            SelectionMethod.SumRedundancy => new SumRedundancyObjective { Similarity = similarity, Gamma = greedy.Gamma },
            SelectionMethod.SaturatedCoverage => new SaturatedCoverageObjective { Similarity = similarity, Gamma = greedy.Gamma, Saturation = greedy.Saturation },
            SelectionMethod.Dpp => new LogDeterminantObjective { Similarity = similarity, Gamma = greedy.Gamma, Ridge = greedy.Ridge },
            SelectionMethod.DisparitySum => new DisparitySumObjective { Metric = metric },
            SelectionMethod.DisparityMin => new DisparityMinObjective { Metric = metric },
            SelectionMethod.FeatureBased => new FeatureBasedObjective { Concave = greedy.Concave },
            SelectionMethod.MaxCoverage => new MaxCoverageObjective { Threshold = greedy.CoverageThreshold },
            SelectionMethod.SetCover => new SetCoverObjective(),
            _ => throw new InvalidOperationException($"{request.Method} has no objective."),
        };
    }
}
