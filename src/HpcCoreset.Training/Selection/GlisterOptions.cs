using System;
using System.Collections.Generic;

namespace HpcCoreset.Training;

/// <summary>
/// GLISTER: every few epochs examples are picked one by one, each the one whose gradient step lowers the loss of validation examples most, after
/// the steps of those picked before (Killamsetty, Sivasubramanian, Ramakrishnan, Iyer, "GLISTER: generalization based data subset selection
/// for efficient and robust learning", AAAI 2021); batches are random parts of them, of weight 1. Names in brackets are the paper's.
/// </summary>
/// <remarks>
/// <para>Gradients are those by the last layer's input of the softmax, as by a bias there: probabilities minus the one-hot label, as in the
/// authors' code. A step on picks then moves the outputs of all validation examples alike, and what their loss's gradient becomes follows from
/// their probabilities without another forward pass. A pick is argmax of g * (gradient of the validation loss at w - eta * sum of what was
/// picked), over all classes together.</para>
/// <para>Validation examples are taken from the training examples, and never trained on. A selection costs a forward pass over all examples, and
/// O(classes) per pick for each candidate looked at, and for each validation example at each update.</para>
/// </remarks>
public sealed record GlisterOptions : TrainerOptions
{
    /// <summary>
    /// Epochs from one selection to the next (L), at least 1; 0 (the default) for a fifteenth of the run, rounded up: the 20 of 300 epochs of
    /// the authors' later experiments.
    /// </summary>
    public int Interval { get; init; }

    /// <summary>
    /// Whether the first <see cref="Interval"/> is trained on random examples, as in the authors' code, because the gradients of an untrained
    /// model say little; not in a run that is no longer.
    /// </summary>
    public bool StartsAtRandom { get; init; } = true;

    /// <summary>
    /// The accuracy of the greedy, at least 0 and below 1; 0.01 in the authors' code, and by default. Each pick is the best of
    /// ceil(candidates / picks * ln(1 / epsilon)) random ones of those left (Mirzasoleiman et al., "Lazier than lazy greedy", AAAI 2015), 0 for
    /// the best of all. The sample does more than save time: the best of all are few kinds of examples, however many are picked.
    /// </summary>
    public double Epsilon { get; init; } = 0.01;

    /// <summary>
    /// What a pick's gradient is multiplied by when it is followed (eta), finite and at least 0; 0 (the default) for the learning rate of the
    /// step, as in the paper. That is further than an epoch's steps go, by the batch size; much less, and all picks pull the same way.
    /// </summary>
    public double StepSize { get; init; }

    /// <summary>
    /// Picks from one update of the validation gradient to the next, at least 1 (the default, as in the authors' code); the paper's r rounds
    /// of a Taylor expansion are updates after every r-th part of the picks.
    /// </summary>
    public int UpdateInterval { get; init; } = 1;

    /// <summary>
    /// The share of each class that is kept apart for validation, by the run's seed, rounded to whole examples: at least 0 and below 1; default
    /// 0.1. With 0 nothing is kept apart: the loss is that of all training examples (the paper's second choice).
    /// </summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>The rows to keep apart instead, each once and not all; or nothing (the default).</summary>
    public IReadOnlyList<int>? ValidationRows { get; init; }

    /// <inheritdoc/>
    public override Trainer Create(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        OptionCheck.Require(Interval >= 0, nameof(Interval), Interval, "whole numbers from 0");
        OptionCheck.Require(Epsilon is >= 0 and < 1, nameof(Epsilon), Epsilon, "numbers from 0 and below 1");
        OptionCheck.Require(StepSize >= 0 && double.IsFinite(StepSize), nameof(StepSize), StepSize, "finite numbers from 0");
        OptionCheck.Require(UpdateInterval >= 1, nameof(UpdateInterval), UpdateInterval, "whole numbers from 1");
        OptionCheck.Require(ValidationShare is >= 0 and < 1, nameof(ValidationShare), ValidationShare, "numbers from 0 and below 1");
        return new GlisterTrainer(this, context, ValidationSplit.Of(this, context));
    }
}
