namespace HpcCoreset.Training;

/// <summary>By which part of an example's gradient selection compares it with others. A forward pass gives either.</summary>
public enum GradientKind
{
    /// <summary>By the inputs of the last layer's softmax: probabilities minus the one-hot label, a.</summary>
    LastLayerInputs,

    /// <summary>
    /// By the weights and biases of the last layer: the outer product of a and what the layer was given, with a 1 behind it. It is never
    /// written out, so that a pair costs classes + features, not classes * features.
    /// </summary>
    LastLayerWeights,
}
