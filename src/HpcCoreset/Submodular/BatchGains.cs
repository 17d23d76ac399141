using System;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// Upper bounds of the marginal gains of a batch of candidates: their similarities to all rows are recomputed tile by tile and summed up
/// where they arise; what the cache has a place for is read, or written. Chunks of rows in parallel, added in index order.
/// </summary>
internal sealed unsafe class BatchGains : IChunkedWork
{
    /// <summary>
    /// Candidates per batch: four tiles. Larger batches evaluate more than lazy evaluation needs, smaller ones read the rows more often
    /// (10,000 x 64 normal rows, 100 picks: 2.44 evaluations per row at 24, 2.45 at 48, 3.25 at 192; at 6 as many as at 24, but slower;
    /// benchmark <c>constants</c>).
    /// </summary>
    public const int UsualCapacity = 24;

    private const int Classes = 8;

    /// <summary>Terms of a panel in one float32 sum: 64 rows in 16 classes.</summary>
    private const int ChainLength = 4;

    private readonly PinnedBuffer<float> _points = new();
    private readonly PinnedBuffer<float> _terms = new();
    private readonly PinnedBuffer<double> _sums = new();
    private readonly ChunkScratch<float> _similarities = new();
    private int[] _candidates = [];
    private PackedCandidates _packed = null!;
    private Coverage _coverage = null!;
    private SimilarityCache _cache = null!;
    private CancellationToken _cancellation;
    private int _count;

    /// <summary>Most candidates in a batch.</summary>
    public int Capacity => _candidates.Length;

    /// <summary>Makes room for rows of a shape and so many candidates.</summary>
    public void Reserve(RowPanels rows, int capacity)
    {
        if (capacity != Capacity) _candidates = new int[capacity];
        _points.Reserve(Capacity * rows.Dimension);
        _terms.Reserve(Capacity);
        _sums.Reserve(rows.ChunkCount * Capacity * Classes);
    }

    /// <summary>bounds[j] = at least the gain of candidates[j]. O(candidates * rows * dimension).</summary>
    public void Run(
        ReadOnlySpan<int> candidates, Span<double> bounds, PackedCandidates packed, Coverage coverage, SimilarityCache cache, int threads, CancellationToken cancellation)
    {
        (_packed, _coverage, _cache, _cancellation) = (packed, coverage, cache, cancellation);
        _count = candidates.Length;
        candidates.CopyTo(_candidates);
        int chunks = packed.Rows.ChunkCount;
        for (int j = 0; j < _count; j++)
        {
            if (cache.IsFilled(_candidates[j])) continue; // its similarities are read, not computed
            packed.Candidates.Rows.CopyRow(_candidates[j], Point(j));
            _terms.Pointer[j] = packed.Candidates.Terms[_candidates[j]];
            cache.Admit(_candidates[j]);
        }
        if (coverage.HasCeilings) _similarities.Reserve(threads, Capacity * RowPanels.ChunkRows);
        WorkerTeam.Run(this, chunks, threads);
        cache.CommitAdmitted();
        for (int j = 0; j < _count; j++)
        {
            double sum = 0;
            for (int chunk = 0; chunk < chunks; chunk++)
                for (int c = 0; c < Classes; c++) sum += _sums.Pointer[(chunk * Capacity + j) * Classes + c];
            bounds[j] = SimilarityForm.Raise(sum, ChainLength, coverage.WeightedCount) * coverage.WeightScale;
        }
    }

    void IChunkedWork.Execute(int chunk)
    {
        _cancellation.ThrowIfCancellationRequested();
        (int first, int count) = _packed.Panels(chunk);
        double* sums = _sums.Pointer + (nint)chunk * Capacity * Classes;
        new Span<double>(sums, Capacity * Classes).Clear();
        for (int j = 0, end; j < _count; j = end)
        {
            bool admitted = _cache.IsAdmitted(_candidates[j]), filled = _cache.IsFilled(_candidates[j]);
            end = j + 1;
            while (end < _count && end - j < SimilarityCache.MostTogether
                && _cache.IsAdmitted(_candidates[end]) == admitted && _cache.IsFilled(_candidates[end]) == filled)
                end++;
            if (admitted) _cache.Gains(_candidates.AsSpan(j, end - j), Point(j), _terms.Pointer + j, first, count, _coverage, sums + j * Classes);
            else if (_coverage.HasCeilings) Capped(first, count, j, end, sums);
            else
                _packed.Gains.Gain(
                    _packed.Rows, first, count, _packed.Terms, _coverage.Lowered, _coverage.Weights,
                    Point(j), end - j, _terms.Pointer + j, _packed.Parameter, sums + j * Classes);
        }
    }

    /// <summary>The same where similarities count up to a ceiling: they are written to scratch and cut off there.</summary>
    private void Capped(int first, int count, int start, int end, double* sums)
    {
        float* scratch = _similarities.Take(out int slot) - (nint)first * RowPanels.Lanes;
        _packed.Gains.Similarities(
            _packed.Rows, first, count, _packed.Terms, Point(start), end - start, _terms.Pointer + start, _packed.Parameter,
            scratch, RowPanels.ChunkRows);
        for (int j = start; j < end; j++)
        {
            float* column = scratch + (nint)(j - start) * RowPanels.ChunkRows;
            _coverage.Cap(column, first, count);
            SimilarityCache.Gain(column, first, count, _coverage, sums + j * Classes);
        }
        _similarities.Return(slot);
    }

    private float* Point(int position) => _points.Pointer + (nint)position * _packed.Rows.Dimension;
}
