namespace HpcCoreset.Training;

/// <summary>What an example says of itself to a model: the higher the harder, for all of them.</summary>
public enum ExampleScore
{
    /// <summary>The cross-entropy of the label, at least 0.</summary>
    Loss,

    /// <summary>
    /// The norm of the gradient of the loss by the weights and the bias of the last layer, |p - y| sqrt(1 + |h|^2) with its inputs h. GraNd
    /// (Paul, Ganguli, Dziugaite, "Deep learning on a data diet", NeurIPS 2021) is the expectation over initial parameters of the norm by all
    /// parameters; the last layer's part, which nothing needs to be differentiated for, is what is usually computed instead. At least 0.
    /// </summary>
    GradientNorm,

    /// <summary>EL2N of one model: the norm of the probabilities minus the one-hot label, |p - y| (same paper). From 0 to the square root of 2.</summary>
    ErrorNorm,

    /// <summary>1 minus how much likelier the likeliest class is than the next one; labels are not read. From 0 to 1.</summary>
    Margin,

    /// <summary>The entropy of the probabilities, in nats; labels are not read. From 0 to the logarithm of the classes.</summary>
    Entropy,

    /// <summary>1 minus the probability of the likeliest class; labels are not read. From 0 to 1 - 1 / classes.</summary>
    LeastConfidence,
}
