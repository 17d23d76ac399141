using System;
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

    /// <summary>The seeds' row numbers.</summary>
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
    /// <param name="cancellation">Looked at before every draw and every chunk of rows.</param>
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
        double pass = (double)rows.Count * rows.PackedDimension / 8, spent = 0;
        for (ulong draw = 0; Count < clusters; draw++)
        {
            _cancellation.ThrowIfCancellationRequested();
            int pending = Count - _counted;
            if (pending > 0 && (_counted == 0 || pending == MostPending || spent > pass))
            {
                TakePending();
                (pending, spent) = (0, 0);
            }
            double total = _distances.Total;
            if (!(total > 0)) break; // every row of positive weight is a copy of a seed
            int row = _distances.Draw(total * random.Double(2 * draw));
            rows.Panels.CopyRow(row, Pending(pending));
            if (pending > 0)
            {
                spent += (double)pending * rows.PackedDimension;
                if (!IsKept(row, pending, random.Double(2 * draw + 1)))
                {
                    spent += RowPanels.ChunkRows + rows.ChunkCount;
                    continue;
                }
            }
            seeds[Count++] = row;
            progress?.Report(Count / (double)clusters);
        }
        if (Count > _counted) TakePending();
    }

    /// <summary>Whether a row drawn by its bound is kept: with probability distance / bound, by mass.</summary>
    private bool IsKept(int row, int pending, double uniform)
    {
        float bound = _distances.Nearest(row), distance = bound;
        for (int i = 0; i < pending; i++) distance = Math.Min(distance, _rows.Kernel.Distance(Pending(pending), Pending(i), _rows.PackedDimension));
        Evaluations += pending;
        return uniform * _rows.Mass(row, bound) < _rows.Mass(row, distance);
    }

    private float* Pending(int i) => _centres.Pointer + (nint)i * _rows.PackedDimension;

    private void TakePending()
    {
        if (_counted == 0) _distances.Fill(float.PositiveInfinity);
        WorkerTeam.Run(this, _rows.ChunkCount, _rows.Threads);
        _cancellation.ThrowIfCancellationRequested();
        Evaluations += (long)_rows.Count * (Count - _counted);
        _counted = Count;
        Passes++;
    }

    private int* Reserve(WeightedRows rows, int clusters)
    {
        rows.Pack();
        (_rows, Count, _counted, Evaluations, Passes) = (rows, 0, 0, 0, 0);
        _centres.Reserve(checked((Math.Min(clusters, MostPending) + 1) * rows.PackedDimension));
        _distances.Reserve(rows);
        return _seeds.Reserve(Math.Min(clusters, rows.Count));
    }
}
