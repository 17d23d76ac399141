using System;

namespace HpcCoreset.Training;

/// <summary>Weighted examples that a model is shown together: a view of the caller's memory.</summary>
/// <param name="inputs">
/// [Count][InputLength], example after example: the values of a vector, or an image as [height][width][channels].
/// </param>
/// <param name="labels">One class per example, from 0.</param>
/// <param name="weights">One weight per example, finite and at least 0; empty for 1 each.</param>
public readonly ref struct TrainingBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> weights = default)
{
    /// <summary>[Count][InputLength].</summary>
    public ReadOnlySpan<float> Inputs { get; } = inputs;

    /// <summary>One class per example.</summary>
    public ReadOnlySpan<int> Labels { get; } = labels;

    /// <summary>One weight per example, or empty for 1 each.</summary>
    public ReadOnlySpan<float> Weights { get; } = weights;

    /// <summary>Number of examples.</summary>
    public int Count => Labels.Length;
}
