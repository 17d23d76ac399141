using System;
using System.Linq;

namespace HpcCoreset.Docs.Tests.Examples;

/// <summary>Rows with a label each.</summary>
internal sealed record LabelledRows(float[] Values, int[] Labels, int Dimension)
{
    public int Count => Labels.Length;

    public ReadOnlySpan<float> this[int row] => Values.AsSpan(row * Dimension, Dimension);

    /// <summary>Overlapping normal blobs around random centres, two per label; the sizes of blobs differ up to twentyfold.</summary>
    public static LabelledRows Blobs(int count, int dimension, int labels, Random random)
    {
        double[] centres = [.. Enumerable.Range(0, 2 * labels * dimension).Select(_ => 1.6 * Normal(random))];
        var rows = new LabelledRows(new float[count * dimension], new int[count], dimension);
        for (int i = 0; i < count; i++)
        {
            int blob = (int)(2 * labels * Math.Pow(random.NextDouble(), 1.5));
            rows.Labels[i] = blob % labels;
            for (int t = 0; t < dimension; t++) rows.Values[i * dimension + t] = (float)(centres[blob * dimension + t] + Normal(random));
        }
        return rows;
    }

    /// <summary>The rows of these numbers.</summary>
    public LabelledRows Take(ReadOnlySpan<int> indices)
    {
        var taken = new LabelledRows(new float[indices.Length * Dimension], new int[indices.Length], Dimension);
        for (int i = 0; i < indices.Length; i++)
        {
            this[indices[i]].CopyTo(taken.Values.AsSpan(i * Dimension));
            taken.Labels[i] = Labels[indices[i]];
        }
        return taken;
    }

    /// <summary>The first rows for training, the others for the test.</summary>
    public (LabelledRows Train, LabelledRows Test) Split(double trainShare)
    {
        int first = (int)(trainShare * Count);
        return (Take([.. Enumerable.Range(0, first)]), Take([.. Enumerable.Range(first, Count - first)]));
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
