using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// Distances of rows to all rows, in float32 and difference form: all of them kept where they are few enough, else computed anew for a
/// block of rows at a time.
/// </summary>
/// <param name="mostKept">Most distances to keep.</param>
internal sealed unsafe class PairDistances(int mostKept) : IChunkedWork
{
    /// <summary>Rows whose distances are computed together where not all are kept.</summary>
    private const int BlockRows = 128;

    /// <summary>Rows that a chunk compares with the same packed rows while these are in cache.</summary>
    private const int RowsPerChunk = 16;

    private readonly PinnedBuffer<float> _kept = new();
    private readonly PinnedBuffer<int> _which = new();
    private readonly ChunkScratch<float> _values = new();
    private readonly ChunkScratch<int> _owner = new();
    private WeightedRows _rows = null!;
    private float* _target;
    private int* _asked;
    private int _count;
    private int _first;
    private int _capacity;

    /// <summary>Floats from one row's distances to the next's: the rows with padding, whose distances mean nothing.</summary>
    public int Stride => _rows.PaddedCount;

    /// <summary>Takes up packed rows.</summary>
    public void Load(WeightedRows rows)
    {
        _rows = rows;
        _values.Reserve(rows.Threads, checked(RowsPerChunk * rows.PackedDimension));
        _owner.Reserve(rows.Threads, rows.PaddedCount);
        _capacity = (long)rows.Count * rows.PaddedCount <= mostKept ? rows.Count : Math.Min(rows.Count, BlockRows);
        _kept.Reserve(checked(_capacity * rows.PaddedCount));
        _which.Reserve(_capacity);
        _first = -1;
    }

    /// <summary>Forgets the rows.</summary>
    public void Release() => _rows = null!;

    /// <summary>The distances of a row to all rows, valid until the next call. Cheap where the rows are asked for in order.</summary>
    public float* Of(int row)
    {
        int first = row / _capacity * _capacity;
        if (first != _first)
        {
            int count = Math.Min(_capacity, _rows.Count - first);
            for (int i = 0; i < count; i++) _which.Pointer[i] = first + i;
            Fill(_which.Pointer, count, _kept.Pointer);
            _first = first;
        }
        return _kept.Pointer + (nint)(row - first) * Stride;
    }

    /// <summary>The distances of some rows to all rows. O(count * rows * dimension).</summary>
    /// <param name="rows">Which rows.</param>
    /// <param name="count">How many.</param>
    /// <param name="target">Receives <see cref="Stride"/> distances for each.</param>
    public void Fill(int* rows, int count, float* target)
    {
        _asked = rows;
        _target = target;
        _count = count;
        WorkerTeam.Run(this, (count + RowsPerChunk - 1) / RowsPerChunk, _rows.Threads);
        _asked = null;
        _target = null;
    }

    void IChunkedWork.Execute(int chunk)
    {
        int first = chunk * RowsPerChunk, count = Math.Min(RowsPerChunk, _count - first), dimension = _rows.PackedDimension;
        float* values = _values.Take(out int slot), target = _target + (nint)first * Stride;
        int* owner = _owner.Take(out int ownerSlot); // what Relax says beside the distance
        for (int i = 0; i < count; i++) _rows.Panels.CopyRow(_asked[first + i], values + (nint)i * dimension);
        for (int i = 0; i < count; i++) new Span<float>(target + (nint)i * Stride, Stride).Fill(float.PositiveInfinity);
        for (int panel = 0; panel < _rows.PanelCount; panel++)
            for (int i = 0; i < count; i++)
                _rows.Kernel.Relax(_rows.Panels, panel, 1, values + (nint)i * dimension, 0, target + (nint)i * Stride, owner);
        _owner.Return(ownerSlot);
        _values.Return(slot);
        _rows.Units.FromKernel(new Span<float>(target, count * Stride));
    }
}
