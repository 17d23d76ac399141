using System;

namespace HpcCoreset.Numerics;

/// <summary>
/// Memory of a workspace that kernels may address by pointer: a managed array on the pinned heap, 64-byte aligned, grown on demand,
/// reused from call to call. A stale view of it is wrong but never unsafe.
/// </summary>
/// <typeparam name="T">A type without references.</typeparam>
internal sealed unsafe class PinnedBuffer<T>
    where T : unmanaged
{
    private const int Alignment = 64;
    private T[] _array = [];
    private int _start;

    /// <summary>The first value; null before the first <see cref="Reserve"/>.</summary>
    public T* Pointer { get; private set; }

    /// <summary>Makes room for <paramref name="length"/> values, whose content is undefined; allocates only when it outgrows every earlier length.</summary>
    /// <returns>The first value.</returns>
    public T* Reserve(int length)
    {
        if (Pointer != null && length <= _array.Length - _start) return Pointer;
        int slack = Alignment / sizeof(T);
        _array = GC.AllocateUninitializedArray<T>(checked(length + slack), pinned: true);
        fixed (T* first = _array)
        {
            nuint misaligned = (nuint)first % Alignment;
            _start = misaligned == 0 ? 0 : (int)((Alignment - misaligned) / (nuint)sizeof(T));
            Pointer = first + _start;
        }
        return Pointer;
    }

    /// <summary>The first <paramref name="length"/> values.</summary>
    public Span<T> Span(int length) => _array.AsSpan(_start, length);
}
