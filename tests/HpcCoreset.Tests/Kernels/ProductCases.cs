using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Kernels;
using Xunit;

namespace HpcCoreset.Tests.Kernels;

/// <summary>Products of one height and many other shapes, between fences, beside plain loops.</summary>
internal static unsafe class ProductCases
{
    /// <summary>Overlapping rows, rows with gaps, one tap and several, short and long ones.</summary>
    public static void Multiply(int count, bool add, Fence fence)
    {
        foreach (int columns in (int[])[16, 32])
            foreach ((int taps, int length, int rowStride, int tapStride) in ((int, int, int, int)[])[(1, 1, 1, 0), (3, 9, 3, 41), (2, 5, 20, 7), (1, 67, 70, 0)])
            {
                float[] rows = Values(count == 0 ? 0 : (count - 1) * rowStride + (taps - 1) * tapStride + length, 1), panel = Values(taps * length * columns, 2);
                foreach ((int sumStride, int startStride) in ((int, int)[])[(columns, columns), (columns + 3, 0)])
                {
                    int sumLength = count == 0 ? 0 : (count - 1) * sumStride + columns;
                    float[] start = Values(startStride == 0 ? columns : count == 0 ? 0 : (count - 1) * startStride + columns, 3), before = Values(sumLength, 4);
                    float[] expected = [.. before];
                    for (int r = 0; r < count; r++)
                        for (int c = 0; c < columns; c++)
                        {
                            float sum = 0;
                            for (int step = 0; step < taps * length; step++)
                                sum = MathF.FusedMultiplyAdd(panel[step * columns + c], rows[r * rowStride + step / length * tapStride + step % length], sum);
                            expected[r * sumStride + c] = add ? start[r * startStride + c] + sum : sum;
                        }
                    using var memory = new KernelMemory(fence);
                    float* x = memory.Input(rows), w = memory.Input(panel), begin = memory.Input(start), sums = memory.InOut(before);
                    if (columns == 32) ProductTiles.Multiply32(count, ref *x, rowStride, taps, tapStride, length, ref *w, ref *begin, startStride, ref *sums, sumStride, add);
                    else ProductTiles.Multiply16(count, ref *x, rowStride, taps, tapStride, length, ref *w, ref *begin, startStride, ref *sums, sumStride, add);
                    Check(memory, expected, sums, $"{count} x {columns}, {taps} taps of {length}");
                }
            }
    }

    /// <summary>One line and several, neighbouring rows and rows with gaps.</summary>
    public static void Outer(int height, bool add, Fence fence)
    {
        foreach (int columns in (int[])[16, 32])
            foreach ((int lines, int count, int xStride, int xLine, int yStride, int yLine) in
                ((int, int, int, int, int, int)[])[(1, 1, 1, 0, columns, 0), (1, 37, height + 2, 0, columns, 0), (3, 5, 2, 31, columns + 1, 7 * columns), (1, 9, 0, 0, columns, 0)])
            {
                int Extent(int line, int stride, int width) => width == 0 ? 0 : (lines - 1) * line + (count - 1) * stride + width;
                float[] x = Values(Extent(xLine, xStride, height), 5), y = Values(Extent(yLine, yStride, columns), 6);
                int sumStride = columns + 2, sumLength = height == 0 ? 0 : (height - 1) * sumStride + columns;
                float[] before = Values(sumLength, 7), expected = [.. before];
                for (int r = 0; r < height; r++)
                    for (int c = 0; c < columns; c++)
                    {
                        float sum = 0;
                        for (int line = 0; line < lines; line++)
                            for (int i = 0; i < count; i++)
                                sum = MathF.FusedMultiplyAdd(y[line * yLine + i * yStride + c], x[line * xLine + i * xStride + r], sum);
                        expected[r * sumStride + c] = add ? expected[r * sumStride + c] + sum : sum;
                    }
                using var memory = new KernelMemory(fence);
                float* left = memory.Input(x), right = memory.Input(y), sums = memory.InOut(before);
                if (columns == 32) ProductTiles.Outer32(height, ref *left, xStride, xLine, ref *right, yStride, yLine, lines, count, ref *sums, sumStride, add);
                else ProductTiles.Outer16(height, ref *left, xStride, xLine, ref *right, yStride, yLine, lines, count, ref *sums, sumStride, add);
                Check(memory, expected, sums, $"{height} x {columns}, {lines} lines of {count}");
            }
    }

    private static void Check(KernelMemory memory, float[] expected, float* found, string what)
    {
        memory.Check(what);
        Assert.True(Bits(expected).SequenceEqual(Bits(new ReadOnlySpan<float>(found, expected.Length).ToArray())), what);
    }

    private static IEnumerable<int> Bits(float[] values) => values.Select(BitConverter.SingleToInt32Bits);

    private static float[] Values(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))];
    }
}
