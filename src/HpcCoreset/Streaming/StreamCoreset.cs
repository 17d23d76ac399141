using System;
using HpcCoreset.Streaming;

namespace HpcCoreset;

/// <summary>
/// What a <see cref="CoresetStream"/> keeps of its rows: a view over the stream's memory, valid until its next call that changes
/// anything.
/// </summary>
/// <remarks>Reading a view after that throws <see cref="InvalidOperationException"/>. Allocates nothing.</remarks>
public readonly ref struct StreamCoreset
{
    private readonly StreamedRows _rows;
    private readonly int _version;
    private readonly double _offset;

    internal StreamCoreset(StreamedRows rows, double offset)
    {
        _rows = rows;
        _version = rows.Version;
        _offset = offset;
    }

    /// <summary>Number of rows.</summary>
    public int Count => Checked.Count;

    /// <summary>The rows themselves, as float32: rows that were appended, or centroids of such where the method makes cells.</summary>
    public Points Rows => Checked.View(0, _rows.Count);

    /// <summary>What each row stands for, in units of the weights that were appended. Never 0.</summary>
    public ReadOnlySpan<double> Weights => Checked.Weights.AsSpan(0, _rows.Count);

    /// <summary>The number of each row in its source: what was appended with it, or counted.</summary>
    public ReadOnlySpan<long> Ids => Checked.Ids.AsSpan(0, _rows.Count);

    /// <summary>A constant to add to every cost: what summaries of cells have dropped. 0 for samples.</summary>
    public double Offset
    {
        get
        {
            _ = Checked;
            return _offset;
        }
    }

    private StreamedRows Checked => _rows.Version == _version
        ? _rows
        : throw new InvalidOperationException("This is a view over the memory of a stream, which has changed since; read it again.");
}
