using System;
using System.Collections.Generic;

namespace HpcCoreset.Tool.Input;

/// <summary>Rows whose number is not known before the last one: collected in blocks, so that none of them is ever moved to grow.</summary>
/// <param name="dimension">Values per row.</param>
internal sealed class GrowingRows(int dimension) : IDisposable
{
    private const int BlockValues = 1 << 22;
    private readonly int _blockRows = Math.Max(1, BlockValues / dimension);
    private readonly List<PointStore> _blocks = [];
    private int _count;

    /// <summary>Appends a row of zeros, to be written by the caller.</summary>
    public Span<float> Append()
    {
        int row = _count++ % _blockRows;
        if (row == 0) _blocks.Add(new PointStore(_blockRows, dimension));
        return _blocks[^1][row];
    }

    /// <summary>Moves the rows into one store, which the caller owns; nothing is left here.</summary>
    public PointStore ToStore()
    {
        var store = new PointStore(_count, dimension);
        for (int row = 0; row < _count; row++)
        {
            _blocks[row / _blockRows][row % _blockRows].CopyTo(store[row]);
            if ((row + 1) % _blockRows == 0) _blocks[row / _blockRows].Dispose();
        }
        Dispose();
        return store;
    }

    /// <summary>Frees the rows.</summary>
    public void Dispose()
    {
        foreach (PointStore block in _blocks) block.Dispose();
        _blocks.Clear();
        _count = 0;
    }
}
