using System;
using System.Linq;
using HpcCoreset.Training.Tests.Networks.Oracle;

namespace HpcCoreset.Training.Tests.Networks;

/// <summary>Examples without any pattern, in memory of their own.</summary>
/// <param name="Inputs">Values in [-1, 1).</param>
/// <param name="Labels">One class per example.</param>
/// <param name="Weights">One weight per example, one of them 0, or none.</param>
internal sealed record TestBatch(float[] Inputs, int[] Labels, float[] Weights)
{
    public TrainingBatch View => new(Inputs, Labels, Weights);

    public LabelledBatch Exact => LabelledBatch.From(Inputs, Labels, Weights);

    public static TestBatch Create(TrainableModel model, int count, bool isWeighted = false, ulong salt = 2) => new(
        Singles(new HashedNoise(salt).Take(count * model.InputLength)),
        [.. Enumerable.Range(0, count).Select(i => (7 * i + 1) % model.Classes)],
        isWeighted ? [.. Enumerable.Range(0, count).Select(i => 0.5f * ((i + 1) % 4))] : []);

    public static float[] Singles(double[] values) => [.. values.Select(x => (float)x)];
}
