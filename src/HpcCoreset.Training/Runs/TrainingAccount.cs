namespace HpcCoreset.Training;

/// <summary>What a run has cost so far. Evaluation is timed, but counted nowhere else: it is not needed to train.</summary>
public readonly record struct TrainingAccount
{
    /// <summary>Training steps.</summary>
    public long Steps { get; init; }

    /// <summary>Examples of which the gradient was computed, in training steps and for choosing, each time counted.</summary>
    public long Backprops { get; init; }

    /// <summary>Examples that were shown to the model for choosing, without a gradient, each time counted.</summary>
    public long ForwardExamples { get; init; }

    /// <summary>Hessian-vector products, each of a batch.</summary>
    public long HessianVectorProducts { get; init; }

    /// <summary>Times that examples were chosen by more than chance.</summary>
    public long Selections { get; init; }

    /// <summary>Seconds in which examples were chosen.</summary>
    public double SelectionSeconds { get; init; }

    /// <summary>Seconds in which batches were gathered, gradients computed and parameters moved.</summary>
    public double TrainingSeconds { get; init; }

    /// <summary>Seconds in which the model was tested.</summary>
    public double EvaluationSeconds { get; init; }

    /// <summary>All seconds.</summary>
    public double Seconds => SelectionSeconds + TrainingSeconds + EvaluationSeconds;
}
