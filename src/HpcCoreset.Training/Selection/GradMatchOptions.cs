using System;

namespace HpcCoreset.Training;

/// <summary>
/// GRAD-MATCH: every few epochs orthogonal matching pursuit picks examples whose weighted gradients come near the mean of all (Killamsetty,
/// Sivasubramanian, Ramakrishnan, De, Iyer, "GRAD-MATCH: gradient matching based data subset selection for efficient deep model training",
/// ICML 2021); batches are random parts of them. Names in brackets are the paper's.
/// </summary>
/// <remarks>
/// <para>Gradients are those by the last layer's input of the softmax: probabilities minus the one-hot label. Class by class, because their mean
/// over all classes is near 0 for a model whose last layer has a bias, long before it is good. Weights are not negative, in units of their
/// mean; an example of weight 0 is not trained on, and where no further example would help fewer are picked than the budget allows. The steps
/// of an epoch stay the same: the picks are used several times.</para>
/// <para>A selection costs a forward pass over all examples, and O(examples * classes) per pick, of the examples of the pick's class.</para>
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
    /// What squares of weights cost (lambda), in units of the mean squared norm of the gradients; finite, at least 1e-8. The paper's number,
    /// 0.5 (the default), has no unit; in this one it means the same from the first epoch, where gradients are long, to the last.
    /// </summary>
    public double Regularization { get; init; } = 0.5;

    /// <summary>Whether each class is matched on its own, with a share of the picks in proportion. Not where the budget allows fewer examples than classes.</summary>
    public bool ByClass { get; init; } = true;

    /// <summary>
    /// Whether random batches are picked as a whole, by their mean gradients (GRAD-MATCH-PB), from all classes together: a batch-size-th of
    /// the candidates and of the picks.
    /// </summary>
    public bool PerBatch { get; init; }

    /// <summary>
    /// Whether weights shall also add up to the number of examples that they stand for. Training divides by their mean, so what must come near
    /// the mean gradient is their mean, not their sum: without this (the paper's formula) picks are the longest gradients, with weights that are
    /// too small together, and in training their sum is too long.
    /// </summary>
    public bool MatchesMass { get; init; } = true;

    /// <inheritdoc/>
    public override Trainer Create(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        OptionCheck.Require(Interval >= 0, nameof(Interval), Interval, "whole numbers from 0");
        OptionCheck.Require(Regularization >= 1e-8 && double.IsFinite(Regularization), nameof(Regularization), Regularization, "finite numbers from 1e-8");
        return new GradMatchTrainer(this, context);
    }
}
