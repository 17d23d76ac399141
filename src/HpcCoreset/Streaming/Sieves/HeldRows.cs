using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Streaming;

/// <summary>The rows that some sieve holds, each once: it goes when the last sieve lets go of it, and its place is taken by the next.</summary>
internal sealed unsafe class HeldRows
{
    private PinnedBuffer<float> _values = new();
    private long[] _ids = [];
    private int[] _holders = [];
    private int[] _free = [];
    private int _freeCount;
    private int _dimension;
    private int _more;

    /// <summary>Places, taken or not.</summary>
    public int Capacity => _ids.Length;

    /// <summary>Places that are taken.</summary>
    public int Count => Capacity - _freeCount;

    /// <summary>All places, one after the other, and those behind them; what is in those not taken is of no meaning.</summary>
    public RowSource Rows => new(_values.Pointer, Capacity + _more, _dimension, _dimension);

    /// <summary>Whether a place is taken.</summary>
    public bool IsTaken(int place) => _holders[place] > 0;

    /// <summary>The number of the row in a place.</summary>
    public long Id(int place) => _ids[place];

    /// <summary>Starts with as many places as is usual. Half as many again are added whenever none is left.</summary>
    /// <param name="capacity">Places.</param>
    /// <param name="more">Rows for which there is room behind the places, for whoever wants to look at both together.</param>
    /// <param name="dimension">Values per row.</param>
    public void Start(int capacity, int more, int dimension)
    {
        (_dimension, _more) = (dimension, more);
        Grow(capacity);
    }

    /// <summary>Puts a row into a place, held by one.</summary>
    public int Add(float* row, long id)
    {
        if (_freeCount == 0) Grow(checked(Capacity + Capacity / 2 + 1));
        int place = _free[--_freeCount];
        new ReadOnlySpan<float>(row, _dimension).CopyTo(Row(place));
        (_ids[place], _holders[place]) = (id, 1);
        return place;
    }

    /// <summary>Says that one more holds it.</summary>
    public void Hold(int place) => _holders[place]++;

    /// <summary>Says that one fewer holds it.</summary>
    public void LetGo(int place)
    {
        if (--_holders[place] == 0) _free[_freeCount++] = place;
    }

    /// <summary>The row in a place, or behind them.</summary>
    public Span<float> Row(int place) => new(_values.Pointer + (nint)place * _dimension, _dimension);

    private void Grow(int capacity)
    {
        int before = Capacity;
        var values = new PinnedBuffer<float>();
        values.Reserve(checked((capacity + _more) * _dimension));
        values.Span((capacity + _more) * _dimension).Clear();
        _values.Span(before * _dimension).CopyTo(values.Span(before * _dimension));
        _values = values;
        Array.Resize(ref _ids, capacity);
        Array.Resize(ref _holders, capacity);
        Array.Resize(ref _free, capacity);
        for (int place = capacity - 1; place >= before; place--) _free[_freeCount++] = place;
    }
}
