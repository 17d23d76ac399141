using System;

namespace HpcCoreset.Training;

/// <summary>
/// CRAIG for networks: every few epochs a <see cref="CraigSelector"/> picks, class by class, examples whose weighted gradients add up to nearly
/// those of all, as many as the budget allows; batches are random parts of them (Mirzasoleiman, Bilmes, Leskovec, ICML 2020, section 3.4).
/// </summary>
/// <remarks>
/// <para>Gradients are those by the last layer's input of the softmax: probabilities minus the one-hot label. A weight is the number of examples
/// that are nearest to the pick, in units of their mean; 0 for a pick that repeats another.</para>
/// <para>A selection costs a forward pass over all examples, and O(examples of a class^2 * classes) for each class. With a budget of 1, or one
/// that allows fewer examples than classes, there are no shares of classes.</para>
/// </remarks>
public sealed record CraigTrainerOptions : TrainerOptions
{
    /// <summary>Epochs from one selection to the next (R), at least 1 (the default).</summary>
    public int Interval { get; init; } = 1;

    /// <summary>How picks are shared out among classes; <see cref="ClassBalance.None"/> to pick from all examples together.</summary>
    public ClassBalance Balance { get; init; } = ClassBalance.Proportional;

    /// <summary>What examples are compared by; <see cref="GradientKind.LastLayerInputs"/> by default.</summary>
    public GradientKind Gradients { get; init; }

    /// <inheritdoc/>
    public override Trainer Create(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        OptionCheck.Require(Interval >= 1, nameof(Interval), Interval, "whole numbers from 1");
        OptionCheck.Require(Enum.IsDefined(Balance), nameof(Balance), Balance, "None, Proportional, Equal and SquareRoot");
        OptionCheck.Require(Enum.IsDefined(Gradients), nameof(Gradients), Gradients, "LastLayerInputs and LastLayerWeights");
        return new CraigTrainer(this, context);
    }
}
