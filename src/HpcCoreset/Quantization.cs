using System;
using System.Numerics.Tensors;

namespace HpcCoreset;

/// <summary>Rounds rows to the narrow kinds that <see cref="Points"/> can view. Into the caller's memory: allocates nothing.</summary>
/// <remarks>For float16, <c>TensorPrimitives.ConvertToHalf</c> is all it takes.</remarks>
public static unsafe class Quantization
{
    /// <summary>The largest magnitude that is used of a signed byte.</summary>
    private const int Steps = 127;

    /// <summary>The smallest normal number: below it scales would lose digits.</summary>
    private const float SmallestScale = 1.17549435e-38f;

    private const int Block = 512;

    /// <summary>
    /// Signed bytes with a scale per row, its largest magnitude over 127: for <see cref="Points(ReadOnlySpan{sbyte}, ReadOnlySpan{float}, int)"/>.
    /// O(rows * dimension).
    /// </summary>
    /// <remarks>
    /// A value and its decoded one differ by at most half the row's scale, and by the rounding of their product to float32, which is less
    /// than a 100,000th of it.
    /// </remarks>
    /// <param name="points">The rows: finite values.</param>
    /// <param name="values">Receives the bytes, row after row: at least <c>Count * Dimension</c>.</param>
    /// <param name="scales">Receives the scales: at least one per row.</param>
    /// <exception cref="ArgumentException">A span is too short, or a value is not finite.</exception>
    public static void ToInt8(scoped Points points, Span<sbyte> values, Span<float> scales)
    {
        RequireLength(nameof(values), values.Length, (long)points.Count * points.Dimension);
        RequireLength(nameof(scales), scales.Length, points.Count);
        RowValidation.CheckRows(points, rejectZeroRows: false, nameof(points));
        Span<float> block = stackalloc float[Block];
        fixed (byte* first = &points.FirstByte)
        fixed (float* rowScales = &points.FirstScale, decoded = block)
        {
            RowSource rows = points.Source(first, rowScales);
            for (int row = 0; row < rows.Count; row++)
            {
                float largest = 0;
                for (int column = 0; column < rows.Dimension; column += Block)
                    largest = Math.Max(largest, Math.Abs(TensorPrimitives.MaxMagnitude<float>(Read(rows, row, column, decoded))));
                scales[row] = largest == 0 ? 1 : Math.Max(largest / Steps, SmallestScale);
                Span<sbyte> target = values.Slice(row * rows.Dimension, rows.Dimension);
                for (int column = 0; column < rows.Dimension; column += Block)
                {
                    ReadOnlySpan<float> part = Read(rows, row, column, decoded);
                    for (int t = 0; t < part.Length; t++) target[column + t] = (sbyte)Math.Round(part[t] / (double)scales[row]);
                }
            }
        }
    }

    /// <summary>One bit per value, set where it is above 0: for <see cref="Points.FromBits(ReadOnlySpan{byte}, int)"/>. O(rows * dimension).</summary>
    /// <remarks>
    /// Of two rows in random directions at an angle a, a share a / pi of the bits differs on average (Goemans, Williamson, J. ACM 42,
    /// 1995; Charikar, STOC 2002); lengths are lost. Rows should have been centred: bits that all rows share tell nothing.
    /// </remarks>
    /// <param name="points">The rows: finite values.</param>
    /// <param name="bits">Receives the bits: at least <c>(Dimension + 7) / 8</c> bytes per row, row after row.</param>
    /// <exception cref="ArgumentException"><paramref name="bits"/> is too short, or a value is not finite.</exception>
    public static void ToSigns(scoped Points points, Span<byte> bits)
    {
        int bytes = RowSource.BytesOf(points.Dimension);
        RequireLength(nameof(bits), bits.Length, (long)points.Count * bytes);
        RowValidation.CheckRows(points, rejectZeroRows: false, nameof(points));
        Span<float> block = stackalloc float[Block];
        fixed (byte* first = &points.FirstByte)
        fixed (float* rowScales = &points.FirstScale, decoded = block)
        {
            RowSource rows = points.Source(first, rowScales);
            for (int row = 0; row < rows.Count; row++)
            {
                Span<byte> target = bits.Slice(row * bytes, bytes);
                target.Clear();
                for (int column = 0; column < rows.Dimension; column += Block)
                {
                    ReadOnlySpan<float> part = Read(rows, row, column, decoded);
                    for (int t = 0; t < part.Length; t++)
                        if (part[t] > 0) target[(column + t) / 8] |= (byte)(1 << t % 8); // blocks are whole bytes
                }
            }
        }
    }

    private static ReadOnlySpan<float> Read(RowSource rows, int row, int column, float* decoded)
    {
        int count = Math.Min(Block, rows.Dimension - column);
        return new ReadOnlySpan<float>(rows.Values(row, column, count, decoded), count);
    }

    private static void RequireLength(string argument, int found, long needed)
    {
        if (found < needed) throw new ArgumentException($"{argument}: found length {found}; the rows need {needed}.", argument);
    }
}
