using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Tool.Clustering;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Selection;
using HpcCoreset.Tool.Training;

namespace HpcCoreset.Tool.Commands;

/// <summary>The words that users write, and what they stand for.</summary>
internal static class Vocabulary
{
    /// <summary>Values of <c>--method</c>.</summary>
    public static readonly IReadOnlyDictionary<string, SelectionMethod> Methods = new Dictionary<string, SelectionMethod>
    {
        ["uniform"] = SelectionMethod.Uniform,
        ["lightweight"] = SelectionMethod.Lightweight,
        ["sensitivity"] = SelectionMethod.Sensitivity,
        ["coreset-tree"] = SelectionMethod.CoresetTree,
        ["bico"] = SelectionMethod.Bico,
        ["fast-coreset"] = SelectionMethod.FastCoreset,
        ["kmeans"] = SelectionMethod.KMeans,
        ["kmedoids"] = SelectionMethod.KMedoids,
        ["kcenter"] = SelectionMethod.KCenter,
        ["protras"] = SelectionMethod.ProTraS,
        ["undersample"] = SelectionMethod.Undersample,
        ["oversample"] = SelectionMethod.Oversample,
        ["facility-location"] = SelectionMethod.FacilityLocation,
        ["graph-cut"] = SelectionMethod.GraphCut,
        ["sum-redundancy"] = SelectionMethod.SumRedundancy,
        ["saturated-coverage"] = SelectionMethod.SaturatedCoverage,
        ["dpp"] = SelectionMethod.Dpp,
        ["disparity-sum"] = SelectionMethod.DisparitySum,
        ["disparity-min"] = SelectionMethod.DisparityMin,
        ["feature-based"] = SelectionMethod.FeatureBased,
        ["max-coverage"] = SelectionMethod.MaxCoverage,
        ["set-cover"] = SelectionMethod.SetCover,
        ["craig"] = SelectionMethod.Craig,
        ["mmr"] = SelectionMethod.Mmr,
    };

    /// <summary>Values of <c>--header</c>.</summary>
    public static readonly IReadOnlyDictionary<string, HeaderLine> HeaderLines = new Dictionary<string, HeaderLine>
    {
        ["no"] = HeaderLine.No,
        ["yes"] = HeaderLine.Yes,
    };

    /// <summary>Values of <c>--method</c> for streams.</summary>
    public static readonly IReadOnlyDictionary<string, ClusteringCoresetMethod> StreamMethods = new Dictionary<string, ClusteringCoresetMethod>
    {
        ["uniform"] = ClusteringCoresetMethod.Uniform,
        ["lightweight"] = ClusteringCoresetMethod.Lightweight,
        ["sensitivity"] = ClusteringCoresetMethod.Sensitivity,
        ["coreset-tree"] = ClusteringCoresetMethod.CoresetTree,
        ["bico"] = ClusteringCoresetMethod.Bico,
    };

    /// <summary>Values of <c>--metric</c>.</summary>
    public static readonly IReadOnlyDictionary<string, Metric> Metrics = new Dictionary<string, Metric>
    {
        ["squared-euclidean"] = Metric.SquaredEuclidean,
        ["euclidean"] = Metric.Euclidean,
        ["cosine"] = Metric.Cosine,
        ["manhattan"] = Metric.Manhattan,
    };

    /// <summary>Values of <c>--method</c> where rows are clustered.</summary>
    public static readonly IReadOnlyDictionary<string, ClusteringMethod> ClusteringMethods = new Dictionary<string, ClusteringMethod>
    {
        ["kmeans"] = ClusteringMethod.KMeans,
        ["kmedoids"] = ClusteringMethod.KMedoids,
    };

    /// <summary>Values of <c>--metric</c> where centres are means.</summary>
    public static readonly IReadOnlyDictionary<string, Metric> CentreMetrics = new Dictionary<string, Metric>
    {
        ["squared-euclidean"] = Metric.SquaredEuclidean,
        ["cosine"] = Metric.Cosine,
    };

    /// <summary>Values of <c>--balance</c>.</summary>
    public static readonly IReadOnlyDictionary<string, ClassBalance> Balances = new Dictionary<string, ClassBalance>
    {
        ["proportional"] = ClassBalance.Proportional,
        ["equal"] = ClassBalance.Equal,
        ["sqrt"] = ClassBalance.SquareRoot,
    };

    /// <summary>Values of <c>--similarity</c>.</summary>
    public static readonly IReadOnlyDictionary<string, Similarity> Similarities = new Dictionary<string, Similarity>
    {
        ["max-squared-euclidean"] = Similarity.MaxSquaredEuclidean,
        ["max-euclidean"] = Similarity.MaxEuclidean,
        ["cosine"] = Similarity.Cosine,
        ["cosine-squared"] = Similarity.CosineSquared,
        ["correlation-squared"] = Similarity.CorrelationSquared,
        ["rbf"] = Similarity.Rbf,
        ["dot"] = Similarity.Dot,
        ["exp-euclidean"] = Similarity.ExpEuclidean,
    };

    /// <summary>Values of <c>--optimizer</c>.</summary>
    public static readonly IReadOnlyDictionary<string, GreedyOptimizer> Optimizers = new Dictionary<string, GreedyOptimizer>
    {
        ["lazy"] = GreedyOptimizer.Lazy,
        ["naive"] = GreedyOptimizer.Naive,
        ["two-stage"] = GreedyOptimizer.TwoStage,
        ["approximate-lazy"] = GreedyOptimizer.ApproximateLazy,
        ["stochastic"] = GreedyOptimizer.Stochastic,
        ["lazier-than-lazy"] = GreedyOptimizer.LazierThanLazy,
        ["threshold"] = GreedyOptimizer.Threshold,
        ["modular"] = GreedyOptimizer.Modular,
        ["sieve"] = GreedyOptimizer.Sieve,
        ["randgreedi"] = GreedyOptimizer.RandomPartition,
    };

    /// <summary>Values of <c>--concave</c>.</summary>
    public static readonly IReadOnlyDictionary<string, Concave> Concaves = new Dictionary<string, Concave>
    {
        ["sqrt"] = Concave.SquareRoot,
        ["log"] = Concave.Log,
        ["sigmoid"] = Concave.Sigmoid,
    };

    /// <summary>Values of <c>--keep</c>.</summary>
    public static readonly IReadOnlyDictionary<string, KeepRule> KeepRules = new Dictionary<string, KeepRule>
    {
        ["first"] = KeepRule.First,
        ["nearest-to-centre"] = KeepRule.NearestToCentre,
        ["farthest-from-centre"] = KeepRule.FarthestFromCentre,
    };

    /// <summary>Values of <c>--trainer</c>.</summary>
    public static readonly IReadOnlyDictionary<string, TrainerName> Trainers = new Dictionary<string, TrainerName>
    {
        ["full"] = TrainerName.Full,
        ["random"] = TrainerName.Random,
        ["rs2"] = TrainerName.Rs2,
        ["craig"] = TrainerName.Craig,
        ["gradmatch"] = TrainerName.GradMatch,
        ["glister"] = TrainerName.Glister,
        ["infobatch"] = TrainerName.InfoBatch,
        ["crest"] = TrainerName.Crest,
    };

    /// <summary>Values of <c>--optimizer</c> where a model learns.</summary>
    public static readonly IReadOnlyDictionary<string, LearningOptimizer> LearningOptimizers = new Dictionary<string, LearningOptimizer>
    {
        ["sgd"] = LearningOptimizer.Sgd,
        ["adamw"] = LearningOptimizer.AdamW,
    };

    /// <summary>Values of <c>--schedule</c>.</summary>
    public static readonly IReadOnlyDictionary<string, LearningSchedule> LearningSchedules = new Dictionary<string, LearningSchedule>
    {
        ["constant"] = LearningSchedule.Constant,
        ["step"] = LearningSchedule.Step,
        ["cosine"] = LearningSchedule.Cosine,
    };

    /// <summary>The word for a value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="words">The words.</param>
    /// <param name="value">The value.</param>
    public static string Word<T>(this IReadOnlyDictionary<string, T> words, T value) where T : struct, Enum =>
        words.First(word => EqualityComparer<T>.Default.Equals(word.Value, value)).Key;

    /// <summary>Words as a person lists them: with commas, and an "and" before the last.</summary>
    /// <param name="words">At least one.</param>
    public static string List(IEnumerable<string> words) =>
        words.ToArray() is [.. var most, var last] && most.Length > 0 ? $"{string.Join(", ", most)} and {last}" : words.First();
}
