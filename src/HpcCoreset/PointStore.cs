using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HpcCoreset;

/// <summary>
/// Owned rows of float32 in native memory, 64-byte aligned, invisible to the garbage collector, of any size the machine has
/// (also past 2^31 values). Zero on creation.
/// </summary>
/// <remarks>
/// Dispose it when no <see cref="Points"/> view is in use any more; a finalizer frees what was forgotten, once neither the store nor a
/// view of all its rows can be reached. A row's span does not count: keep the store while you hold one. Allocates one small object;
/// the rows themselves are native memory. Reading is thread-safe, writing rows from several threads is safe for distinct rows.
/// </remarks>
public sealed unsafe class PointStore : IDisposable
{
    private const nuint Alignment = 64;

    [ThreadStatic]
    private static long s_reserved;

    private float* _first;

    /// <summary>Reserves <paramref name="count"/> rows of <paramref name="dimension"/> zeros. O(count * dimension).</summary>
    /// <param name="count">Number of rows, at least 0.</param>
    /// <param name="dimension">Values per row, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    /// <exception cref="OutOfMemoryException">The memory could not be reserved.</exception>
    public PointStore(int count, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        Count = count;
        Dimension = dimension;
        nuint bytes = checked((nuint)count * (nuint)dimension * sizeof(float));
        _first = (float*)NativeMemory.AlignedAlloc(Math.Max(bytes, Alignment), Alignment);
        NativeMemory.Clear(_first, bytes);
        s_reserved += (long)bytes;
    }

    /// <summary>Frees the rows if <see cref="Dispose"/> was forgotten.</summary>
    ~PointStore() => Free();

    /// <summary>Bytes that this thread has reserved so far: what the garbage collector's count leaves out.</summary>
    internal static long ReservedByThread => s_reserved;

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Values per row.</summary>
    public int Dimension { get; }

    /// <summary>Row <paramref name="index"/>, writable.</summary>
    /// <param name="index">Row number, from 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public Span<float> this[int index]
    {
        get
        {
            ObjectDisposedException.ThrowIf(_first == null, this);
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return new Span<float>(_first + (nint)index * Dimension, Dimension);
        }
    }

    /// <summary>All rows as a view. O(1), allocates nothing; valid until <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public Points AsPoints()
    {
        ObjectDisposedException.ThrowIf(_first == null, this);
        return new Points(in Unsafe.AsRef<byte>(_first), ElementKind.Float32, Count, Dimension, Dimension, this);
    }

    /// <summary>Frees the rows. Views of them must not be used afterwards.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_first);
        _first = null;
    }
}
