using System;
using System.Runtime.CompilerServices;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// Upper bounds of every row's marginal gain from one triangular pass: each similarity is computed once and used both ways, which is half
/// the multiply-adds of evaluating all candidates. Needed when every bound is stale at once: at the second pick, and at the first if
/// there is no closed form. The lowest similarity is collected on the way.
/// </summary>
internal sealed unsafe class PairwisePass : IChunkedWork
{
    private const int Classes = 8;
    private const int Lowest = 16;

    /// <summary>More blocks would balance threads better, but each keeps a double per row.</summary>
    private const int MostBlocks = 32;

    private readonly PinnedBuffer<double> _sums = new();
    private readonly PinnedBuffer<double> _candidateSums = new();
    private readonly PinnedBuffer<double> _bounds = new();
    private readonly PinnedBuffer<float> _points = new();
    private readonly PinnedBuffer<float> _lowest = new();
    private PackedCandidates _packed = null!;
    private Coverage _coverage = null!;
    private SimilarityCache _cache = null!;
    private CancellationToken _cancellation;
    private int _blockPanels;
    private int _blocks;

    /// <summary>One bound per row, after <see cref="Run"/>.</summary>
    public ReadOnlySpan<double> Bounds => _bounds.Span(_packed.Rows.Count);

    /// <summary>Panels in a block of rows.</summary>
    public int BlockPanels => _blockPanels;

    /// <summary>Blocks of rows.</summary>
    public int BlockCount => _blocks;

    /// <summary>At most the lowest similarity between the rows of a block and those of a panel at or before its end.</summary>
    public float LowestSimilarity(int block, int panel) => _lowest.Pointer[(nint)block * _packed.Rows.PanelCount + panel];

    /// <summary>Evaluates all rows as candidates. O(rows^2 * dimension / 2), O(32 * rows) memory.</summary>
    public void Run(PackedCandidates packed, Coverage coverage, SimilarityCache cache, int threads, CancellationToken cancellation)
    {
        (_packed, _coverage, _cache, _cancellation) = (packed, coverage, cache, cancellation);
        int padded = packed.Rows.PaddedCount, panels = packed.Rows.PanelCount;
        _blockPanels = Math.Max(1, Math.Min(RowPanels.ChunkPanels, panels));
        while ((panels + _blockPanels - 1) / _blockPanels > MostBlocks) _blockPanels *= 2;
        _blocks = (panels + _blockPanels - 1) / _blockPanels;
        _sums.Reserve(checked(_blocks * padded));
        _bounds.Reserve(padded);
        _lowest.Reserve(checked(_blocks * panels));
        _candidateSums.Reserve(_blocks * RowPanels.Lanes * Classes);
        _points.Reserve(checked(_blocks * RowPanels.Lanes * packed.Rows.Dimension));
        WorkerTeam.Run(this, _blocks, threads);
        for (int row = 0; row < packed.Rows.Count; row++)
        {
            double sum = 0;
            for (int block = 0; block < _blocks; block++) sum += _sums.Pointer[(nint)block * padded + row];
            _bounds.Pointer[row] = SimilarityForm.Raise(sum, RowPanels.Lanes, coverage.WeightedCount) * coverage.WeightScale;
        }
    }

    /// <summary>One block of rows against all candidates up to its end; the last block has the most, so it comes first.</summary>
    void IChunkedWork.Execute(int chunk)
    {
        int block = _blocks - 1 - chunk;
        RowPanels rows = _packed.Rows;
        int first = block * _blockPanels, end = Math.Min(first + _blockPanels, rows.PanelCount), dimension = rows.Dimension;
        double* sums = _sums.Pointer + (nint)block * rows.PaddedCount;
        double* unused = stackalloc double[RowPanels.Lanes];
        float* points = _points.Pointer + (nint)block * RowPanels.Lanes * dimension;
        float* low = stackalloc float[Lowest];
        new Span<double>(sums, rows.PaddedCount).Clear();
        if (_cache.IsComplete)
        {
            Remembered(block, first, end, sums);
            return;
        }
        for (int panel = 0; panel < end; panel++)
        {
            _cancellation.ThrowIfCancellationRequested();
            int candidate = panel * RowPanels.Lanes, candidates = rows.RowsIn(panel);
            rows.CopyRows(panel, points);
            new Span<float>(low, Lowest).Fill(float.PositiveInfinity);
            double* candidateSums = _candidateSums.Pointer + (nint)block * RowPanels.Lanes * Classes;
            new Span<double>(candidateSums, RowPanels.Lanes * Classes).Clear();
            // Within a panel all pairs are there both ways already, so what its rows would gain as rows is dropped.
            if (panel >= first) Pass(panel, 1, unused - candidate);
            int start = Math.Max(first, panel + 1);
            if (start < end) Pass(start, end - start, sums);
            for (int j = 0; j < candidates; j++)
                for (int c = 0; c < Classes; c++) sums[candidate + j] += candidateSums[j * Classes + c];
            float lowest = float.PositiveInfinity;
            for (int i = 0; i < Lowest; i++) lowest = Math.Min(lowest, low[i]);
            _lowest.Pointer[(nint)block * rows.PanelCount + panel] = lowest;

            void Pass(int firstPanel, int count, double* rowSums) => _packed.Gains.PairGains(
                rows, firstPanel, count, _packed.Terms, _coverage.Lowered, _coverage.Weights, points, candidates,
                _packed.Terms + candidate, _coverage.Lowered + candidate, _coverage.Weights + candidate, _packed.Parameter,
                candidateSums, rowSums, low);
        }
        for (int panel = end; panel < rows.PanelCount; panel++)
            _lowest.Pointer[(nint)block * rows.PanelCount + panel] = float.PositiveInfinity;
    }

    /// <summary>The same from remembered similarities: every candidate over the block's rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Remembered(int block, int first, int end, double* sums)
    {
        RowPanels rows = _packed.Rows;
        int lastRow = Math.Min(end * RowPanels.Lanes, rows.Count);
        double* classes = stackalloc double[Classes];
        for (int panel = 0; panel < rows.PanelCount; panel++)
        {
            float lowest = float.PositiveInfinity;
            for (int candidate = panel * RowPanels.Lanes; candidate < Math.Min(rows.Count, (panel + 1) * RowPanels.Lanes); candidate++)
            {
                new Span<double>(classes, Classes).Clear();
                float* column = _cache.Column(candidate);
                SimilarityCache.Gain(column, first, end - first, _coverage, classes);
                for (int c = 0; c < Classes; c++) sums[candidate] += classes[c];
                if (_packed.Form.IsRelativeToMaximum)
                    for (int row = first * RowPanels.Lanes; row < lastRow; row++) lowest = Math.Min(lowest, column[row]);
            }
            _lowest.Pointer[(nint)block * rows.PanelCount + panel] = lowest;
        }
    }
}
