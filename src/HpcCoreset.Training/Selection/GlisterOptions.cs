using System;
using System.Collections.Generic;

namespace HpcCoreset.Training;

/// <summary>
/// GLISTER: every few epochs examples are picked one by one, each the one whose gradient step lowers the loss of validation examples most, after
/// the steps of those picked before (Killamsetty, Sivasubramanian, Ramakrishnan, Iyer, "GLISTER: generalization based data subset selection
/// for efficient and robust learning", AAAI 2021); batches are random parts of them, of weight 1. Names in brackets are the paper's.
/// </summary>
/// <remarks>
/// <para>Gradients are those by the last layer's input of the softmax, as by a bias there: probabilities minus the one-hot label. A step on picks
/// then moves the outputs of all validation examples alike, and what their loss's gradient becomes follows from their probabilities without
/// another forward pass. A pick is argmax of g * (gradient of the validation loss at w - eta * sum of what was picked).</para>
/// <para>Validation examples are taken from the training examples, and never trained on. A selection costs a forward pass over all examples, and
/// O(classes) per pick for each candidate and each validation example.</para>
/// </remarks>
public sealed record GlisterOptions : TrainerOptions
{
    /// <summary>Epochs from one selection to the next (L), at least 1; 20 in the paper, and by default.</summary>
    public int Interval { get; init; } = 20;

    /// <summary>
    /// What a pick's gradient is multiplied by when it is followed (eta), finite and at least 0; 0 (the default) for the learning rate of the
    /// step, as in the paper. That is further than an epoch's steps go, by the batch size; much less, and all picks pull the same way.
    /// </summary>
    public double StepSize { get; init; }

    /// <summary>Picks from one update of the validation gradient to the next, at least 1 (the default).</summary>
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
        OptionCheck.Require(Interval >= 1, nameof(Interval), Interval, "whole numbers from 1");
        OptionCheck.Require(StepSize >= 0 && double.IsFinite(StepSize), nameof(StepSize), StepSize, "finite numbers from 0");
        OptionCheck.Require(UpdateInterval >= 1, nameof(UpdateInterval), UpdateInterval, "whole numbers from 1");
        OptionCheck.Require(ValidationShare is >= 0 and < 1, nameof(ValidationShare), ValidationShare, "numbers from 0 and below 1");
        return new GlisterTrainer(this, context, ValidationSplit.Of(this, context));
    }
}
