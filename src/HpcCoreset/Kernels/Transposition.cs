using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HpcCoreset.Kernels;

/// <summary>Rows become columns, minus an origin: eight by eight values at a time, in registers.</summary>
internal static unsafe class Transposition
{
    private const int Side = 8;

    /// <summary>Rows read side by side: their values of one column fill a line of the target, and memory is read along so many rows, not across all.</summary>
    private const int Group = 16;

    /// <summary>Values in a line of the cache.</summary>
    private const int Line = 16;

    /// <summary>target[t * pitch + i] = rows[i * stride + t] - origin[t]. O(count * columns), allocates nothing.</summary>
    /// <param name="rows">The first row.</param>
    /// <param name="stride">Floats from row to row.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="origin">Subtracted from every row: one value per column, or null.</param>
    /// <param name="target">Where to; must not overlap the rows.</param>
    /// <param name="pitch">Floats in <paramref name="target"/> from column to column.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* rows, nint stride, int count, int columns, float* origin, float* target, nint pitch)
    {
        int wholeRows = Avx.IsSupported ? count / Side * Side : 0, wholeColumns = columns / Side * Side;
        for (int first = 0; first < count; first += Group)
        {
            int end = Math.Min(first + Group, count), squares = Math.Min(end, wholeRows);
            for (int line = 0; line < wholeColumns; line += Line)
            {
                Prefetch(rows + (first + Group) * stride + line, stride);
                int lineEnd = Math.Min(line + Line, wholeColumns);
                for (int lane = first; lane < squares; lane += Side)
                    for (int t = line; t < lineEnd; t += Side)
                        Square(rows + lane * stride + t, stride, origin == null ? null : origin + t, target + t * pitch + lane, pitch);
            }
            for (int lane = first; lane < end; lane++)
            {
                float* row = rows + lane * stride;
                for (int t = lane < wholeRows ? wholeColumns : 0; t < columns; t++)
                    target[t * pitch + lane] = origin == null ? row[t] : row[t] - origin[t];
            }
        }
    }

    /// <summary>
    /// Asks for the next group's values of the same columns, also beyond the last row, where nothing comes of it: the hardware does not
    /// foresee sixteen streams that end every few kilobytes.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float* values, nint stride)
    {
        if (!Sse.IsSupported) return;
        for (int row = 0; row < Group; row++)
        {
            Sse.Prefetch0(values);
            values += stride;
        }
    }

    /// <summary>Eight rows of eight values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square(float* rows, nint stride, float* origin, float* target, nint pitch)
    {
        Vector256<float> a = Vector256.Load(rows), b = Vector256.Load(rows + stride);
        Vector256<float> c = Vector256.Load(rows + 2 * stride), d = Vector256.Load(rows + 3 * stride);
        rows += 4 * stride;
        Vector256<float> e = Vector256.Load(rows), f = Vector256.Load(rows + stride);
        Vector256<float> g = Vector256.Load(rows + 2 * stride), h = Vector256.Load(rows + 3 * stride);
        if (origin != null)
        {
            Vector256<float> o = Vector256.Load(origin);
            (a, b, c, d) = (a - o, b - o, c - o, d - o);
            (e, f, g, h) = (e - o, f - o, g - o, h - o);
        }
        // Pairs of rows, then fours within each half of a register, then both halves.
        (a, b) = (Avx.UnpackLow(a, b), Avx.UnpackHigh(a, b));
        (c, d) = (Avx.UnpackLow(c, d), Avx.UnpackHigh(c, d));
        (e, f) = (Avx.UnpackLow(e, f), Avx.UnpackHigh(e, f));
        (g, h) = (Avx.UnpackLow(g, h), Avx.UnpackHigh(g, h));
        const byte low = 0x44, high = 0xEE;
        (a, c) = (Avx.Shuffle(a, c, low), Avx.Shuffle(a, c, high));
        (b, d) = (Avx.Shuffle(b, d, low), Avx.Shuffle(b, d, high));
        (e, g) = (Avx.Shuffle(e, g, low), Avx.Shuffle(e, g, high));
        (f, h) = (Avx.Shuffle(f, h, low), Avx.Shuffle(f, h, high));
        const byte lowHalves = 0x20, highHalves = 0x31;
        Avx.Permute2x128(a, e, lowHalves).Store(target);
        Avx.Permute2x128(c, g, lowHalves).Store(target + pitch);
        Avx.Permute2x128(b, f, lowHalves).Store(target + 2 * pitch);
        Avx.Permute2x128(d, h, lowHalves).Store(target + 3 * pitch);
        target += 4 * pitch;
        Avx.Permute2x128(a, e, highHalves).Store(target);
        Avx.Permute2x128(c, g, highHalves).Store(target + pitch);
        Avx.Permute2x128(b, f, highHalves).Store(target + 2 * pitch);
        Avx.Permute2x128(d, h, highHalves).Store(target + 3 * pitch);
    }
}
