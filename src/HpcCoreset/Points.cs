using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HpcCoreset;

/// <summary>
/// A view over <see cref="Count"/> rows of <see cref="Dimension"/> float32 values in the caller's memory, row-major, with a stride.
/// Nothing is copied and nothing is owned.
/// </summary>
/// <remarks>
/// Row <c>i</c> starts <c>i * Stride</c> floats after the first value. Offsets are computed in native integers, so a view may span
/// more than 2^31 floats (see <see cref="PointStore"/>). Values are not read on construction; selectors reject NaN and infinity.
/// </remarks>
public readonly ref struct Points
{
    private readonly ref readonly float _first;

    /// <summary>Views <paramref name="values"/> as rows of <paramref name="dimension"/> values. O(1), allocates nothing.</summary>
    /// <param name="values">The rows, one after the other.</param>
    /// <param name="dimension">Values per row, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimension"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The number of values is not a multiple of <paramref name="dimension"/>.</exception>
    public Points(ReadOnlySpan<float> values, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (values.Length % dimension != 0)
            throw new ArgumentException(
                $"values: found {values.Length} values, which is not a whole number of rows of dimension {dimension}.", nameof(values));
        _first = ref MemoryMarshal.GetReference(values);
        Count = values.Length / dimension;
        Dimension = dimension;
        Stride = dimension;
    }

    /// <summary>Views rows that lie <paramref name="stride"/> floats apart. O(1), allocates nothing.</summary>
    /// <param name="values">The memory that holds the rows; the last row need not be padded up to the stride.</param>
    /// <param name="count">Number of rows, at least 0.</param>
    /// <param name="dimension">Values used of each row, at least 1.</param>
    /// <param name="stride">Floats from one row to the next, at least <paramref name="dimension"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <exception cref="ArgumentException"><paramref name="values"/> is too short for the rows.</exception>
    public Points(ReadOnlySpan<float> values, int count, int dimension, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, dimension);
        long needed = count == 0 ? 0 : (long)(count - 1) * stride + dimension;
        if (values.Length < needed)
            throw new ArgumentException(
                $"values: {count} rows of {dimension} at stride {stride} need {needed} values, found {values.Length}.", nameof(values));
        _first = ref MemoryMarshal.GetReference(values);
        Count = count;
        Dimension = dimension;
        Stride = stride;
    }

    /// <summary>Views memory whose size the caller vouches for; used where a span cannot be long enough.</summary>
    internal Points(ref readonly float first, int count, int dimension, nint stride, object owner)
    {
        Owner = owner;
        _first = ref first;
        Count = count;
        Dimension = dimension;
        Stride = stride;
    }

    /// <summary>
    /// What owns native memory behind the view, or null. Whoever addresses the rows by pointer keeps it alive until done: the caller may
    /// have no other reference to it.
    /// </summary>
    internal object? Owner { get; }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Values per row.</summary>
    public int Dimension { get; }

    /// <summary>Floats from the start of one row to the start of the next.</summary>
    public nint Stride { get; }

    /// <summary>Row <paramref name="index"/>, as a span over the caller's memory.</summary>
    /// <param name="index">Row number, from 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of range.</exception>
    public ReadOnlySpan<float> this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Count) ThrowRow(index, Count);
            return MemoryMarshal.CreateReadOnlySpan(in Unsafe.Add(ref Unsafe.AsRef(in _first), index * Stride), Dimension);
        }
    }

    /// <summary>The first value, for pinning: <c>fixed (float* p = points)</c>.</summary>
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public ref readonly float GetPinnableReference() => ref _first;

    private static void ThrowRow(int index, int count) =>
        throw new ArgumentOutOfRangeException(nameof(index), index, $"index: found row {index}, allowed are 0 to {count - 1}.");
}
