using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training.Networks;

/// <summary>
/// The right factor of a product, [steps][columns], cut into panels of 32 columns, or of 16 where no more are left, each [steps][32 or 16].
/// Columns beyond the last are 0.
/// </summary>
/// <param name="steps">Rows of the matrix: terms of each sum.</param>
/// <param name="columns">Columns of the matrix: sums per row of the left factor.</param>
internal sealed unsafe class WeightPanels(int steps, int columns)
{
    private const int Wide = 32;
    private const int Narrow = 16;
    private const int ScratchRows = 16;

    private readonly PinnedBuffer<float> _values = new();
    private readonly int _length = checked((int)((columns + Wide - 1L) / Wide * Wide * steps));

    /// <summary>Number of panels.</summary>
    public int Count { get; } = (columns + Wide - 1) / Wide;

    /// <summary>Makes room; a panel that is packed in part must have been cleared.</summary>
    public void Reserve()
    {
        if (_values.Pointer != null) return;
        _values.Reserve(_length);
        _values.Span(_length).Clear();
    }

    /// <summary>Packs rows of one panel from a matrix that lies row by row.</summary>
    /// <param name="panel">Which panel.</param>
    /// <param name="step">The first of the rows.</param>
    /// <param name="matrix">The first value of that row; rows follow each other without a gap.</param>
    /// <param name="count">How many rows.</param>
    public void Pack(int panel, int step, float* matrix, int count)
    {
        int width = Width(panel), valid = Valid(panel);
        float* target = Panel(panel) + (nint)step * width;
        matrix += panel * Wide;
        for (int row = 0; row < count; row++, matrix += columns, target += width)
            new ReadOnlySpan<float>(matrix, valid).CopyTo(new Span<float>(target, valid));
    }

    /// <summary>Packs rows of one panel from the transposed matrix: its rows are our columns.</summary>
    /// <param name="panel">Which panel.</param>
    /// <param name="step">The first of our rows.</param>
    /// <param name="matrix">The value that becomes column 0 of that row.</param>
    /// <param name="stride">Values from one of our columns to the next.</param>
    /// <param name="count">How many rows.</param>
    public void PackTransposed(int panel, int step, float* matrix, nint stride, int count)
    {
        int width = Width(panel);
        Transposition.Run(matrix + panel * Wide * stride, stride, Valid(panel), count, null, Panel(panel) + (nint)step * width, width);
    }

    /// <summary>Columns of all panels.</summary>
    public int PaddedColumns => Count == 0 ? 0 : (Count - 1) * Wide + Width(Count - 1);

    /// <summary>target[r][c] = sum over steps of rows times panels, the columns beyond the last included: <see cref="PaddedColumns"/> per row.</summary>
    public void MultiplyPadded(int count, float* rows, nint rowStride, float* target)
    {
        for (int panel = 0; panel < Count; panel++) Multiply(panel, count, rows, rowStride, 1, 0, steps, null, 0, target + panel * Wide, PaddedColumns);
    }

    /// <summary>
    /// target[r][c] = start[r][c] + sum over taps and steps of rows times panels, for <paramref name="count"/> rows and all columns;
    /// <see cref="ProductTiles"/> says how the rows lie.
    /// </summary>
    /// <param name="count">Rows of the left factor.</param>
    /// <param name="rows">The left factor.</param>
    /// <param name="rowStride">From row to row.</param>
    /// <param name="taps">Pieces of a row.</param>
    /// <param name="tapStride">From piece to piece.</param>
    /// <param name="start">What is added: the target to add to it, biases with a stride of 0, or null for nothing.</param>
    /// <param name="startStride">From row to row of <paramref name="start"/>.</param>
    /// <param name="target">Where to.</param>
    /// <param name="targetStride">From row to row.</param>
    public void Multiply(int count, float* rows, nint rowStride, int taps, nint tapStride, float* start, nint startStride, float* target, nint targetStride)
    {
        nint length = steps / taps;
        for (int panel = 0; panel < Count; panel++, target += Wide)
        {
            float* begin = start == null ? null : start + panel * Wide;
            if (Valid(panel) == Width(panel))
                Multiply(panel, count, rows, rowStride, taps, tapStride, length, begin, startStride, target, targetStride);
            else
                for (int row = 0; row < count; row += ScratchRows)
                    MultiplyPart(
                        panel, Math.Min(ScratchRows, count - row), rows + row * rowStride, rowStride, taps, tapStride, length,
                        begin == null ? null : begin + row * startStride, startStride, target + row * targetStride, targetStride);
        }
    }

    private void Multiply(
        int panel, int count, float* rows, nint rowStride, int taps, nint tapStride, nint length, float* start, nint startStride, float* target, nint targetStride)
    {
        ref float weights = ref *Panel(panel), begin = ref *start;
        if (Width(panel) == Wide)
            ProductTiles.Multiply32(count, ref *rows, rowStride, taps, tapStride, length, ref weights, ref begin, startStride, ref *target, targetStride, start != null);
        else
            ProductTiles.Multiply16(count, ref *rows, rowStride, taps, tapStride, length, ref weights, ref begin, startStride, ref *target, targetStride, start != null);
    }

    /// <summary>
    /// A panel that is wider than what is left of the columns: by way of scratch, because a tile writes all of its columns. Rows are copied by
    /// whole registers, in order, as long as what they write too much is written again by the next rows: where nothing lies between rows, and no
    /// panel before this one.
    /// </summary>
    [SkipLocalsInit]
    private void MultiplyPart(
        int panel, int count, float* rows, nint rowStride, int taps, nint tapStride, nint length, float* start, nint startStride, float* target, nint targetStride)
    {
        float* scratch = stackalloc float[ScratchRows * Wide], bias = stackalloc float[Wide];
        int width = Width(panel), valid = Valid(panel), row = 0;
        bool isBiased = start != null && startStride == 0;
        if (isBiased)
        {
            new Span<float>(bias, width).Clear();
            new ReadOnlySpan<float>(start, valid).CopyTo(new Span<float>(bias, valid));
        }
        Multiply(panel, count, rows, rowStride, taps, tapStride, length, isBiased ? bias : null, 0, scratch, width);
        if ((start == null || isBiased) && Count == 1 && targetStride == columns)
            for (nint last = (count - 1) * targetStride + valid - width; row * targetStride <= last; row++)
                for (int c = 0; c < width; c += Vector256<float>.Count)
                    Vector256.Load(scratch + row * width + c).Store(target + row * targetStride + c);
        for (; row < count; row++)
            for (int c = 0; c < valid; c++)
                target[row * targetStride + c] = start == null || isBiased ? scratch[row * width + c] : start[row * startStride + c] + scratch[row * width + c];
    }

    private float* Panel(int panel) => _values.Pointer + (nint)panel * Wide * steps;

    private int Valid(int panel) => Math.Min(Wide, columns - panel * Wide);

    private int Width(int panel) => Valid(panel) <= Narrow ? Narrow : Wide;
}
