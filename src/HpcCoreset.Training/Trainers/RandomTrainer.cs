using System;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training;

/// <summary>The first rows of a random order of all, a new order for each epoch: a function of the seed and the step, so there is nothing to save.</summary>
/// <param name="context">The run.</param>
internal sealed class RandomTrainer(TrainingContext context) : Trainer
{
    private readonly int[] _order = new int[context.Data.Count];
    private long _epoch = -1;
    private Range _batch;

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Rows => _order.AsSpan(_batch);

    /// <inheritdoc/>
    public override void Choose(long number)
    {
        (long epoch, long step) = Math.DivRem(number, context.StepsPerEpoch);
        if (epoch != _epoch) RandomRows.Permutation(context.Options.Seed, (ulong)epoch, _order);
        _epoch = epoch;
        int first = (int)step * context.Options.BatchSize;
        _batch = first..Math.Min(first + context.Options.BatchSize, context.ExamplesPerEpoch);
    }
}
