using System;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// k-means++ seeding by rejection: rows are drawn by an upper bound of their distance to the seeds, their distance to the first seeds,
/// and kept with probability distance / bound. That is the law of k-means++ exactly (Shah, Agrawal, Jaiswal: A new rejection sampling
/// approach to k-means++ with improved trade-offs, 2025, whose bounds come from norms instead), at a price per seed that does not grow
/// with the rows.
/// </summary>
/// <remarks>
/// <para>
/// Bounds are renewed, from all seeds so far, when rejected draws have cost about as much as that would: how often depends on how many
/// times cheaper many centres are than one. At the end, and when bounds are renewed, one tiled pass finds the nearest of the seeds that
/// have come since, at several times the speed of k-means++'s pass per seed, and rows need not be packed for it. All distances that
/// decide are in double from the differences, so copies of a seed are at distance 0, and are never kept.
/// </para>
/// <para>Needs distances to centres in double: for bits and for kernels of one's own there is <see cref="KMeansPlusPlus"/>.</para>
/// </remarks>
internal sealed unsafe class RejectionSeeding : IBicriteriaSolution, IChunkedWork, IDisposable
{
    /// <summary>How many times as many seeds as were taken into account there must be in the end to begin anew with all of them.</summary>
    private const int BeginAnew = 8;

    private readonly PinnedBuffer<int> _seeds = new();
    private readonly PinnedBuffer<double> _centres = new();
    private readonly PinnedBuffer<double> _bounds = new();
    private readonly PinnedBuffer<int> _owner = new();
    private readonly RowMasses _masses = new();
    private readonly NearestCentres _nearest = new();
    private readonly RowCosts _costs = new();
    private WeightedRows _rows = null!;
    private int _counted;
    private bool _assigned;

    public int Count { get; private set; }

    public ReadOnlySpan<int> Seeds => _seeds.Span(Count);

    /// <summary>The nearest seed of each row, lowest number on ties.</summary>
    public int* Owner => _assigned ? _nearest.Owner : _owner.Pointer;

    public long Evaluations { get; private set; }

    /// <summary>How often bounds were made.</summary>
    public int Passes { get; private set; }

    /// <summary>Draws seeds. O(rows * seeds * dimension), nearly all of it in tiled passes.</summary>
    public void Run(WeightedRows rows, int clusters, in Philox random, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        Reserve(rows, clusters);
        try
        {
            Draw(clusters, random, progress, cancellation);
        }
        finally
        {
            _rows = null!;
            _masses.Release();
        }
    }

    /// <summary>Takes the distances to the latest seeds into account, for the rows of a chunk; before there are any, every row is at 1.</summary>
    void IChunkedWork.Execute(int chunk)
    {
        (int first, int count) = _rows.Chunk(chunk);
        double* bounds = _bounds.Pointer;
        if (Count == 0) new Span<double>(bounds + first, count).Fill(1);
        else if (_counted == 0) new Span<double>(_costs.Costs + first, count).CopyTo(new Span<double>(bounds + first, count));
        else
            for (int row = first; row < first + count; row++)
                if (_costs.Costs[row] < bounds[row]) (bounds[row], _owner.Pointer[row]) = (_costs.Costs[row], _counted + _nearest.Owner[row]);
        _masses.Sums[chunk] = RowArithmetic.Dot(_rows.Weights + first, bounds + first, count);
    }

    public void Dispose() => _nearest.Dispose();

    private void Draw(int clusters, in Philox random, IProgress<double>? progress, CancellationToken cancellation)
    {
        WeightedRows rows = _rows;
        WorkerTeam.Run(this, rows.ChunkCount, rows.Threads);
        double total = _masses.AddUp();
        double pass = (double)rows.TotalCount * rows.Dimension / 4, spent = 0;
        for (ulong draw = 0; Count < clusters; draw++)
        {
            if (rows.Ranks.Count == 1) cancellation.ThrowIfCancellationRequested(); // among others it would be one more message per draw
            if (Count > _counted && (_counted == 0 || spent > pass))
            {
                TakePending(cancellation);
                total = _masses.AddUp();
                spent = 0;
            }
            if (!(total > 0)) break; // every row of positive weight is a copy of a seed
            Drawn drawn = DrawRow(total * random.Double(2 * draw), random.Double(2 * draw + 1));
            Evaluations += drawn.Compared;
            if (!drawn.IsKept)
            {
                spent += RowPanels.ChunkRows + rows.TotalChunkCount + (double)drawn.Compared * rows.Dimension;
                continue;
            }
            _seeds.Pointer[Count] = drawn.Row;
            rows.CopyTo(drawn.Row, _centres.Pointer + (nint)Count++ * rows.Dimension);
            progress?.Report(Count / (double)clusters);
        }
        if (BeginAnew * _counted <= Count) AssignAll(cancellation);
        else if (Count > _counted) TakePending(cancellation);
    }

    /// <summary>Draws a row by its bound, and keeps it with probability distance / bound. The first seed to be too near ends it.</summary>
    private Drawn DrawRow(double target, double uniform)
    {
        int owner = _masses.Owner(target);
        Drawn drawn = default;
        if (owner == _rows.Ranks.Rank)
        {
            int row = _masses.Draw(target, new WeightedDistances(_rows.Weights, _bounds.Pointer)), seed = _counted;
            double threshold = uniform * _bounds.Pointer[row];
            float* scratch = _rows.TakeScratch(out int slot);
            while (seed < Count && _rows.Cost(row, Centre(seed), scratch) > threshold) seed++;
            _rows.ReturnScratch(slot);
            drawn = new Drawn(_rows.FirstRow + row, seed - _counted, seed == Count);
        }
        _rows.Ranks.Broadcast(ref drawn, owner);
        return drawn;
    }

    private void TakePending(CancellationToken cancellation)
    {
        int pending = Count - _counted;
        if (_counted == 0) new Span<int>(_owner.Pointer, _rows.Count).Clear(); // there is one seed
        else _nearest.Run(_rows, Centre(_counted), pending, once: true);
        _rows.Ranks.ThrowIfCancelled(cancellation);
        _costs.Run(_rows, _counted == 0 ? _owner.Pointer : _nearest.Owner, Centre(_counted), pending);
        _rows.Ranks.ThrowIfCancelled(cancellation);
        WorkerTeam.Run(this, _rows.ChunkCount, _rows.Threads);
        Evaluations += (long)_rows.TotalCount * pending;
        _counted = Count;
        Passes++;
    }

    /// <summary>The end, where hardly any seed was taken into account before: all of them at once, which needs no distances in double.</summary>
    private void AssignAll(CancellationToken cancellation)
    {
        _nearest.Run(_rows, Centre(0), Count, once: true);
        _rows.Ranks.ThrowIfCancelled(cancellation);
        Evaluations += (long)_rows.TotalCount * Count;
        _assigned = true;
        Passes++;
    }

    private void Reserve(WeightedRows rows, int clusters)
    {
        int most = Math.Min(clusters, rows.TotalCount);
        (_rows, Count, _counted, _assigned, Evaluations, Passes) = (rows, 0, 0, false, 0, 0);
        _seeds.Reserve(most);
        _centres.Reserve(checked(most * rows.Dimension));
        _bounds.Reserve(rows.Count);
        _owner.Reserve(rows.Count);
        _masses.Reserve(rows);
        if (!rows.CanStream)
        {
            rows.Pack(); // here already: with one seed no pass would follow, and the next rows of this shape may have more
            rows.Terms();
        }
        _nearest.Reserve(rows.Count, rows.Dimension, most, rows.Threads);
    }

    /// <param name="Row">The row drawn, by its number among those of all ranks.</param>
    /// <param name="Compared">Seeds that it was compared with.</param>
    /// <param name="IsKept">Whether it becomes a seed.</param>
    private readonly record struct Drawn(int Row, int Compared, bool IsKept);

    private double* Centre(int seed) => _centres.Pointer + (nint)seed * _rows.Dimension;
}
