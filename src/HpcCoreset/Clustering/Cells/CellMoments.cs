using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering.Cells;

/// <summary>Mass, centroid, variance and representative of every cell of a partition of rows. O(rows * dimension).</summary>
/// <remarks>
/// Two passes over a cell's rows, in double: means are summed as differences from the cell's first row, and variances as squared
/// differences from the centroid as it is returned, in float32. So nothing cancels, however far the rows are from the origin.
/// </remarks>
internal sealed unsafe class CellMoments : IChunkedWork
{
    /// <summary>How many rows ahead memory is asked for.</summary>
    private const int Ahead = 8;

    private readonly ChunkScratch<double> _vectors = new();
    private WeightedRows _rows = null!;
    private CellSummaries _cells = null!;
    private int* _items;
    private int* _starts;
    private int* _ends;

    /// <summary>Fills in the summaries.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="items">Row numbers, ascending within a cell.</param>
    /// <param name="starts">Where each cell starts among <paramref name="items"/>.</param>
    /// <param name="ends">Where each cell ends; none is empty, nor without mass.</param>
    /// <param name="cells">Receives the summaries; made to hold as many cells as there are.</param>
    public void Run(WeightedRows rows, int* items, int* starts, int* ends, CellSummaries cells)
    {
        (_rows, _cells) = (rows, cells);
        _items = items;
        _starts = starts;
        _ends = ends;
        _vectors.Reserve(rows.Threads, checked(2 * rows.Dimension));
        WorkerTeam.Run(this, cells.Count, rows.Threads);
        (_rows, _cells) = (null!, null!);
    }

    void IChunkedWork.Execute(int cell)
    {
        int dimension = _rows.Dimension, first = _starts[cell], end = _ends[cell];
        double* centre = _vectors.Take(out int slot), sum = centre + dimension;
        float* scratch = _rows.TakeScratch(out int scratchSlot);
        RowArithmetic.Widen(_rows.Row(_items[first], scratch), 0, centre, dimension);
        new System.Span<double>(sum, dimension).Clear();
        double mass = 0;
        for (int i = first; i < end; i++)
        {
            if (i + Ahead < end) _rows.Prefetch(_items[i + Ahead]);
            double weight = _rows.Weights[_items[i]];
            RowArithmetic.AccumulateDifference(_rows.Row(_items[i], scratch), centre, weight, sum, dimension);
            mass += weight;
        }
        float* centroid = _cells.Centroids + (nint)cell * dimension;
        for (int t = 0; t < dimension; t++)
        {
            centroid[t] = (float)(centre[t] + sum[t] / mass);
            centre[t] = centroid[t];
        }

        (double variance, double nearest, int representative) = (0, double.PositiveInfinity, -1);
        for (int i = first; i < end; i++)
        {
            if (i + Ahead < end) _rows.Prefetch(_items[i + Ahead]);
            double distance = RowArithmetic.SquaredDistance(_rows.Row(_items[i], scratch), 1, centre, dimension);
            variance += _rows.Weights[_items[i]] * distance;
            if (distance < nearest) (nearest, representative) = (distance, _items[i]);
        }
        (_cells.Masses[cell], _cells.Variances[cell], _cells.Representatives[cell]) = (mass, variance, representative);
        _rows.ReturnScratch(scratchSlot);
        _vectors.Return(slot);
    }
}
