using System;
using System.Runtime.CompilerServices;
using HpcCoreset.Kernels;

namespace HpcCoreset.Training.Networks;

/// <summary>Sums of outer products of any width, from tiles of 32 and 16 columns.</summary>
internal static unsafe class OuterProducts
{
    private const int Wide = 32;
    private const int Narrow = 16;
    private const int ScratchRows = 24;

    /// <summary>Floats that are read, and not used, beyond the last value of y.</summary>
    public const int OverRead = Wide;

    /// <summary>
    /// sums[r][c] = sum over lines and counts of x[r] y[c], or that added to what is there, for r &lt; <paramref name="height"/> and c &lt;
    /// <paramref name="columns"/>; <see cref="ProductTiles"/> says how x and y lie.
    /// </summary>
    public static void Sum(
        int height, int columns, float* x, nint xStride, nint xLine, float* y, nint yStride, nint yLine, int lines, int count, float* sums, bool add)
    {
        for (int column = 0; column < columns; column += Wide)
        {
            int valid = Math.Min(Wide, columns - column), width = valid <= Narrow ? Narrow : Wide;
            if (valid == width)
                Tile(width, height, x, xStride, xLine, y + column, yStride, yLine, lines, count, sums + column, columns, add);
            else
                for (int row = 0; row < height; row += ScratchRows)
                    Part(width, valid, Math.Min(ScratchRows, height - row), x + row, xStride, xLine, y + column, yStride, yLine, lines, count, sums + (nint)row * columns + column, columns, add);
        }
    }

    [SkipLocalsInit]
    private static void Part(
        int width, int valid, int height, float* x, nint xStride, nint xLine, float* y, nint yStride, nint yLine, int lines, int count, float* sums, nint sumStride, bool add)
    {
        float* scratch = stackalloc float[ScratchRows * Wide];
        Tile(width, height, x, xStride, xLine, y, yStride, yLine, lines, count, scratch, width, add: false);
        for (int row = 0; row < height; row++, scratch += width, sums += sumStride)
            for (int c = 0; c < valid; c++) sums[c] = add ? sums[c] + scratch[c] : scratch[c];
    }

    private static void Tile(
        int width, int height, float* x, nint xStride, nint xLine, float* y, nint yStride, nint yLine, int lines, int count, float* sums, nint sumStride, bool add)
    {
        if (width == Wide) ProductTiles.Outer32(height, ref *x, xStride, xLine, ref *y, yStride, yLine, lines, count, ref *sums, sumStride, add);
        else ProductTiles.Outer16(height, ref *x, xStride, xLine, ref *y, yStride, yLine, lines, count, ref *sums, sumStride, add);
    }
}
