using System;
using System.Linq;
using HpcCoreset.Charts;

namespace HpcCoreset.Training;

/// <summary>How hard the picked examples are over a run, beside all examples: a chart of each measure.</summary>
internal static class DifficultyCharts
{
    /// <summary>The charts.</summary>
    /// <param name="stretches">The run.</param>
    public static Chart[] Of(LearningStretch[] stretches)
    {
        return
        [
            Draw("Loss of picked examples", new("mean loss, before the steps", IsLogarithmic: true), difficulty => difficulty.Loss),
            Draw("Forgetting events of picked examples", new("mean events in the whole run"), difficulty => difficulty.ForgettingEvents),
            Draw("Picked examples that were never learned", new("share"), difficulty => difficulty.NeverLearned),
        ];

        Chart Draw(string title, ChartAxis axis, Func<ExampleDifficulty, double> measure) => new()
        {
            Title = title,
            X = new("training steps"),
            Y = axis,
            Series =
            [
                new("picked", [.. stretches.Select(stretch => new ChartPoint(stretch.Step, measure(stretch.Picked)))]),
                new("all", [.. stretches.Select(stretch => new ChartPoint(stretch.Step, measure(stretch.All)))]),
            ],
        };
    }
}
