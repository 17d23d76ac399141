using System;

namespace HpcCoreset.Training;

/// <summary>What of a forward pass is wanted, and where it goes; an empty span is not wanted.</summary>
/// <param name="losses">[Count]: the loss of each example, without its weight.</param>
/// <param name="probabilities">[Count][Classes]: the softmax of the last layer's outputs.</param>
/// <param name="features">[Count][FeatureLength]: what the last layer was given.</param>
public readonly ref struct ForwardOutputs(Span<float> losses, Span<float> probabilities = default, Span<float> features = default)
{
    /// <summary>[Count]: the loss of each example, without its weight.</summary>
    public Span<float> Losses { get; } = losses;

    /// <summary>[Count][Classes]: the softmax of the last layer's outputs.</summary>
    public Span<float> Probabilities { get; } = probabilities;

    /// <summary>[Count][FeatureLength]: what the last layer was given.</summary>
    public Span<float> Features { get; } = features;
}
