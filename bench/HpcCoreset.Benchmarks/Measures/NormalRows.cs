using System;

namespace HpcCoreset.Benchmarks.Measures;

/// <summary>Rows of independent standard normal values, the same for the same seed.</summary>
internal static class NormalRows
{
    /// <summary>Makes them, row-major, in memory that the garbage collector does not move.</summary>
    public static float[] Make(int rows, int dimension, int seed)
    {
        var random = new Random(seed);
        float[] values = GC.AllocateUninitializedArray<float>(rows * dimension, pinned: true);
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return values;
    }
}
