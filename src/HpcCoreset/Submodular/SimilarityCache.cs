using System;
using System.Runtime.CompilerServices;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;
using HpcCoreset.Runtime;

namespace HpcCoreset.Submodular;

/// <summary>
/// Remembers the similarities of candidates that were refreshed once, first come first kept, under a budget of bytes: lazy evaluation
/// comes back to few candidates, and reading a float32 costs less than d multiply-adds.
/// </summary>
internal sealed unsafe class SimilarityCache
{
    private readonly PinnedBuffer<float> _columns = new();
    private readonly PinnedBuffer<int> _slots = new();
    private int _paddedCount;
    private int _capacity;
    private int _admitted;
    private int _filled;

    /// <summary>Forgets everything and sizes the cache for rows of a shape. Allocates when the shape outgrows every earlier one.</summary>
    public void Reset(int candidates, int paddedCount, long bytes)
    {
        _paddedCount = paddedCount;
        _capacity = (int)Math.Min(candidates, Math.Min(bytes / (sizeof(float) * (long)paddedCount), Array.MaxLength / paddedCount - 1));
        (_admitted, _filled) = (0, 0);
        _columns.Reserve(_capacity * paddedCount);
        _slots.Reserve(candidates);
        _slots.Span(candidates).Fill(-1);
    }

    /// <summary>Gives a candidate a place if there is one left.</summary>
    public void Admit(int candidate)
    {
        if (_slots.Pointer[candidate] < 0 && _admitted < _capacity) _slots.Pointer[candidate] = _admitted++;
    }

    /// <summary>Says that every admitted candidate's similarities are written.</summary>
    public void CommitAdmitted() => _filled = _admitted;

    /// <summary>A candidate's similarities, one per padded row; null if it has no place.</summary>
    public float* Column(int candidate) =>
        _slots.Pointer[candidate] < 0 ? null : _columns.Pointer + (nint)_slots.Pointer[candidate] * _paddedCount;

    /// <summary>Whether a candidate's similarities are already written.</summary>
    public bool IsFilled(int candidate) => _slots.Pointer[candidate] < _filled;

    /// <summary>Adds the gains over panels [first, first + count) from remembered similarities to eight sums, as the tiles would.</summary>
    public static void Gain(float* column, int first, int count, Coverage coverage, double* sums)
    {
        for (int panel = first; panel < first + count; panel++)
        {
            int row = panel * RowPanels.Lanes;
            TileSteps.CoverPanel(
                ref Unsafe.AsRef<float>(column + row), ref Unsafe.AsRef<float>(coverage.Lowered + row),
                ref Unsafe.AsRef<float>(coverage.Weights + row), ref Unsafe.AsRef<double>(sums));
        }
    }
}
