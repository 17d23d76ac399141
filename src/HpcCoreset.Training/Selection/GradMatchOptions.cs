using System;

namespace HpcCoreset.Training;

/// <summary>
/// GRAD-MATCH: every few epochs orthogonal matching pursuit picks examples whose weighted gradients come near the mean of all (Killamsetty,
/// Sivasubramanian, Ramakrishnan, De, Iyer, "GRAD-MATCH: gradient matching based data subset selection for efficient deep model training",
/// ICML 2021); batches are random parts of them. Names in brackets are the paper's.
/// </summary>
/// <remarks>
/// <para>Each class is matched on its own, by the gradients of its examples with respect to the weights and the bias of the class's own output
/// (the paper's per-class and per-gradient approximations): probability minus 1, times the inputs of the last layer and 1. Otherwise by those with
/// respect to all outputs, probabilities minus the one-hot label, which is our choice: the products with the inputs would be long.</para>
/// <para>The paper's errors are of sums of weighted gradients. Training divides by the mean weight, as the authors' code does by the sum of each
/// batch's weights, so directions are matched and not lengths. Weights are not negative, as in that code; an example of weight 0 is not trained
/// on, and where no further example would help fewer are picked than the budget allows. The steps of an epoch stay the same: the picks are used
/// several times, where that code adds random examples of weight 1.</para>
/// <para>A selection costs a forward pass over all examples, O(examples * inputs) per pick, of the examples of the pick's class, and O(inputs^2)
/// for its weights; memory for 12 bytes per input and example of the largest class.</para>
/// </remarks>
public sealed record GradMatchOptions : TrainerOptions
{
    /// <summary>
    /// Epochs from one selection to the next (R), at least 1; 0 (the default) for a fifteenth of the run, rounded up: the 20 of 300 epochs of
    /// the authors' experiments.
    /// </summary>
    public int Interval { get; init; }

    /// <summary>
    /// Whether the first <see cref="Interval"/> is trained on random examples of weight 1, as in the authors' code, because the gradients of
    /// an untrained model say little; not in a run that is no longer.
    /// </summary>
    public bool StartsAtRandom { get; init; } = true;

    /// <summary>
    /// What squares of weights cost (lambda), in units of the mean squared norm of the gradients; finite, at least 1e-8. The unit is our choice:
    /// the 0.5 of the authors' experiments (the default) has none, and stands for less where gradients are long, early in a run, than later.
    /// </summary>
    public double Regularization { get; init; } = 0.5;

    /// <summary>Whether each class is matched on its own, with a share of the picks in proportion. Not where the budget allows fewer examples than classes.</summary>
    public bool ByClass { get; init; } = true;

    /// <summary>
    /// Whether random batches are picked as a whole, by their mean gradients (GRAD-MATCH-PB), from all classes together: a batch-size-th of
    /// the candidates and of the picks.
    /// </summary>
    public bool PerBatch { get; init; }

    /// <inheritdoc/>
    public override Trainer Create(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        OptionCheck.Require(Interval >= 0, nameof(Interval), Interval, "whole numbers from 0");
        OptionCheck.Require(Regularization >= 1e-8 && double.IsFinite(Regularization), nameof(Regularization), Regularization, "finite numbers from 1e-8");
        return new GradMatchTrainer(this, context);
    }
}
