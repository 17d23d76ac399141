using System;
using System.Collections.Generic;

namespace HpcCoreset.Tool.Input;

/// <summary>Rows whose number is not known before the last one: collected in blocks, so that none of them is ever moved to grow.</summary>
/// <param name="dimension">Values per row.</param>
internal sealed class GrowingRows(int dimension) : IDisposable
{
    private const int LeastValues = 1 << 10;
    private const int MostValues = 1 << 22;

    private readonly List<PointStore> _blocks = [];
    private int _filled;

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Appends a row of zeros, to be written by the caller.</summary>
    public Span<float> Append()
    {
        if (_blocks.Count == 0 || _filled == _blocks[^1].Count)
        {
            // A block has room for as many rows as there are.
            _blocks.Add(new PointStore(Math.Clamp(Count, Math.Max(1, LeastValues / dimension), Math.Max(1, MostValues / dimension)), dimension));
            _filled = 0;
        }
        Count++;
        return _blocks[^1][_filled++];
    }

    /// <summary>Moves the rows into one store, which the caller owns; nothing is left here.</summary>
    public PointStore ToStore()
    {
        var store = new PointStore(Count, dimension);
        int row = 0;
        foreach (PointStore block in _blocks)
        {
            for (int i = 0; i < block.Count && row < Count; i++) block[i].CopyTo(store[row++]);
            block.Dispose();
        }
        Dispose();
        return store;
    }

    /// <summary>Frees the rows.</summary>
    public void Dispose()
    {
        foreach (PointStore block in _blocks) block.Dispose();
        _blocks.Clear();
        (Count, _filled) = (0, 0);
    }
}
