using System;
using System.Collections.Generic;

namespace HpcCoreset.Training.Tests.History;

/// <summary>Another trainer's choices, each copied to a list.</summary>
internal sealed record Spied(TrainerOptions Trainer, List<int[]> Steps) : TrainerOptions
{
    public override Trainer Create(TrainingContext context) => new Spy(Trainer.Create(context), Steps);

    private sealed class Spy(Trainer trainer, List<int[]> steps) : Trainer
    {
        public override ReadOnlySpan<int> Rows => trainer.Rows;

        public override ReadOnlySpan<float> Weights => trainer.Weights;

        public override void Choose(long number)
        {
            trainer.Choose(number);
            steps.Add(Rows.ToArray());
        }

        public override void Observe() => trainer.Observe();
    }
}
