using System.Collections.Generic;
using HpcCoreset.Training;

namespace HpcCoreset.Tool.Training;

/// <summary>What came of a run.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Parameters">Parameters of its model.</param>
/// <param name="Account">What it cost.</param>
/// <param name="Curve">Its learning curve, at least one point.</param>
/// <param name="History">How hard its examples were to learn, if that was recorded.</param>
internal sealed record TrainingOutcome(ulong Seed, int Parameters, TrainingAccount Account, TrainingPoint[] Curve, LearningHistory? History)
{
    /// <summary>The arrays of its model.</summary>
    public required IReadOnlyList<(string Name, long[] Shape, float[] Values)> Arrays { get; init; }

    /// <summary>The share of the test examples that the trained model gets right.</summary>
    public double TestAccuracy => Curve[^1].TestAccuracy;
}
