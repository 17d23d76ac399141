using System.Collections.Generic;

namespace HpcCoreset.Training;

/// <summary>All that changes in a run beside what can be computed again.</summary>
/// <param name="Context">The model, the options, and what was counted.</param>
/// <param name="Trainer">Chooses the examples.</param>
/// <param name="Optimizer">Moves the parameters.</param>
/// <param name="Curve">The learning curve so far.</param>
internal sealed record TrainingState(TrainingContext Context, Trainer Trainer, Optimizer Optimizer, List<TrainingPoint> Curve)
{
    /// <summary>The sum of the objectives of the steps since the last point of the curve.</summary>
    public double Losses { get; set; }

    /// <summary>The step of the last point of the curve.</summary>
    public long LastPoint => Curve.Count == 0 ? 0 : Curve[^1].Step;
}
