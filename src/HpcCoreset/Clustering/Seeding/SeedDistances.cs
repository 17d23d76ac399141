using System;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>The distance of every row to its nearest seed so far, which seed that is, and the weighted sums of these distances by chunk.</summary>
/// <remarks>Chunks are those of the rows; their sums are added in index order, so no number depends on the number of threads.</remarks>
internal sealed unsafe class SeedDistances : IChunkedWork
{
    /// <summary>Bytes of packed rows that a chunk's seeds go over in turn; they stay in the first-level cache, so memory is read once for all seeds.</summary>
    private const int BlockBytes = 32 << 10;

    private readonly PinnedBuffer<float> _nearest = new();
    private readonly PinnedBuffer<int> _owner = new();
    private readonly RowMasses _masses = new();
    private WeightedRows _rows = null!;
    private float _fill;

    /// <summary>The nearest seed of each row, lowest number on ties.</summary>
    public int* Owner => _owner.Pointer;

    /// <summary>The sum of weight times distance over all rows, and whose draws are whose. Every rank calls it.</summary>
    public double AddUp() => _masses.AddUp();

    /// <summary>The rank whose row <see cref="Draw"/> finds.</summary>
    public int OwnerOf(double target) => _masses.Owner(target);

    /// <summary>Makes room for rows that are packed.</summary>
    public void Reserve(WeightedRows rows)
    {
        _rows = rows;
        _nearest.Reserve(rows.PaddedCount);
        _owner.Reserve(rows.PaddedCount);
        _masses.Reserve(rows);
    }

    /// <summary>Forgets the rows.</summary>
    public void Release()
    {
        _rows = null!;
        _masses.Release();
    }

    /// <summary>Puts every row at one distance from seed 0.</summary>
    public void Fill(float distance)
    {
        _fill = distance;
        WorkerTeam.Run(this, _rows.ChunkCount, _rows.Threads);
    }

    void IChunkedWork.Execute(int chunk)
    {
        (int panel, int panels) = _rows.ChunkPanels(chunk);
        new Span<float>(_nearest.Pointer + panel * RowPanels.Lanes, panels * RowPanels.Lanes).Fill(_fill);
        new Span<int>(_owner.Pointer + panel * RowPanels.Lanes, panels * RowPanels.Lanes).Clear();
        Sum(chunk);
    }

    /// <summary>Takes new seeds into account for the rows of a chunk.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="centres">The seeds' packed values, row-major.</param>
    /// <param name="first">The number of the first of them.</param>
    /// <param name="count">How many there are.</param>
    public void Relax(int chunk, float* centres, int first, int count)
    {
        (int panel, int panels) = _rows.ChunkPanels(chunk);
        for (int end = panel + panels; panel < end; panel += BlockPanels)
            for (int i = 0; i < count; i++) Relax(panel, Math.Min(BlockPanels, end - panel), centres + (nint)i * _rows.PackedDimension, first + i);
        Sum(chunk);
    }

    /// <summary>For the rows of a chunk: each of some trials becomes what this would be with one more seed.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="centres">The trials' seeds, row-major.</param>
    /// <param name="seed">The number that the seed gets in every trial.</param>
    /// <param name="trials">The trials.</param>
    public void Try(int chunk, float* centres, int seed, ReadOnlySpan<SeedDistances> trials)
    {
        (int panel, int panels) = _rows.ChunkPanels(chunk);
        for (int end = panel + panels; panel < end; panel += BlockPanels)
        {
            int count = Math.Min(BlockPanels, end - panel), row = panel * RowPanels.Lanes, rows = count * RowPanels.Lanes;
            for (int i = 0; i < trials.Length; i++)
            {
                new Span<float>(_nearest.Pointer + row, rows).CopyTo(new Span<float>(trials[i]._nearest.Pointer + row, rows));
                new Span<int>(_owner.Pointer + row, rows).CopyTo(new Span<int>(trials[i]._owner.Pointer + row, rows));
                trials[i].Relax(panel, count, centres + (nint)i * _rows.PackedDimension, seed);
            }
        }
        foreach (SeedDistances trial in trials) trial.Sum(chunk);
    }

    /// <summary>The distance of a row to its nearest seed.</summary>
    public float Nearest(int row) => _nearest.Pointer[row];

    /// <summary>The row at which the running sum of weight times distance passes <paramref name="target"/>.</summary>
    public int Draw(double target) => _masses.Draw(target, new Mass(_rows, _nearest.Pointer));

    private int BlockPanels => Math.Clamp(BlockBytes / (RowPanels.Lanes * sizeof(float) * _rows.PackedDimension), 1, RowPanels.ChunkPanels);

    private void Relax(int panel, int panels, float* centre, int seed) =>
        _rows.Kernel.Relax(_rows.Panels, panel, panels, centre, seed, _nearest.Pointer, _owner.Pointer);

    private void Sum(int chunk)
    {
        (int first, int count) = _rows.Chunk(chunk);
        _masses.Sums[chunk] = _rows.Sum(first, count, _nearest.Pointer);
    }

    private readonly struct Mass(WeightedRows rows, float* nearest) : IRowMass
    {
        public double this[int row] => rows.Mass(row, nearest[row]);
    }
}
