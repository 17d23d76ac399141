using System;

namespace HpcCoreset.Training;

/// <summary>
/// A fresh random subset in each epoch, of the size that the budget allows, in random order and cut into batches of weight 1. With a budget of
/// 1 these are the usual shuffled epochs.
/// </summary>
public sealed record RandomTrainerOptions : TrainerOptions
{
    /// <inheritdoc/>
    public override Trainer Create(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new RandomTrainer(context);
    }
}
