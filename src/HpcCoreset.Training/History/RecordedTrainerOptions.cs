using System;

namespace HpcCoreset.Training;

/// <summary>
/// Another trainer's choices, with a <see cref="LearningHistory"/>: which examples it picks when, and what the model makes of all of them. The
/// choices are the other trainer's to the bit.
/// </summary>
/// <remarks>
/// A recording is a forward pass of all examples before a step, counted and timed as choosing is. Takes 8 bytes per example and recording,
/// which checkpoints keep as well. The model after the last step is not recorded: <see cref="ExampleScores"/> can tell of that.
/// </remarks>
public sealed record RecordedTrainerOptions : TrainerOptions
{
    /// <summary>Whose choices. Default: random ones.</summary>
    public TrainerOptions Trainer { get; init; } = new RandomTrainerOptions();

    /// <summary>Steps from one recording to the next, at least 1; 0 (the default) for one epoch of the budget. The first is before the first step.</summary>
    public int Interval { get; init; }

    /// <inheritdoc/>
    public override Trainer Create(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        OptionCheck.Require(Trainer is not null, nameof(Trainer), "null", "trainers");
        OptionCheck.Require(Interval >= 0, nameof(Interval), Interval, "whole numbers from 0");
        return new RecordedTrainer(Trainer!.Create(context), Interval > 0 ? Interval : context.StepsPerEpoch, context);
    }
}
