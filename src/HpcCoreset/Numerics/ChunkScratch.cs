using System;
using System.Threading;

namespace HpcCoreset.Numerics;

/// <summary>
/// Scratch for as many chunks as can run at once. Not the threads' own: a thread that had no chunk in the first call may have one in the
/// second, which must not allocate.
/// </summary>
/// <typeparam name="T">A type without references.</typeparam>
internal sealed unsafe class ChunkScratch<T>
    where T : unmanaged
{
    private readonly PinnedBuffer<T> _values = new();
    private readonly PinnedBuffer<int> _taken = new();
    private int _slots;
    private int _length;

    /// <summary>Makes room, before chunks run; allocates only when it outgrows every earlier size.</summary>
    /// <param name="slots">Most chunks that run at once.</param>
    /// <param name="length">Values that each needs; 0 if none.</param>
    public void Reserve(int slots, int length)
    {
        (_slots, _length) = (slots, length);
        new Span<int>(_taken.Reserve(slots), slots).Clear();
        if (length > 0) _values.Reserve(checked(slots * length));
    }

    /// <summary>Most chunks that run at once.</summary>
    public int Slots => _slots;

    /// <summary>A part of the scratch that no other chunk has. There are as many as chunks that run, so one is free, or just being freed.</summary>
    /// <param name="slot">Its number, to <see cref="Return"/> it by at the chunk's end.</param>
    /// <returns>Its first value; null if no scratch is needed.</returns>
    public T* Take(out int slot)
    {
        slot = 0;
        if (_length == 0) return null;
        while (Interlocked.Exchange(ref _taken.Pointer[slot], 1) != 0) slot = (slot + 1) % _slots;
        return _values.Pointer + (nint)slot * _length;
    }

    /// <summary>Gives a part back.</summary>
    public void Return(int slot) => Volatile.Write(ref _taken.Pointer[slot], 0);
}
