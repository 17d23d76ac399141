using System;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// Upper bounds of every row's marginal gain from one triangular pass: each similarity is computed once and used both ways, which is half
/// the multiply-adds of evaluating all candidates. Needed when every bound is stale at once: at the second pick, and at the first if
/// there is no closed form. The lowest similarity is collected on the way. Candidates that are not the rows have no triangle and are
/// compared with all rows, and so are rows whose similarities are remembered, or count up to a ceiling only.
/// </summary>
internal sealed unsafe class PairwisePass : IChunkedWork
{
    private const int Classes = 8;
    private const int LowestClasses = 16;

    /// <summary>More blocks would balance threads better, but each keeps a double per row.</summary>
    private const int MostBlocks = 32;

    private readonly PinnedBuffer<double> _sums = new();
    private readonly PinnedBuffer<double> _candidateSums = new();
    private readonly PinnedBuffer<double> _bounds = new();
    private readonly PinnedBuffer<float> _points = new();
    private readonly ChunkScratch<float> _similarities = new();
    private PackedCandidates _packed = null!;
    private Coverage _coverage = null!;
    private SimilarityCache _cache = null!;
    private CancellationToken _cancellation;
    private int _blockPanels;
    private int _blocks;

    /// <summary>One bound per candidate, after <see cref="Run"/>.</summary>
    public ReadOnlySpan<double> Bounds => _bounds.Span(_packed.Candidates.Rows.Count);

    /// <summary>The lowest similarities; of the rows' own panels, those at or before a block's end.</summary>
    public LowestSimilarities Lowest { get; } = new();

    /// <summary>Evaluates all candidates. O(rows^2 * dimension / 2), or O(rows * candidates * dimension); O(32 * candidates) memory.</summary>
    public void Run(PackedCandidates packed, Coverage coverage, SimilarityCache cache, int threads, CancellationToken cancellation)
    {
        (_packed, _coverage, _cache, _cancellation) = (packed, coverage, cache, cancellation);
        int padded = packed.Candidates.Rows.PaddedCount, panels = packed.Rows.PanelCount;
        _blockPanels = Math.Max(1, Math.Min(RowPanels.ChunkPanels, panels));
        while ((panels + _blockPanels - 1) / _blockPanels > MostBlocks) _blockPanels *= 2;
        _blocks = (panels + _blockPanels - 1) / _blockPanels;
        _sums.Reserve(checked(_blocks * padded));
        _bounds.Reserve(padded);
        Lowest.Reserve(_blocks, _blockPanels, packed.Candidates.Rows.PanelCount);
        _candidateSums.Reserve(_blocks * RowPanels.Lanes * Classes);
        _points.Reserve(checked(_blocks * RowPanels.Lanes * packed.Rows.Dimension));
        if (!IsTriangular && !cache.IsComplete) _similarities.Reserve(threads, RowPanels.Lanes * RowPanels.ChunkRows);
        WorkerTeam.Run(this, _blocks, threads);
        for (int candidate = 0; candidate < packed.Candidates.Rows.Count; candidate++)
        {
            double sum = 0;
            for (int block = 0; block < _blocks; block++) sum += _sums.Pointer[(nint)block * padded + candidate];
            _bounds.Pointer[candidate] = SimilarityForm.Raise(sum, RowPanels.Lanes, coverage.WeightedCount) * coverage.WeightScale;
        }
    }

    private bool IsTriangular => _packed.Candidates == _packed && !_cache.IsComplete && !_coverage.HasCeilings;

    /// <summary>One block of rows against all candidates up to its end; the last block has the most, so it comes first.</summary>
    void IChunkedWork.Execute(int chunk)
    {
        int block = _blocks - 1 - chunk;
        RowPanels rows = _packed.Rows;
        int first = block * _blockPanels, end = Math.Min(first + _blockPanels, rows.PanelCount), dimension = rows.Dimension;
        double* sums = _sums.Pointer + (nint)block * _packed.Candidates.Rows.PaddedCount;
        double* unused = stackalloc double[RowPanels.Lanes];
        float* points = _points.Pointer + (nint)block * RowPanels.Lanes * dimension;
        float* low = stackalloc float[LowestClasses];
        new Span<double>(sums, _packed.Candidates.Rows.PaddedCount).Clear();
        if (!IsTriangular)
        {
            All(block, first, end, points, sums);
            return;
        }
        for (int panel = 0; panel < end; panel++)
        {
            _cancellation.ThrowIfCancellationRequested();
            int candidate = panel * RowPanels.Lanes, candidates = rows.RowsIn(panel);
            rows.CopyRows(panel, points);
            new Span<float>(low, LowestClasses).Fill(float.PositiveInfinity);
            double* candidateSums = _candidateSums.Pointer + (nint)block * RowPanels.Lanes * Classes;
            new Span<double>(candidateSums, RowPanels.Lanes * Classes).Clear();
            // Within a panel all pairs are there both ways already, so what its rows would gain as rows is dropped.
            if (panel >= first) Pass(panel, 1, unused - candidate);
            int start = Math.Max(first, panel + 1);
            if (start < end) Pass(start, end - start, sums);
            for (int j = 0; j < candidates; j++)
                for (int c = 0; c < Classes; c++) sums[candidate + j] += candidateSums[j * Classes + c];
            float lowest = float.PositiveInfinity;
            for (int i = 0; i < LowestClasses; i++) lowest = Math.Min(lowest, low[i]);
            Lowest[block, panel] = lowest;

            void Pass(int firstPanel, int count, double* rowSums) => _packed.Gains.PairGains(
                rows, firstPanel, count, _packed.Terms, _coverage.Lowered, _coverage.Weights, points, candidates,
                _packed.Terms + candidate, _coverage.Lowered + candidate, _coverage.Weights + candidate, _packed.Parameter,
                candidateSums, rowSums, low);
        }
        for (int panel = end; panel < rows.PanelCount; panel++)
            Lowest[block, panel] = float.PositiveInfinity;
    }

    /// <summary>All candidates over the block's rows, from similarities that are remembered or written to scratch a chunk at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void All(int block, int first, int end, float* points, double* sums)
    {
        RowPanels rows = _packed.Rows, candidates = _packed.Candidates.Rows;
        bool isRemembered = _cache.IsComplete;
        int slot = 0;
        float* scratch = isRemembered ? null : _similarities.Take(out slot);
        double* classes = stackalloc double[Classes];
        for (int panel = 0; panel < candidates.PanelCount; panel++)
        {
            _cancellation.ThrowIfCancellationRequested();
            int candidate = panel * RowPanels.Lanes, count = candidates.RowsIn(panel);
            float lowest = float.PositiveInfinity;
            if (!isRemembered) candidates.CopyRows(panel, points);
            for (int at = first; at < end; at += RowPanels.ChunkPanels)
            {
                int panels = Math.Min(RowPanels.ChunkPanels, end - at), row = at * RowPanels.Lanes;
                int filled = Math.Min(panels * RowPanels.Lanes, rows.Count - row);
                if (!isRemembered)
                    _packed.Gains.Similarities(
                        rows, at, panels, _packed.Terms, points, count, _packed.Candidates.Terms + candidate, _packed.Parameter,
                        scratch - row, RowPanels.ChunkRows);
                for (int j = 0; j < count; j++)
                {
                    float* column = isRemembered ? _cache.Column(candidate + j) : scratch + (nint)j * RowPanels.ChunkRows - row;
                    new Span<double>(classes, Classes).Clear();
                    if (!isRemembered) _coverage.Cap(column, at, panels);
                    SimilarityCache.Gain(column, at, panels, _coverage, classes);
                    for (int c = 0; c < Classes; c++) sums[candidate + j] += classes[c];
                    if (_packed.Form.IsRelativeToMaximum) lowest = Math.Min(lowest, TensorPrimitives.Min(new ReadOnlySpan<float>(column + row, filled)));
                }
            }
            Lowest[block, panel] = lowest;
        }
        if (!isRemembered) _similarities.Return(slot);
    }
}
