using System;

namespace HpcCoreset.Numerics;

/// <summary>
/// A binary max-heap of candidates, ordered by bound descending and index ascending, so that the top is one definite candidate
/// whatever the order of the insertions.
/// </summary>
/// <remarks>Owns its array and keeps it: allocates only when it outgrows every earlier content. Bounds must not be NaN.</remarks>
internal sealed class IndexedHeap
{
    private Entry[] _entries = [];

    /// <summary>Number of candidates.</summary>
    public int Count { get; private set; }

    /// <summary>The largest bound. O(1); there must be a candidate.</summary>
    public double PeekKey => _entries[0].Bound;

    /// <summary>The index of the top candidate. O(1); there must be one.</summary>
    public int PeekIndex => _entries[0].Index;

    /// <summary>Makes room for a number of candidates. Allocates only if it outgrows every earlier one.</summary>
    public void Reserve(int capacity)
    {
        if (capacity > _entries.Length) Array.Resize(ref _entries, capacity);
    }

    /// <summary>Removes every candidate. O(1).</summary>
    public void Clear() => Count = 0;

    /// <summary>Replaces the content by candidates 0 to n - 1 with the given bounds. O(n).</summary>
    public void Rebuild(ReadOnlySpan<double> bounds)
    {
        Reserve(bounds.Length);
        Count = bounds.Length;
        for (int i = 0; i < bounds.Length; i++) _entries[i] = new Entry(bounds[i], i);
        for (int i = Count / 2 - 1; i >= 0; i--) SiftDown(i, _entries[i]);
    }

    /// <summary>Adds a candidate. O(log n).</summary>
    public void Push(double bound, int index)
    {
        if (Count == _entries.Length) Reserve(Math.Max(16, checked(Count * 2)));
        var entry = new Entry(bound, index);
        int hole = Count++;
        while (hole > 0)
        {
            int parent = (hole - 1) / 2;
            if (!entry.Precedes(_entries[parent])) break;
            _entries[hole] = _entries[parent];
            hole = parent;
        }
        _entries[hole] = entry;
    }

    /// <summary>Removes the top candidate and returns its index. O(log n); there must be one.</summary>
    public int PopTop()
    {
        int top = _entries[0].Index;
        if (--Count > 0) SiftDown(0, _entries[Count]);
        return top;
    }

    private void SiftDown(int hole, Entry entry)
    {
        for (int child; (child = 2 * hole + 1) < Count; hole = child)
        {
            if (child + 1 < Count && _entries[child + 1].Precedes(_entries[child])) child++;
            if (!_entries[child].Precedes(entry)) break;
            _entries[hole] = _entries[child];
        }
        _entries[hole] = entry;
    }

    private readonly struct Entry(double bound, int index)
    {
        public readonly double Bound = bound;
        public readonly int Index = index;

        public bool Precedes(in Entry other) => Bound > other.Bound || (Bound == other.Bound && Index < other.Index);
    }
}
