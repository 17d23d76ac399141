using System;
using System.Numerics.Tensors;

namespace HpcCoreset.Benchmarks.Passes;

/// <summary>The usual C#: two loops and a vectorised inner product from the framework, over row-major rows.</summary>
internal static class PlainLoops
{
    public static void Assign(
        ReadOnlySpan<float> rows, int dimension, ReadOnlySpan<float> rowTerms, ReadOnlySpan<float> centres, ReadOnlySpan<float> centreTerms,
        Span<int> owner, Span<float> distance, Span<float> runnerUp)
    {
        for (int i = 0; i < rows.Length / dimension; i++)
        {
            ReadOnlySpan<float> row = rows.Slice(i * dimension, dimension);
            float nearest = float.PositiveInfinity, second = float.PositiveInfinity;
            int winner = 0;
            for (int c = 0; c < centreTerms.Length; c++)
            {
                float value = rowTerms[i] + centreTerms[c] - 2 * TensorPrimitives.Dot(row, centres.Slice(c * dimension, dimension));
                if (value < nearest) (winner, nearest, second) = (c, value, nearest);
                else if (value < second) second = value;
            }
            (owner[i], distance[i], runnerUp[i]) = (winner, nearest, second);
        }
    }
}
