using System;
using System.Linq;

namespace HpcCoreset.Mpi.Tests.Selection;

/// <summary>Rows of one machine, and where ranks cut them.</summary>
internal sealed record Shards(float[] Values, double[] Weights, int Dimension, int[] Starts)
{
    public int Count => Values.Length / Dimension;

    public Points All => new(Values, Dimension);

    /// <summary>Rows in blobs, some weights 0, cut anywhere: a rank may have none.</summary>
    public static Shards Random(int seed, int count, int dimension, int ranks, bool weighted, bool aligned = false)
    {
        var random = new Random(seed);
        float[] centres = [.. Enumerable.Range(0, 9 * dimension).Select(_ => 10 * random.NextSingle())];
        var values = new float[count * dimension];
        for (int row = 0; row < count; row++)
        {
            int blob = random.Next(9);
            for (int t = 0; t < dimension; t++) values[row * dimension + t] = centres[blob * dimension + t] + random.NextSingle();
        }
        double[] weights = weighted ? [.. Enumerable.Range(0, count).Select(_ => random.Next(5) == 0 ? 0 : random.NextDouble() * 3)] : [];
        if (weighted) weights[0] = 1;
        int[] starts = [0, .. Enumerable.Range(1, ranks - 1).Select(_ => random.Next(count + 1)).Order(), count];
        if (aligned)
            for (int rank = 1; rank < ranks; rank++) starts[rank] = starts[rank] / 1024 * 1024;
        return new Shards(values, weights, dimension, starts);
    }

    public Points Points(int rank) => new(Values.AsSpan(Starts[rank] * Dimension, (Starts[rank + 1] - Starts[rank]) * Dimension), Dimension);

    public ReadOnlySpan<double> WeightsOf(int rank) => Weights.Length == 0 ? [] : Weights.AsSpan(Starts[rank], Starts[rank + 1] - Starts[rank]);
}
