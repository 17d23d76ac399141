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
    private readonly PinnedBuffer<double> _chunkSums = new();
    private WeightedRows _rows = null!;
    private float _fill;

    /// <summary>The nearest seed of each row, lowest number on ties.</summary>
    public int* Owner => _owner.Pointer;

    /// <summary>The sum of weight times distance over all rows.</summary>
    public double Total
    {
        get
        {
            double total = 0;
            for (int chunk = 0; chunk < _rows.ChunkCount; chunk++) total += _chunkSums.Pointer[chunk];
            return total;
        }
    }

    /// <summary>Makes room for rows that are packed.</summary>
    public void Reserve(WeightedRows rows)
    {
        _rows = rows;
        _nearest.Reserve(rows.PaddedCount);
        _owner.Reserve(rows.PaddedCount);
        _chunkSums.Reserve(rows.ChunkCount);
    }

    /// <summary>Forgets the rows.</summary>
    public void Release() => _rows = null!;

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
    public int Draw(double target)
    {
        // Rounding may leave the target beyond the end of the last chunk or row that has any mass; then that one is meant.
        (int chunk, double before) = (0, 0);
        for (int c = 0; c < _rows.ChunkCount; c++)
        {
            if (!(_chunkSums.Pointer[c] > 0)) continue;
            chunk = c;
            if (before + _chunkSums.Pointer[c] > target) break;
            before += _chunkSums.Pointer[c];
        }
        (int first, int count) = _rows.Chunk(chunk);
        int drawn = first;
        for (int row = first; row < first + count; row++)
        {
            double mass = _rows.Mass(row, _nearest.Pointer[row]);
            if (!(mass > 0)) continue;
            drawn = row;
            before += mass;
            if (before > target) break;
        }
        return drawn;
    }

    private int BlockPanels => Math.Clamp(BlockBytes / (RowPanels.Lanes * sizeof(float) * _rows.PackedDimension), 1, RowPanels.ChunkPanels);

    private void Relax(int panel, int panels, float* centre, int seed) =>
        _rows.Kernel.Relax(_rows.Panels, panel, panels, centre, seed, _nearest.Pointer, _owner.Pointer);

    private void Sum(int chunk)
    {
        (int first, int count) = _rows.Chunk(chunk);
        _chunkSums.Pointer[chunk] = _rows.Sum(first, count, _nearest.Pointer);
    }
}
