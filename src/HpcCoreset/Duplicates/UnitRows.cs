using System;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Duplicates;

/// <summary>The rows of one cluster: packed at length 1, in the order in which they are looked at, and as the caller has them.</summary>
internal sealed unsafe class UnitRows : IChunkedWork, IDisposable
{
    private readonly PinnedBuffer<double> _squaredNorms = new();
    private readonly ChunkScratch<float> _staged = new();
    private RowSource _rows;
    private int* _members;

    /// <summary>The packed rows.</summary>
    public RowPanels Panels { get; } = new();

    /// <summary>Number of rows.</summary>
    public int Count => Panels.Count;

    /// <summary>Floats of scratch that <see cref="Cosine"/> needs to decode rows.</summary>
    public int ScratchLength => 2 * _rows.ScratchLength;

    /// <summary>Row number of the row at a position.</summary>
    public int Row(int position) => _members[position];

    /// <summary>Packs rows. O(rows * dimension).</summary>
    /// <param name="rows">All rows, pinned until <see cref="Release"/>, none of them zero.</param>
    /// <param name="members">Row numbers.</param>
    /// <param name="count">Their number.</param>
    /// <param name="threads">Threads to use.</param>
    public void Load(RowSource rows, int* members, int count, int threads)
    {
        _rows = rows;
        _members = members;
        Panels.Reserve(count, rows.Dimension);
        _squaredNorms.Reserve(count);
        _staged.Reserve(Math.Min(threads, Panels.PanelCount), checked(RowPanels.Lanes * rows.Dimension + rows.ScratchLength));
        WorkerTeam.Run(this, Panels.PanelCount, threads);
    }

    public void Release()
    {
        _rows = default;
        _members = null;
    }

    /// <summary>The cosine of two rows, from the caller's values, in double.</summary>
    /// <param name="a">Position of one.</param>
    /// <param name="b">Position of the other.</param>
    /// <param name="vector">Room for a row in double.</param>
    /// <param name="scratch">Room for <see cref="ScratchLength"/> floats.</param>
    public double Cosine(int a, int b, double* vector, float* scratch)
    {
        RowArithmetic.Widen(_rows.Row(Row(a), scratch), 0, vector, _rows.Dimension);
        double product = RowArithmetic.Dot(vector, _rows.Row(Row(b), scratch + _rows.ScratchLength), _rows.Dimension);
        // A root of the product, so that two rows that are one, or one twice the other, have 1 exactly.
        return Math.Clamp(product / Math.Sqrt(_squaredNorms.Pointer[a] * _squaredNorms.Pointer[b]), -1, 1);
    }

    void IChunkedWork.Execute(int panel)
    {
        int dimension = _rows.Dimension;
        float* staged = _staged.Take(out int slot), decoded = staged + RowPanels.Lanes * dimension;
        int first = panel * RowPanels.Lanes, count = Panels.RowsIn(panel);
        for (int lane = 0; lane < count; lane++)
        {
            float* values = _rows.Row(Row(first + lane), decoded);
            double squaredNorm = _squaredNorms.Pointer[first + lane] = RowArithmetic.SquaredNorm(values, dimension);
            RowArithmetic.Scale(values, 0, 1 / Math.Sqrt(squaredNorm), staged + lane * dimension, dimension);
        }
        Panels.Pack(panel, staged, dimension, null);
        _staged.Return(slot);
    }

    public void Dispose() => Panels.Dispose();
}
