using System;
using System.Collections.Generic;
using HpcCoreset.Numerics;

namespace HpcCoreset.Tool.Streaming;

/// <summary>A sample of rows that go by, each subset as likely as the others: Vitter's algorithm R (ACM TOMS 11, 1985), from a seed of its own.</summary>
/// <param name="mostRows">How many rows it holds at most.</param>
/// <param name="mostValues">How many values it holds at most, of at least one row.</param>
internal sealed class RowReservoir(int mostRows, int mostValues)
{
    private const ulong Stream = 0x524F_5753_0000_0000; // apart from what samplers draw

    private readonly Philox _random = new(0, Stream);
    private readonly List<(long Number, string? Label)> _rows = [];
    private float[] _values = [];
    private int _dimension;
    private ulong _seen;

    /// <summary>How many rows it holds.</summary>
    public int Count => _rows.Count;

    /// <summary>The rows that it holds.</summary>
    public Points AsPoints() => new(_values.AsSpan(0, Count * _dimension), _dimension);

    /// <summary>The number and the label of a row.</summary>
    /// <param name="position">Which of those that it holds.</param>
    public (long Number, string? Label) this[int position] => _rows[position];

    /// <summary>Lets a row go by.</summary>
    /// <param name="row">The row; as long as all others.</param>
    /// <param name="number">Its number.</param>
    /// <param name="label">Its label, if it has one.</param>
    public void Offer(ReadOnlySpan<float> row, long number, string? label)
    {
        _dimension = row.Length;
        int room = Math.Clamp(mostValues / _dimension, 1, mostRows);
        ulong place = _seen < (ulong)room ? _seen : _random.Below(_seen + 1, _seen);
        _seen++;
        if (place >= (ulong)room) return;
        if ((int)place == Count)
        {
            _rows.Add((number, label));
            if (_values.Length < Count * _dimension) Array.Resize(ref _values, Math.Min(room, 2 * Count) * _dimension);
        }
        else _rows[(int)place] = (number, label);
        row.CopyTo(_values.AsSpan((int)place * _dimension));
    }
}
