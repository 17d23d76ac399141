using System;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering.Cells;

/// <summary>
/// The coreset tree of StreamKM++ (Ackermann, Märtens, Raupach, Swierkot, Lammersen, Sohler, ACM JEA 17, 2012): cells that are split in
/// two, again and again, each by the nearer of the row that it had stood around and one drawn by the distances to that.
/// </summary>
/// <remarks>
/// <para>
/// A draw looks at one cell instead of at all rows: O(rows * dimension * log(cells)) where splits are balanced, against
/// O(rows * dimension * cells) of k-means++. The paper draws the cell as well, by its cost; here the costliest is split, which leaves as
/// little cost and needs no tree of sums. What is kept of a cell is its centroid and not the row it stood around, with the variance
/// beside it: see <see cref="CellSummaries"/>.
/// </para>
/// <para>
/// The rows of a cell are a range of one array, ascending; a split moves those of the new cell to the range's end. No tree is kept:
/// only its leaves matter. Rows of weight 0 are in no cell. The cells do not depend on the number of threads.
/// </para>
/// </remarks>
internal sealed unsafe class CoresetTree : IConstruction, IChunkedWork
{
    /// <summary>Rows whose distances to a new representative are one chunk of work.</summary>
    private const int ChunkRows = 1024;

    /// <summary>How many rows ahead memory is asked for.</summary>
    private const int Ahead = 8;

    private readonly PinnedBuffer<int> _items = new();
    private readonly PinnedBuffer<int> _moved = new();
    private readonly PinnedBuffer<double> _distances = new();
    private readonly PinnedBuffer<double> _toDrawn = new();
    private readonly PinnedBuffer<int> _starts = new();
    private readonly PinnedBuffer<int> _ends = new();
    private readonly PinnedBuffer<double> _drawn = new();
    private readonly IndexedHeap _costly = new();
    private readonly CellMoments _moments = new();
    private WeightedRows _rows = null!;
    private int _members;
    private int _first;
    private int _end;

    public bool MakesCentroids => true;

    public double Cost => Cells.Offset;

    /// <summary>The cells of the latest run.</summary>
    public CellSummaries Cells { get; } = new();

    /// <summary>Distances of rows to representatives and centroids computed.</summary>
    public long Evaluations { get; private set; }

    public void Build(WeightedRows rows, in ConstructionTask task, CoresetBuffer result)
    {
        Run(rows, task.Size, new Philox(task.Seed, 0), task.Progress, task.Cancellation);
        Cells.AppendTo(result);
    }

    /// <summary>Divides the rows of positive weight into cells.</summary>
    /// <param name="rows">The rows, under squared distances.</param>
    /// <param name="size">Number of cells, at least 1; fewer if there are fewer distinct rows, of which each then has its own.</param>
    /// <param name="random">Where the random numbers come from.</param>
    /// <param name="progress">Told the share of the cells found, after each.</param>
    /// <param name="cancellation">Looked at before every split.</param>
    public void Run(WeightedRows rows, int size, in Philox random, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        _rows = rows;
        int most = Reserve(size);
        try
        {
            PlaceAll(random);
            int count = 1;
            for (; count < most && _costly.Count > 0; count++)
            {
                cancellation.ThrowIfCancellationRequested();
                double cost = _costly.PeekKey;
                Split(_costly.PopTop(), count, cost * random.Double((ulong)count));
                progress?.Report(count / (double)most);
            }
            Cells.Reserve(most, count, rows.Dimension);
            _moments.Run(rows, _items.Pointer, _starts.Pointer, _ends.Pointer, Cells);
            Evaluations += _members;
        }
        finally
        {
            _rows = null!;
        }
    }

    void IChunkedWork.Execute(int chunk)
    {
        int first = _first + chunk * ChunkRows, end = Math.Min(first + ChunkRows, _end);
        int* items = _items.Pointer;
        float* scratch = _rows.TakeScratch(out int slot);
        for (int i = first; i < end; i++)
        {
            if (i + Ahead < end) _rows.Prefetch(items[i + Ahead]);
            _toDrawn.Pointer[i] = RowArithmetic.SquaredDistance(_rows.Row(items[i], scratch), 1, _drawn.Pointer, _rows.Dimension);
        }
        _rows.ReturnScratch(slot);
    }

    private int Reserve(int size)
    {
        int most = Math.Min(size, _rows.Count);
        _items.Reserve(_rows.Count);
        _moved.Reserve(_rows.Count);
        _distances.Reserve(_rows.Count);
        _toDrawn.Reserve(_rows.Count);
        _starts.Reserve(most);
        _ends.Reserve(most);
        _drawn.Reserve(_rows.Dimension);
        _costly.Reserve(most);
        _costly.Clear();
        Cells.Reserve(most, 0, _rows.Dimension);
        Evaluations = 0;
        return most;
    }

    /// <summary>All rows into one cell, around a row drawn by weight.</summary>
    private void PlaceAll(in Philox random)
    {
        (int count, double mass) = (0, 0);
        for (int row = 0; row < _rows.Count; row++)
        {
            if (!(_rows.Weights[row] > 0)) continue;
            (_items.Pointer[count], _distances.Pointer[count]) = (row, 1);
            mass += _rows.Weights[row];
            count++;
        }
        (_members, _starts.Pointer[0], _ends.Pointer[0]) = (count, 0, count);
        Measure(0, Draw(0, mass * random.Double(0)));
        new Span<double>(_toDrawn.Pointer, count).CopyTo(new Span<double>(_distances.Pointer, count));
        double cost = 0;
        for (int i = 0; i < count; i++) cost += _rows.Weights[_items.Pointer[i]] * _distances.Pointer[i];
        if (cost > 0) _costly.Push(cost, 0);
    }

    /// <summary>The row of a cell at which the running sum of weight times distance passes <paramref name="target"/>.</summary>
    private int Draw(int cell, double target)
    {
        // Rounding may leave the target at the very end; then the last row that has any mass is meant.
        (int drawn, double walked) = (_items.Pointer[_starts.Pointer[cell]], 0);
        for (int i = _starts.Pointer[cell]; i < _ends.Pointer[cell] && walked <= target; i++)
        {
            double mass = _rows.Weights[_items.Pointer[i]] * _distances.Pointer[i];
            if (!(mass > 0)) continue;
            drawn = _items.Pointer[i];
            walked += mass;
        }
        return drawn;
    }

    /// <summary>The distances of a cell's rows to one of them.</summary>
    private void Measure(int cell, int drawn)
    {
        (_first, _end) = (_starts.Pointer[cell], _ends.Pointer[cell]);
        _rows.CopyTo(drawn, _drawn.Pointer);
        WorkerTeam.Run(this, (_end - _first + ChunkRows - 1) / ChunkRows, _rows.Threads);
        Evaluations += _end - _first;
    }

    /// <summary>Draws a row of a cell, and moves what is nearer to it than to the cell's representative into a new cell.</summary>
    private void Split(int cell, int newCell, double target)
    {
        Measure(cell, Draw(cell, target));
        int* items = _items.Pointer, moved = _moved.Pointer;
        double* distances = _distances.Pointer, toDrawn = _toDrawn.Pointer;
        (int kept, int gone, double keptCost, double goneCost) = (_first, 0, 0, 0);
        for (int i = _first; i < _end; i++)
        {
            (int row, double distance, double other) = (items[i], distances[i], toDrawn[i]);
            double weight = _rows.Weights[row];
            if (other < distance)
            {
                (moved[gone], toDrawn[_first + gone]) = (row, other); // of what was read before
                gone++;
                goneCost += weight * other;
            }
            else
            {
                (items[kept], distances[kept]) = (row, distance);
                kept++;
                keptCost += weight * distance;
            }
        }
        new Span<int>(moved, gone).CopyTo(new Span<int>(items + kept, gone));
        new Span<double>(toDrawn + _first, gone).CopyTo(new Span<double>(distances + kept, gone));
        (_starts.Pointer[newCell], _ends.Pointer[newCell], _ends.Pointer[cell]) = (kept, _end, kept);
        if (keptCost > 0) _costly.Push(keptCost, cell);
        if (goneCost > 0) _costly.Push(goneCost, newCell);
    }
}
