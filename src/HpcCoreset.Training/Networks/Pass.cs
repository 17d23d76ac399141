namespace HpcCoreset.Training.Networks;

/// <summary>One pass of a batch through a network: what the layers are told.</summary>
internal sealed unsafe class Pass
{
    /// <summary>Images in the batch.</summary>
    public int Count { get; set; }

    /// <summary>Images in a chunk, the last one excepted. It depends on the network and the batch only, so threads cannot change a sum.</summary>
    public int ChunkLength { get; set; }

    /// <summary>Number of chunks.</summary>
    public int Chunks => (Count + ChunkLength - 1) / ChunkLength;

    /// <summary>Whether batch normalisation takes the batch's statistics, and a backward pass follows.</summary>
    public bool IsTraining { get; set; }

    /// <summary>Whether running statistics learn from the batch.</summary>
    public bool UpdatesStatistics { get; set; }

    /// <summary>Whether every value and gradient comes with its tangent along <see cref="ParameterTangents"/>.</summary>
    public bool HasTangents { get; set; }

    /// <summary>All parameters; a layer's begin at its <see cref="Layer.ParameterOffset"/>.</summary>
    public float* Parameters { get; set; }

    /// <summary>The vector of a Hessian-vector product.</summary>
    public float* ParameterTangents { get; set; }

    /// <summary>Receives the gradient by the parameters.</summary>
    public float* Gradient { get; set; }

    /// <summary>Receives the tangent of the gradient: the Hessian-vector product.</summary>
    public float* GradientTangent { get; set; }

    /// <summary>All running statistics; a layer's begin at its <see cref="Layer.StatisticOffset"/>.</summary>
    public float* Statistics { get; set; }

    /// <summary>One class per image.</summary>
    public int* Labels { get; set; }

    /// <summary>One weight per image; null for 1 each.</summary>
    public float* Weights { get; set; }
}
