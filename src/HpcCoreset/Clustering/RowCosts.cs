using System.Runtime.CompilerServices;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// The distance of every row to its own centre, in double, in difference form, from the original rows (or what the kernel of another
/// metric says, in float32): what probabilities, costs and reports are made of.
/// </summary>
internal sealed unsafe class RowCosts : IChunkedWork
{
    /// <summary>How many rows ahead memory is asked for.</summary>
    private const int Ahead = 16;

    private readonly PinnedBuffer<double> _costs = new();
    private readonly PinnedBuffer<double> _chunkSums = new();
    private readonly PinnedBuffer<float> _rounded = new();
    private WeightedRows _rows = null!;
    private int* _owner;
    private double* _centres;

    /// <summary>One per row, not weighted.</summary>
    public double* Costs => _costs.Pointer;

    /// <summary>Makes room for up to <paramref name="clusters"/> clusters, so that no later run of this shape allocates.</summary>
    public void Reserve(WeightedRows rows, int clusters)
    {
        _costs.Reserve(rows.Count);
        _chunkSums.Reserve(rows.ChunkCount);
        if (rows.CostsAreTheKernels) _rounded.Reserve(checked(clusters * rows.Dimension));
    }

    /// <summary>Computes the costs. O(rows * dimension).</summary>
    /// <returns>Their weighted sum, over fixed chunks of rows in index order.</returns>
    public double Run(WeightedRows rows, int* owner, double* centres, int clusters)
    {
        _rows = rows;
        _owner = owner;
        _centres = centres;
        Reserve(rows, clusters);
        if (rows.CostsAreTheKernels)
            for (int i = 0; i < clusters * rows.Dimension; i++) _rounded.Pointer[i] = (float)centres[i];
        WorkerTeam.Run(this, rows.ChunkCount, rows.Threads);
        _rows = null!;
        return rows.Ranks.SumInOrder(_chunkSums.Pointer, rows.ChunkCount);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void IChunkedWork.Execute(int chunk)
    {
        (int first, int count) = _rows.Chunk(chunk);
        float* scratch = _rows.TakeScratch(out int slot);
        for (int row = first; row < first + count; row++)
        {
            _rows.Prefetch(row + Ahead);
            nint centre = (nint)_owner[row] * _rows.Dimension;
            Costs[row] = _rows.CostsAreTheKernels
                ? _rows.Kernel.Distance(_rows.Row(row, scratch), _rounded.Pointer + centre, _rows.Dimension)
                : _rows.Cost(row, _centres + centre, scratch);
        }
        _rows.ReturnScratch(slot);
        _chunkSums.Pointer[chunk] = RowArithmetic.Dot(_rows.Weights + first, Costs + first, count);
    }
}
