namespace HpcCoreset.Tool.Training;

/// <summary>What moves the parameters of a model.</summary>
internal enum LearningOptimizer
{
    /// <summary>Stochastic gradient descent.</summary>
    Sgd,

    /// <summary>AdamW.</summary>
    AdamW,
}
