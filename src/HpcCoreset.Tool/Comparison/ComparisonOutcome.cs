using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Training;

namespace HpcCoreset.Tool.Comparison;

/// <summary>Coresets side by side.</summary>
/// <param name="Results">One per method and size.</param>
/// <param name="Rows">Rows that coresets were made of.</param>
/// <param name="HeldOut">Rows kept apart to test models on; 0 without labels.</param>
/// <param name="Full">What a model trained on all rows but those gets right; nothing without labels.</param>
internal sealed record ComparisonOutcome(IReadOnlyList<ComparisonResult> Results, int Rows, int HeldOut, ClassificationScore? Full)
{
    /// <summary>The smallest size, and of its methods that of the lowest distortion, whose mean distortion plus a standard error is at most 1 + a target.</summary>
    /// <param name="epsilon">The target.</param>
    public ComparisonResult? WithinDistortion(double epsilon) => Smallest(Results.Where(result =>
        result.Distortion.Mean + (double.IsNaN(result.Distortion.StandardError) ? 0 : result.Distortion.StandardError) <= 1 + epsilon));

    /// <summary>The smallest size, and of its methods that of the lowest distortion, that loses at most a target of the accuracy of all rows.</summary>
    /// <param name="loss">The target.</param>
    public ComparisonResult? WithinAccuracy(double loss) => Smallest(Results.Where(result => result.Score?.Accuracy >= Full?.Accuracy - loss));

    private static ComparisonResult? Smallest(IEnumerable<ComparisonResult> results) =>
        results.OrderBy(result => result.Size).ThenBy(result => result.Distortion.Mean).FirstOrDefault();
}
