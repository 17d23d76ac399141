using System;

namespace HpcCoreset.Training;

/// <summary>
/// Random examples, as many in each epoch as the budget allows, in random order and cut into batches of weight 1. With a budget of 1 these
/// are the usual shuffled epochs.
/// </summary>
/// <remarks>
/// Both kinds take the same steps, those of the budget, and cost nothing beside them: what a method that looks at the model has to beat.
/// </remarks>
public sealed record RandomTrainerOptions : TrainerOptions
{
    /// <summary>
    /// Whether no example comes again before all others had their turn: epochs are cut, one after the other, from a random order of all
    /// examples, and from the next order where one is used up. This is RS2, repeated sampling of random subsets without replacement (Okanovic
    /// et al., "Repeated random sampling for minimizing the time-to-accuracy of learning", ICLR 2024). Otherwise (the default) each epoch is a
    /// fresh subset, drawn from all, which is their RS2 with replacement, and some examples wait for long: (1 - budget)^epochs of them are never
    /// seen.
    /// </summary>
    /// <remarks>
    /// An epoch, and a batch, in which one order ends and the next begins may have an example twice. The authors' code fills such an epoch from
    /// the start of the same order, and makes a new one after it.
    /// </remarks>
    public bool WithoutReplacement { get; init; }

    /// <inheritdoc/>
    public override Trainer Create(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new RandomTrainer(context, WithoutReplacement ? context.ExamplesPerEpoch : context.Data.Count);
    }
}
