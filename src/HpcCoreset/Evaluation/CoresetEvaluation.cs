namespace HpcCoreset;

/// <summary>How well a coreset stands for all rows. The distortion of a set of centres is max(a / b, b / a) of the cost of all rows, a,
/// and of the coreset, b; 1 is perfect.</summary>
/// <param name="MaxDistortion">The worst distortion over the candidates, the caller's own centres included.</param>
/// <param name="MeanDistortion">The mean distortion over the candidates, the caller's own centres included.</param>
/// <param name="WorstCandidate">
/// Number of the worst candidate, from 0; the caller's own centres come last, as number <see cref="EvaluationOptions.Candidates"/>.
/// </param>
/// <param name="CostFull">Weighted cost of all rows against the caller's own centres, or the worst candidate if there are none.</param>
/// <param name="CostCoreset">Weighted cost of the coreset against the same centres.</param>
/// <param name="Mass">Sum of the coreset's weights; the sum of the input weights is what it should be.</param>
public readonly record struct CoresetEvaluation(
    double MaxDistortion, double MeanDistortion, int WorstCandidate, double CostFull, double CostCoreset, double Mass);
