namespace HpcCoreset.Training.Convex;

/// <summary>What the steps of an epoch need.</summary>
internal unsafe readonly ref struct StepPlan
{
    /// <summary>What the gradients of single rows are corrected by.</summary>
    public required ConvexMethod Method { get; init; }

    /// <summary>The rows.</summary>
    public required ExampleTable Table { get; init; }

    /// <summary>The model, whose parameters move.</summary>
    public required LinearModel Model { get; init; }

    /// <summary>Which row each step takes.</summary>
    public required int* Order { get; init; }

    /// <summary>Rows to a step.</summary>
    public required int Batch { get; init; }

    /// <summary>How far a step goes.</summary>
    public required double Step { get; init; }

    /// <summary>The gradient that the remembered derivatives make, without that of the penalty; null of plain descent.</summary>
    public required double* Mean { get; init; }

    /// <summary>The remembered derivatives, one per row and output; null of plain descent.</summary>
    public required double* Remembered { get; init; }

    /// <summary>Scratch: twice as many numbers as a batch has scores.</summary>
    public required double* Scores { get; init; }

    /// <summary>Scratch for the decoded rows of a batch.</summary>
    public required float* Decoded { get; init; }
}
