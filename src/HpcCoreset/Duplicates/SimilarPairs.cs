using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;
using HpcCoreset.Submodular;

namespace HpcCoreset.Duplicates;

/// <summary>
/// Goes through the pairs of rows of a cluster that may be alike, a block of rows against all before it, in memory for that block: cosines in
/// float32, which are far enough from the threshold to decide nearly all of them, and in double those that are not.
/// </summary>
/// <param name="rows">The rows.</param>
/// <param name="threshold">Rows are alike from this cosine on.</param>
internal abstract unsafe class SimilarPairs(UnitRows rows, double threshold) : IChunkedWork
{
    /// <summary>Panels in a block, which threads share.</summary>
    protected const int BlockPanels = 16;

    /// <summary>Panels compared at a time: 128 KB of cosines.</summary>
    private const int GroupPanels = 8;
    private const int GroupRows = GroupPanels * RowPanels.Lanes;

    private readonly ChunkScratch<float> _cosines = new();
    private readonly PinnedBuffer<float> _points = new();
    private readonly PinnedBuffer<float> _zeros = new();
    private readonly PinnedBuffer<double> _vectors = new();
    private readonly PinnedBuffer<float> _decoded = new();
    private GainKernel _kernel = null!;
    private int _firstPanel;
    private float _least;
    private float _certain;

    /// <summary>The rows.</summary>
    protected UnitRows Rows => rows;

    /// <summary>Goes through all pairs. O(rows^2 * dimension / 2).</summary>
    public void Run(int threads, CancellationToken cancellation)
    {
        RowPanels panels = rows.Panels;
        _kernel = KernelCatalogue.Get(Metric.Cosine, panels.Dimension).Gains(Similarity.Cosine);
        // Twice what one point's number adds to make an upper bound of a cosine: the rounding of two rows and of their product.
        double slack = 2.0 * new SimilarityForm(Similarity.Cosine, panels.Dimension, 0).Term(1, isZero: false);
        (_least, _certain) = (MathF.BitDecrement((float)(threshold - slack)), MathF.BitIncrement((float)(threshold + slack)));
        int slots = Math.Min(threads, BlockPanels);
        _cosines.Reserve(slots, RowPanels.Lanes * GroupRows);
        _points.Reserve(checked(slots * RowPanels.Lanes * panels.Dimension));
        _vectors.Reserve(checked(slots * panels.Dimension));
        _decoded.Reserve(checked(slots * rows.ScratchLength));
        new Span<float>(_zeros.Reserve(panels.PaddedCount), panels.PaddedCount).Clear();
        Start();
        for (_firstPanel = 0; _firstPanel < panels.PanelCount; _firstPanel += BlockPanels)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(BlockPanels, panels.PanelCount - _firstPanel);
            WorkerTeam.Run(this, count, threads);
            FinishBlock(_firstPanel, count);
        }
    }

    /// <summary>One panel of the block against all panels up to it.</summary>
    void IChunkedWork.Execute(int chunk)
    {
        RowPanels panels = rows.Panels;
        int panel = _firstPanel + chunk, count = panels.RowsIn(panel);
        float* cosines = _cosines.Take(out int slot);
        float* points = _points.Pointer + (nint)slot * RowPanels.Lanes * panels.Dimension;
        panels.CopyRows(panel, points);
        var exact = new Comparison(this, slot);
        for (int first = 0; first <= panel; first += GroupPanels)
        {
            int others = Math.Min(GroupPanels, panel + 1 - first);
            if (!Wants(panel, first, others)) continue;
            _kernel.Similarities(
                panels, first, others, _zeros.Pointer, points, count, _zeros.Pointer, 0, cosines - (nint)first * RowPanels.Lanes, GroupRows);
            for (int v = 0; v < count; v++)
                for (int other = 0; other < others; other++)
                {
                    ulong possible = Mask(cosines + (nint)v * GroupRows + other * RowPanels.Lanes, _least);
                    if (first + other == panel) possible &= (1UL << v) - 1; // only those before it, and no padding
                    if (possible == 0) continue;
                    ulong certain = Mask(cosines + (nint)v * GroupRows + other * RowPanels.Lanes, _certain);
                    Visit(panel * RowPanels.Lanes + v, first + other, possible, certain, exact);
                }
        }
        _cosines.Return(slot);
    }

    /// <summary>Before the first block.</summary>
    protected abstract void Start();

    /// <summary>Whether a panel has to be compared with some of those up to it.</summary>
    protected abstract bool Wants(int panel, int first, int count);

    /// <summary>A row may be like some of a panel before it. Called in order of the panels for a row, from any thread.</summary>
    /// <param name="row">Position of the row.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="possible">Its rows that may be alike, bit by bit, all of them before <paramref name="row"/>.</param>
    /// <param name="certain">Its rows that are alike if they are possible.</param>
    /// <param name="exact">Decides about the others.</param>
    protected abstract void Visit(int row, int panel, ulong possible, ulong certain, Comparison exact);

    /// <summary>After a block.</summary>
    protected abstract void FinishBlock(int firstPanel, int count);

    /// <summary>Which of 64 values are at least <paramref name="least"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Mask(float* values, float least)
    {
        var limit = Vector256.Create(least);
        ulong mask = 0;
        for (int i = 0; i < RowPanels.Lanes; i += Vector256<float>.Count)
            mask |= (ulong)Vector256.GreaterThanOrEqual(Vector256.Load(values + i), limit).ExtractMostSignificantBits() << i;
        return mask;
    }

    /// <summary>Cosines in double, for one thread.</summary>
    protected readonly struct Comparison(SimilarPairs pairs, int slot)
    {
        public double Cosine(int a, int b)
        {
            UnitRows rows = pairs.Rows;
            return rows.Cosine(
                a, b, pairs._vectors.Pointer + (nint)slot * rows.Panels.Dimension, pairs._decoded.Pointer + (nint)slot * rows.ScratchLength);
        }

        /// <summary>The rows of a panel that are like a row.</summary>
        public ulong Decide(int row, int panel, ulong possible, ulong certain)
        {
            ulong alike = possible & certain;
            for (ulong open = possible & ~certain; open != 0; open &= open - 1)
            {
                int lane = BitOperations.TrailingZeroCount(open);
                if (Cosine(row, panel * RowPanels.Lanes + lane) >= pairs.Threshold) alike |= 1UL << lane;
            }
            return alike;
        }
    }

    private double Threshold => threshold;
}
