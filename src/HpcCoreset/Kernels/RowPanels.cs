using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HpcCoreset.Kernels;

/// <summary>
/// Rows packed for the kernels: panels of 64 rows, each stored <c>[dimension][64]</c>, so that 64 neighbouring rows lie side by side in
/// SIMD lanes. Native memory, 64-byte aligned, zero-padded to a whole panel, reused from call to call.
/// </summary>
/// <remarks>
/// Every pass broadcasts a centre or candidate against these lanes, so one pair's sum runs over the dimensions in order in a single
/// lane: tile shape, vector width and thread count cannot change a bit.
/// </remarks>
internal sealed unsafe class RowPanels : IDisposable
{
    /// <summary>Rows in a panel: four 512-bit registers.</summary>
    public const int Lanes = 64;

    /// <summary>Panels in a chunk, the unit of parallel work and of fixed-order sums: 1,024 rows.</summary>
    public const int ChunkPanels = 16;

    /// <summary>Rows in a chunk.</summary>
    public const int ChunkRows = Lanes * ChunkPanels;

    private const nuint Alignment = 64;
    private float* _values;
    private nuint _capacity;
    private bool _disposed;

    ~RowPanels() => Free();

    public int Count { get; private set; }

    public int Dimension { get; private set; }

    /// <summary>Number of panels, the last of which may be padded.</summary>
    public int PanelCount => PanelsOf(Count);

    /// <summary>Number of rows with padding: a whole number of panels. Buffers beside the panels have this length.</summary>
    public int PaddedCount => checked(PanelCount * Lanes);

    /// <summary>Number of chunks of <see cref="ChunkPanels"/> panels.</summary>
    public int ChunkCount => ChunksOf(Count);

    /// <summary>Number of panels that so many rows take.</summary>
    public static int PanelsOf(int rows) => (int)(((long)rows + Lanes - 1) / Lanes);

    /// <summary>Number of chunks that so many rows take.</summary>
    public static int ChunksOf(int rows) => (int)(((long)rows + ChunkRows - 1) / ChunkRows);

    /// <summary>The first value of panel <paramref name="panel"/>.</summary>
    public float* Panel(int panel) => _values + (nint)panel * Lanes * Dimension;

    /// <summary>Makes room for rows of a shape; allocates only when the shape outgrows every earlier one.</summary>
    /// <exception cref="ObjectDisposedException">The panels, and with them their selector, were disposed.</exception>
    public void Reserve(int count, int dimension)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Count = count;
        Dimension = dimension;
        nuint needed = checked((nuint)PaddedCount * (nuint)dimension);
        if (needed <= _capacity) return;
        Free();
        _values = (float*)NativeMemory.AlignedAlloc(checked(needed * sizeof(float)), Alignment);
        _capacity = needed;
    }

    /// <summary>
    /// Packs one panel of rows, minus <paramref name="origin"/>. Runs in one thread; distinct panels may be packed
    /// at the same time.
    /// </summary>
    /// <param name="panel">Panel number.</param>
    /// <param name="rows">The panel's first row.</param>
    /// <param name="stride">Floats from row to row.</param>
    /// <param name="origin">Subtracted from every row: <see cref="Dimension"/> values, or null.</param>
    public void Pack(int panel, float* rows, nint stride, float* origin)
    {
        int filled = RowsIn(panel);
        if (filled < Lanes) NativeMemory.Clear(Panel(panel), (nuint)Dimension * Lanes * sizeof(float));
        Transposition.Run(rows, stride, filled, Dimension, origin, Panel(panel), Lanes);
    }

    /// <summary>Number of rows in a panel without the padding.</summary>
    public int RowsIn(int panel) => Math.Min(Lanes, Count - panel * Lanes);

    /// <summary>Copies the packed rows of a panel out of their lanes, row-major, to be broadcast.</summary>
    public void CopyRows(int panel, float* target) =>
        Transposition.Run(Panel(panel), Lanes, Dimension, RowsIn(panel), null, target, Dimension);

    /// <summary>Copies packed row <paramref name="index"/> out of its lane, to be broadcast.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CopyRow(int index, float* target)
    {
        float* lane = Panel(index / Lanes) + index % Lanes;
        for (int t = 0; t < Dimension; t++) target[t] = lane[(nint)t * Lanes];
    }

    public void Dispose()
    {
        Free();
        _disposed = true;
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_values);
        _values = null;
        _capacity = 0;
    }
}
