using System;
using System.Linq;

namespace HpcCoreset.Extensions.AI.Tests;

/// <summary>Items with vectors around a few centres.</summary>
internal static class Items
{
    public static float[][] Vectors(int seed, int count, int dimension)
    {
        var random = new Random(seed);
        float[] Row() => [.. Enumerable.Range(0, dimension).Select(_ => random.NextSingle() - 0.5f)];
        float[][] centres = [.. Enumerable.Range(0, 4).Select(_ => Row())];
        return [.. Enumerable.Range(0, count).Select(i => Row().Zip(centres[i % 4], (value, centre) => 0.6f * value + centre).ToArray())];
    }

    /// <summary>Items named after their row numbers, but not by them.</summary>
    public static EmbeddingRows<string> Named(float[][] vectors)
    {
        var rows = new EmbeddingRows<string>();
        rows.AddRange(vectors.Select((vector, i) => (Id(i), new ReadOnlyMemory<float>(vector))));
        return rows;
    }

    public static string Id(int row) => $"passage {row * 7 + 3}";
}
