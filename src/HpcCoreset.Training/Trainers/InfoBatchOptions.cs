using System;

namespace HpcCoreset.Training;

/// <summary>
/// InfoBatch: each pass over the examples leaves out some of those whose last loss was below the mean, at random, and the rest of those weighs
/// more, so that the sum of gradients is expected to be that of all (Qin et al., "InfoBatch: lossless training speed up by unbiased dynamic data
/// pruning", ICLR 2024). The end of the run leaves out none.
/// </summary>
/// <remarks>
/// <para>Steps are those of the budget, as with every trainer, and each costs the same: what pruning saves is spent on more passes. The paper's
/// shorter epochs are a smaller budget here, and with any budget trainers compare at as many updates. Batches are full, but for the last of a
/// pass. Weights of a pass add up to about the number of all examples, so they are above 1 on average, and steps as much longer, as in the paper.</para>
/// <para>Each example of low loss is left out with the probability, as in the paper; the authors' code leaves out that share of them. A batch is
/// never larger than what the budget allows an epoch.</para>
/// <para>A loss is that of the training step that the example was last in, so looking costs nothing, if the model tells
/// (<see cref="TrainableModel.Losses"/>); otherwise each step shows its examples to the model once more, which is counted. The first pass is of all.</para>
/// </remarks>
public sealed record InfoBatchOptions : TrainerOptions
{
    /// <summary>The probability that an example of low loss is left out (r), at least 0 and below 1; the others of low loss weigh 1 / (1 - r).</summary>
    public double PruningProbability { get; init; } = 0.5;

    /// <summary>The share of the run after which nothing is left out any more (delta), from 0 to 1. A whole pass begins there.</summary>
    public double PruningShare { get; init; } = 0.875;

    /// <inheritdoc/>
    public override Trainer Create(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        OptionCheck.Require(PruningProbability is >= 0 and < 1, nameof(PruningProbability), PruningProbability, "numbers from 0 and below 1");
        OptionCheck.Require(PruningShare is >= 0 and <= 1, nameof(PruningShare), PruningShare, "numbers from 0 to 1");
        return new InfoBatchTrainer(this, context);
    }
}
