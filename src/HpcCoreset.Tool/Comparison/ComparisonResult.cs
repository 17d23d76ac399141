using HpcCoreset.Tool.Selection;
using HpcCoreset.Training;

namespace HpcCoreset.Tool.Comparison;

/// <summary>How coresets of one method and size fared.</summary>
/// <param name="Method">The construction.</param>
/// <param name="Size">How many rows were asked for.</param>
/// <param name="Distortion">Of the worst candidate of each coreset, over the coresets.</param>
/// <param name="Score">What models trained on them get right of the held-out rows, on average; nothing without labels.</param>
/// <param name="Seconds">To make one, on average.</param>
internal sealed record ComparisonResult(
    SelectionMethod Method, int Size, DistortionFigures Distortion, ClassificationScore? Score, double Seconds);
