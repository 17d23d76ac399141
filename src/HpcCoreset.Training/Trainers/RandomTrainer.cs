using System;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training;

/// <summary>Reads epochs from an endless row of random orders of all examples: a function of the seed and the step, so there is nothing to save.</summary>
/// <param name="context">The run.</param>
/// <param name="stride">Examples from the start of an epoch to that of the next: all, for an order of its own; those of an epoch, to leave none out.</param>
internal sealed class RandomTrainer(TrainingContext context, int stride) : Trainer
{
    private readonly int[] _order = new int[context.Data.Count];
    private readonly int[] _rows = new int[Math.Min(context.Options.BatchSize, context.ExamplesPerEpoch)];
    private long _orderNumber = -1;
    private int _count;

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <inheritdoc/>
    public override void Choose(long number)
    {
        (long epoch, long step) = Math.DivRem(number, context.StepsPerEpoch);
        long first = step * context.Options.BatchSize;
        _count = (int)Math.Min(_rows.Length, context.ExamplesPerEpoch - first);
        for (int i = 0; i < _count; i++)
        {
            (long order, long at) = Math.DivRem(epoch * stride + first + i, _order.Length);
            if (order != _orderNumber) RandomRows.Permutation(context.Options.Seed, (ulong)order, _order);
            _orderNumber = order;
            _rows[i] = _order[at];
        }
    }
}
