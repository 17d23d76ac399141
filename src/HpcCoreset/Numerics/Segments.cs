using System;

namespace HpcCoreset.Numerics;

/// <summary>
/// Rows cut into a few long stretches, each of which sums into a table of its own. Their number depends on the rows and on the cells of
/// the table only, so threads cannot change a sum.
/// </summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Cells">Cells of a table: with more than a few of them for every row, clearing and adding up tables would be the work.</param>
internal readonly record struct Segments(int Rows, int Cells)
{
    private const int Most = 16;
    private const int RowsPerCell = 4;
    private const int Alignment = 64;

    /// <summary>How many there are.</summary>
    public int Count { get; } = (int)Math.Clamp(Rows / ((long)RowsPerCell * Cells), 1, Most);

    /// <summary>The first row of one, a multiple of 64; of number <see cref="Count"/>, the number of rows.</summary>
    public int Start(int segment) => segment == Count ? Rows : (int)((long)Rows * segment / Count) / Alignment * Alignment;
}
