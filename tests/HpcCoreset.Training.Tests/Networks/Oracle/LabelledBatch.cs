using System;
using System.Linq;

namespace HpcCoreset.Training.Tests.Networks.Oracle;

/// <summary>A batch in double: the inputs, and what they should give.</summary>
/// <param name="Inputs">[image][height][width][channels].</param>
/// <param name="Labels">One class per image.</param>
/// <param name="Weights">One weight per image.</param>
internal sealed record LabelledBatch(double[] Inputs, int[] Labels, double[] Weights)
{
    /// <summary>The same values as a model reads them.</summary>
    public static LabelledBatch From(float[] inputs, int[] labels, float[] weights) =>
        new([.. inputs.Select(x => (double)x)], labels, weights.Length == 0 ? [.. labels.Select(_ => 1.0)] : [.. weights.Select(x => (double)x)]);
}
