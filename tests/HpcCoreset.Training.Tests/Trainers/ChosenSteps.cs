using System.Collections.Generic;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Tests.Models;

namespace HpcCoreset.Training.Tests.Trainers;

/// <summary>What a trainer chooses that does not look at the model.</summary>
internal static class ChosenSteps
{
    /// <summary>The rows of steps, each of its own.</summary>
    public static List<int[]> Of(LabelledData data, TrainingOptions options, long first = 0)
    {
        using SoftmaxModel model = SoftmaxModel.For(data);
        var context = new TrainingContext(model, data, options);
        using Trainer trainer = options.Trainer.Create(context);
        List<int[]> steps = [];
        for (long step = first; step < context.Steps; step++)
        {
            trainer.Choose(step);
            steps.Add(trainer.Rows.ToArray());
        }
        return steps;
    }
}
