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

    /// <summary>Seconds in which examples were chosen, all that was computed for it included.</summary>
    public double SelectionSeconds { get; init; }

    /// <summary>Those of <see cref="SelectionSeconds"/> in which examples were shown to the model, to choose among them.</summary>
    public double ForwardSeconds { get; init; }

    /// <summary>Those of <see cref="SelectionSeconds"/> in which CREST modelled the loss: gradients and Hessian-vector products.</summary>
    public double ModelSeconds { get; init; }

    /// <summary>Those of <see cref="SelectionSeconds"/> in which CREST compared its model with the loss.</summary>
    public double CheckSeconds { get; init; }

    /// <summary>What is left of <see cref="SelectionSeconds"/>: drawing, and the choice itself.</summary>
    public double ChoiceSeconds => SelectionSeconds - ForwardSeconds - ModelSeconds - CheckSeconds;

    /// <summary>Seconds in which batches were gathered, gradients computed and parameters moved.</summary>
    public double TrainingSeconds { get; init; }

    /// <summary>Seconds in which the model was tested.</summary>
    public double EvaluationSeconds { get; init; }

    /// <summary>All seconds.</summary>
    public double Seconds => SelectionSeconds + TrainingSeconds + EvaluationSeconds;
}
