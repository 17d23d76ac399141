using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// The distance of every row to its own centre, in double, in difference form, from the original rows: what probabilities, costs and
/// reports are made of.
/// </summary>
internal sealed unsafe class RowCosts : IChunkedWork
{
    private readonly PinnedBuffer<double> _costs = new();
    private readonly PinnedBuffer<double> _chunkSums = new();
    private WeightedRows _rows = null!;
    private int* _owner;
    private double* _centres;

    /// <summary>One per row, not weighted.</summary>
    public double* Costs => _costs.Pointer;

    /// <summary>Computes the costs. O(rows * dimension).</summary>
    /// <returns>Their weighted sum, over fixed chunks of rows in index order.</returns>
    public double Run(WeightedRows rows, int* owner, double* centres)
    {
        _rows = rows;
        _owner = owner;
        _centres = centres;
        _costs.Reserve(rows.Count);
        double* sums = _chunkSums.Reserve(rows.ChunkCount);
        WorkerTeam.Run(this, rows.ChunkCount, rows.Threads);
        double total = 0;
        for (int chunk = 0; chunk < rows.ChunkCount; chunk++) total += sums[chunk];
        _rows = null!;
        return total;
    }

    void IChunkedWork.Execute(int chunk)
    {
        (int first, int count) = _rows.Chunk(chunk);
        for (int row = first; row < first + count; row++)
            Costs[row] = _rows.Cost(row, _centres + (nint)_owner[row] * _rows.Dimension);
        _chunkSums.Pointer[chunk] = RowArithmetic.Dot(_rows.Weights + first, Costs + first, count);
    }
}
