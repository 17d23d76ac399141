using System;
using System.Linq;

namespace HpcCoreset.Training.Tests.History;

/// <summary>At each step the examples of highest loss.</summary>
internal sealed record HighestLosses : TrainerOptions
{
    public override Trainer Create(TrainingContext context) => new Choice(context);

    private sealed class Choice(TrainingContext context) : Trainer
    {
        private int[] _rows = [];

        public override ReadOnlySpan<int> Rows => _rows;

        public override void Choose(long number)
        {
            int[] all = [.. Enumerable.Range(0, context.Data.Count)];
            float[] losses = new float[all.Length];
            context.Forward(all, new ForwardOutputs(losses));
            _rows = [.. all.OrderByDescending(row => losses[row]).Take(context.Options.BatchSize)];
        }
    }
}
