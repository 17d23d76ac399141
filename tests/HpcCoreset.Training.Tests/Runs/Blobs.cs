using System;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training.Tests.Runs;

/// <summary>Examples of three classes around three centres.</summary>
internal static class Blobs
{
    public const int Inputs = 4;

    public static LabelledData Make(int count, int seed = 1)
    {
        var random = new Random(seed);
        (float[] values, int[] labels) = (new float[count * Inputs], new int[count]);
        for (int i = 0; i < count; i++)
        {
            labels[i] = i % 3;
            for (int t = 0; t < Inputs; t++) values[i * Inputs + t] = 2 * random.NextSingle() - 1 + (t == labels[i] ? 1.2f : 0);
        }
        return new LabelledData(values, labels, ExampleShape.Vector(Inputs), classes: 3);
    }
}
