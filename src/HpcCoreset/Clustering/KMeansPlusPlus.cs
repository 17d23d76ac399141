using System;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// k-means++ seeding with weights: the first seed is drawn in proportion to the weights, every further one in proportion to weight times
/// distance (squared, for k-means) to the nearest seed so far (Arthur, Vassilvitskii, SODA 2007). The greedy variant draws several
/// candidates a step and keeps the one that leaves the lowest cost.
/// </summary>
/// <remarks>
/// One pass over the packed rows per candidate. Costs are summed over fixed chunks of rows, added in index order, so the seeds do not
/// depend on the number of threads. Rows of weight 0 and copies of a seed are never drawn.
/// </remarks>
internal sealed unsafe class KMeansPlusPlus : IChunkedWork
{
    private readonly PinnedBuffer<int> _seeds = new();
    private readonly PinnedBuffer<int> _drawn = new();
    private readonly PinnedBuffer<float> _centres = new();
    private readonly PinnedBuffer<double> _chunkSums = new();
    private Relaxation[] _relaxations = [new()];
    private WeightedRows _rows = null!;
    private int _candidates;
    private float _fill;
    private bool _filling;

    /// <summary>Number of seeds found: what was asked for, or the number of distinct rows of positive weight if that is less.</summary>
    public int Count { get; private set; }

    /// <summary>The seeds' row numbers.</summary>
    public ReadOnlySpan<int> Seeds => _seeds.Span(Count);

    /// <summary>The nearest seed of each row, lowest number on ties.</summary>
    public int* Owner => _relaxations[0].Owner.Pointer;

    /// <summary>Row-to-seed distances computed.</summary>
    public long Evaluations { get; private set; }

    /// <summary>The usual number of candidates of the greedy variant: 2 + floor(ln k).</summary>
    public static int GreedyCandidates(int clusters) => 2 + (int)Math.Log(clusters);

    /// <summary>Draws seeds. O(rows * seeds * candidates * dimension).</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="clusters">Number of seeds.</param>
    /// <param name="candidates">Candidates a step: 1 for plain k-means++.</param>
    /// <param name="random">Where the random numbers come from.</param>
    /// <param name="progress">Told the share of the seeds found, after each.</param>
    /// <param name="cancellation">Looked at before every step.</param>
    public void Run(
        WeightedRows rows, int clusters, int candidates, in Philox random, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        Reserve(rows, clusters, candidates);
        int* seeds = _seeds.Pointer;
        int* drawn = _drawn.Reserve(candidates);
        Fill(1); // at distance 1 from everything, the law of a further seed is that of the first
        for (Count = 0; Count < clusters; progress?.Report(Count / (double)clusters))
        {
            cancellation.ThrowIfCancellationRequested();
            double total = Total(0);
            if (!(total > 0)) break; // every row of positive weight is a copy of a seed
            _candidates = Count == 0 ? 1 : candidates;
            for (int c = 0; c < _candidates; c++)
            {
                drawn[c] = Draw(total * random.Double((ulong)Count * (ulong)candidates + (ulong)c));
                rows.Panels.CopyRow(drawn[c], _centres.Pointer + (nint)c * rows.Dimension);
            }
            if (Count == 0) Fill(float.PositiveInfinity);
            WorkerTeam.Run(this, rows.ChunkCount, rows.Threads);
            Evaluations += (long)rows.Count * _candidates;
            seeds[Count++] = drawn[KeepBest(drawn)];
        }
        _rows = null!;
    }

    void IChunkedWork.Execute(int chunk)
    {
        (int firstPanel, int panels) = _rows.ChunkPanels(chunk);
        (int first, int count) = _rows.Chunk(chunk);
        (int padded, int chunks) = (panels * RowPanels.Lanes, _rows.ChunkCount);
        float* nearest = _relaxations[0].Nearest.Pointer;
        int* owner = _relaxations[0].Owner.Pointer;
        if (_filling)
        {
            new Span<float>(nearest + first, padded).Fill(_fill);
            new Span<int>(owner + first, padded).Clear();
            if (float.IsFinite(_fill)) _chunkSums.Pointer[chunk] = _rows.Sum(first, count, nearest);
            return;
        }
        // The current state is candidate 0's, so it goes last.
        for (int c = _candidates - 1; c >= 0; c--)
        {
            float* trial = _relaxations[c].Nearest.Pointer;
            int* trialOwner = _relaxations[c].Owner.Pointer;
            if (c > 0)
            {
                new Span<float>(nearest + first, padded).CopyTo(new Span<float>(trial + first, padded));
                new Span<int>(owner + first, padded).CopyTo(new Span<int>(trialOwner + first, padded));
            }
            _rows.Kernel.Relax(
                _rows.Panels, firstPanel, panels, _centres.Pointer + (nint)c * _rows.Dimension, Count, trial, trialOwner);
            _chunkSums.Pointer[(nint)c * chunks + chunk] = _rows.Sum(first, count, trial);
        }
    }

    private void Fill(float value)
    {
        (_fill, _filling) = (value, true);
        WorkerTeam.Run(this, _rows.ChunkCount, _rows.Threads);
        _filling = false;
    }

    private double Total(int candidate)
    {
        int chunks = _rows.ChunkCount;
        double total = 0;
        for (int chunk = 0; chunk < chunks; chunk++) total += _chunkSums.Pointer[(nint)candidate * chunks + chunk];
        return total;
    }

    /// <summary>The row at which the running sum of weight times distance passes <paramref name="target"/>.</summary>
    private int Draw(double target)
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
            double mass = _rows.Sum(row, 1, _relaxations[0].Nearest.Pointer);
            if (!(mass > 0)) continue;
            drawn = row;
            before += mass;
            if (before > target) break;
        }
        return drawn;
    }

    /// <summary>Makes the candidate of the lowest cost, lowest row on ties, the current state.</summary>
    private int KeepBest(int* drawn)
    {
        (int best, double bestTotal) = (0, Total(0));
        for (int c = 1; c < _candidates; c++)
        {
            double total = Total(c);
            if (total < bestTotal || (total == bestTotal && drawn[c] < drawn[best])) (best, bestTotal) = (c, total);
        }
        if (best == 0) return 0;
        (_relaxations[0], _relaxations[best]) = (_relaxations[best], _relaxations[0]);
        int chunks = _rows.ChunkCount;
        new Span<double>(_chunkSums.Pointer + (nint)best * chunks, chunks).CopyTo(new Span<double>(_chunkSums.Pointer, chunks));
        return best;
    }

    private void Reserve(WeightedRows rows, int clusters, int candidates)
    {
        (_rows, Evaluations) = (rows, 0);
        rows.Pack();
        _seeds.Reserve(Math.Min(clusters, rows.Count));
        _centres.Reserve(checked(candidates * rows.Dimension));
        _chunkSums.Reserve(checked(candidates * rows.ChunkCount));
        int before = _relaxations.Length;
        if (before < candidates) Array.Resize(ref _relaxations, candidates);
        for (; before < candidates; before++) _relaxations[before] = new();
        for (int c = 0; c < candidates; c++)
        {
            _relaxations[c].Nearest.Reserve(rows.Panels.PaddedCount);
            _relaxations[c].Owner.Reserve(rows.Panels.PaddedCount);
        }
    }

    /// <summary>The distance of every row to its nearest seed, and which seed that is.</summary>
    private sealed class Relaxation
    {
        public readonly PinnedBuffer<float> Nearest = new();
        public readonly PinnedBuffer<int> Owner = new();
    }
}
