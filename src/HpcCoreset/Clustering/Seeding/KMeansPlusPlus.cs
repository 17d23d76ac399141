using System;
using System.Runtime.InteropServices;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// k-means++ seeding with weights: the first seed is drawn in proportion to the weights, every further one in proportion to weight times
/// distance (squared, for k-means) to the nearest seed so far (Arthur, Vassilvitskii, SODA 2007).
/// </summary>
/// <remarks>
/// A seed is not taken into account at once: rows are drawn by their distances to the seeds before, which are upper bounds, and such a
/// row is kept with probability (distance to all seeds) / (bound). That is the same law, and one read of memory serves many seeds: the
/// rows are gone over once rejected draws, and the distances that decide draws, have cost about as much as reading the rows, which is
/// taken as an eighth of what a seed's distances to them cost. Rows of weight 0 and copies of a seed are never kept. The seeds do not
/// depend on the number of threads.
/// </remarks>
internal sealed unsafe class KMeansPlusPlus : IBicriteriaSolution, IChunkedWork
{
    /// <summary>Most seeds that wait to be taken into account: up to dimension 768 or so their values stay in the second-level cache.</summary>
    private const int MostPending = 256;

    private readonly PinnedBuffer<int> _seeds = new();
    private readonly PinnedBuffer<float> _centres = new();
    private readonly SeedDistances _distances = new();
    private WeightedRows _rows = null!;
    private CancellationToken _cancellation;
    private int _counted;

    /// <summary>Number of seeds found: what was asked for, or the number of distinct rows of positive weight if that is less.</summary>
    public int Count { get; private set; }

    /// <summary>The seeds' row numbers, among those of all ranks.</summary>
    public ReadOnlySpan<int> Seeds => _seeds.Span(Count);

    /// <summary>The nearest seed of each row, lowest number on ties.</summary>
    public int* Owner => _distances.Owner;

    /// <summary>Row-to-seed distances computed.</summary>
    public long Evaluations { get; private set; }

    /// <summary>How often the rows were gone over.</summary>
    public int Passes { get; private set; }

    /// <summary>Draws seeds. O(rows * seeds * dimension), of which memory is read seeds / 256 times at least, and more where distances fall fast.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="clusters">Number of seeds.</param>
    /// <param name="random">Where the random numbers come from.</param>
    /// <param name="progress">Told the share of the seeds found, after each.</param>
    /// <param name="cancellation">Looked at before every draw and every chunk of rows; not to be given where there are other ranks, which would wait.</param>
    public void Run(WeightedRows rows, int clusters, in Philox random, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        int* seeds = Reserve(rows, clusters);
        _cancellation = cancellation;
        try
        {
            Draw(seeds, clusters, random, progress);
        }
        finally
        {
            _distances.Release();
            (_rows, _cancellation) = (null!, default);
        }
    }

    void IChunkedWork.Execute(int chunk)
    {
        if (!_cancellation.IsCancellationRequested) _distances.Relax(chunk, _centres.Pointer, _counted, Count - _counted);
    }

    private void Draw(int* seeds, int clusters, in Philox random, IProgress<double>? progress)
    {
        WeightedRows rows = _rows;
        _distances.Fill(1); // at distance 1 from everything, the law of a further seed is that of the first
        double pass = (double)rows.TotalCount * rows.PackedDimension / 8, spent = 0, total = _distances.AddUp();
        for (ulong draw = 0; Count < clusters; draw++)
        {
            _cancellation.ThrowIfCancellationRequested();
            int pending = Count - _counted;
            if (pending > 0 && (_counted == 0 || pending == MostPending || spent > pass))
            {
                TakePending();
                total = _distances.AddUp();
                (pending, spent) = (0, 0);
            }
            if (!(total > 0)) break; // every row of positive weight is a copy of a seed
            (int owner, Drawn drawn) = DrawRow(total * random.Double(2 * draw), pending, random.Double(2 * draw + 1));
            spent += (double)pending * rows.PackedDimension;
            if (!drawn.IsKept)
            {
                spent += RowPanels.ChunkRows + rows.TotalChunkCount;
                continue;
            }
            seeds[Count++] = drawn.Row;
            rows.Ranks.Broadcast(MemoryMarshal.AsBytes(new Span<float>(Pending(pending), rows.PackedDimension)), owner);
            progress?.Report(Count / (double)clusters);
        }
        if (Count > _counted) TakePending();
    }

    /// <summary>Draws a row by its bound, into the place of the next seed, and finds out whether it is kept; on the rank that has it, which tells the others.</summary>
    private (int Owner, Drawn Drawn) DrawRow(double target, int pending, double uniform)
    {
        int owner = _distances.OwnerOf(target);
        Drawn drawn = default;
        if (owner == _rows.Ranks.Rank)
        {
            int row = _distances.Draw(target);
            _rows.Panels.CopyRow(row, Pending(pending));
            drawn = new Drawn(_rows.FirstRow + row, pending == 0 || IsKept(row, pending, uniform));
        }
        _rows.Ranks.Broadcast(ref drawn, owner);
        Evaluations += pending;
        return (owner, drawn);
    }

    /// <summary>Whether a row drawn by its bound is kept: with probability distance / bound, by mass.</summary>
    private bool IsKept(int row, int pending, double uniform)
    {
        float bound = _distances.Nearest(row), distance = bound;
        for (int i = 0; i < pending; i++) distance = Math.Min(distance, _rows.Kernel.Distance(Pending(pending), Pending(i), _rows.PackedDimension));
        return uniform * _rows.Mass(row, bound) < _rows.Mass(row, distance);
    }

    private float* Pending(int i) => _centres.Pointer + (nint)i * _rows.PackedDimension;

    private void TakePending()
    {
        if (_counted == 0) _distances.Fill(float.PositiveInfinity);
        WorkerTeam.Run(this, _rows.ChunkCount, _rows.Threads);
        _cancellation.ThrowIfCancellationRequested();
        Evaluations += (long)_rows.TotalCount * (Count - _counted);
        _counted = Count;
        Passes++;
    }

    private int* Reserve(WeightedRows rows, int clusters)
    {
        rows.Pack();
        (_rows, Count, _counted, Evaluations, Passes) = (rows, 0, 0, 0, 0);
        _centres.Reserve(checked((Math.Min(clusters, MostPending) + 1) * rows.PackedDimension));
        _distances.Reserve(rows);
        return _seeds.Reserve(Math.Min(clusters, rows.TotalCount));
    }

    /// <param name="Row">The row drawn, by its number among those of all ranks.</param>
    /// <param name="IsKept">Whether it becomes a seed.</param>
    private readonly record struct Drawn(int Row, bool IsKept);
}
