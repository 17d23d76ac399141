using System;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// The rows of one selection as the passes want them: packed, with one number per row, and a kernel for the similarity. Candidates are the
/// rows themselves, or others.
/// </summary>
internal sealed unsafe class PackedCandidates : IChunkedWork, IDisposable
{
    private const float Huge = 3e38f;
    private readonly Packing _packing = new();
    private readonly PinnedBuffer<float> _squaredNorms = new();
    private readonly PinnedBuffer<float> _terms = new();

    public RowPanels Rows => _packing.Rows;

    public SimilarityForm Form { get; private set; }

    public PointKernel Kernel { get; private set; } = null!;

    public GainKernel Gains { get; private set; } = null!;

    /// <summary>The rows that may be picked: these, or others packed to the same origin.</summary>
    public PackedCandidates Candidates { get; set; } = null!;

    /// <summary>The similarity's parameter in float32.</summary>
    public float Parameter => Form.PassParameter;

    /// <summary>Per padded row: the number that makes the similarity an upper bound.</summary>
    public float* Terms => _terms.Pointer;

    /// <summary>Per padded row: the squared norm of the packed row.</summary>
    public float* SquaredNorms => _squaredNorms.Pointer;

    /// <summary>Packs the caller's rows; a kernel without inner products is one that counts bits. O(rows * dimension).</summary>
    public void Load(SimilarityForm form, PointKernel kernel, RowSource rows, int threads) => Load(form, kernel, rows, threads, null);

    /// <summary>Packs candidates of their own, to the origin of these rows.</summary>
    public void LoadCandidates(PackedCandidates candidates, RowSource rows, int threads)
    {
        candidates.Load(Form, Kernel, rows, threads, _packing.Origin);
        Candidates = candidates;
    }

    private void Load(SimilarityForm form, PointKernel kernel, RowSource rows, int threads, float* origin)
    {
        (Form, Kernel, Gains, Candidates) = (form, kernel, kernel.Gains(form.Similarity), this);
        _packing.Pack(kernel.UsesInnerProduct ? rows : rows.Words, form.Scaling, form.IsCentred && kernel.UsesInnerProduct, threads, origin);
        _squaredNorms.Reserve(Rows.PaddedCount);
        _terms.Reserve(Rows.PaddedCount);
        WorkerTeam.Run(this, Rows.ChunkCount, threads);
    }

    /// <summary>The largest squared norm of a packed row or candidate.</summary>
    public float LargestSquaredNorm =>
        Math.Max(TensorPrimitives.Max<float>(_squaredNorms.Span(Rows.Count)), Candidates == this ? 0 : Candidates.LargestSquaredNorm);

    /// <summary>The panels of a chunk.</summary>
    public (int First, int Count) Panels(int chunk)
    {
        int first = chunk * RowPanels.ChunkPanels;
        return (first, Math.Min(RowPanels.ChunkPanels, Rows.PanelCount - first));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void IChunkedWork.Execute(int chunk)
    {
        (int first, int count) = Panels(chunk);
        int end = (first + count) * RowPanels.Lanes, filled = Math.Min(end, Rows.Count);
        if (!Kernel.UsesInnerProduct)
        {
            TakeExact(first * RowPanels.Lanes, filled, end);
            return;
        }
        Kernel.PrepareRows(Rows, first, count, SquaredNorms);
        for (int row = first * RowPanels.Lanes; row < filled; row++) Terms[row] = Form.Term(SquaredNorms[row], IsZero(row));
        // A squared norm that makes padding the nearest of all, because the lowest similarity of any pair is looked for. Rows one float
        // spacing apart can lie farther from their rounded mean, which padding stands at, than from each other.
        for (int row = filled; row < end; row++) Terms[row] = Form.IsRelativeToMaximum ? -Huge : 0;
    }

    /// <summary>Bits are counted exactly and need no terms; the padding repeats a row, so that the lowest similarity is one of two rows.</summary>
    private void TakeExact(int first, int filled, int end)
    {
        new Span<float>(SquaredNorms + first, end - first).Clear();
        new Span<float>(Terms + first, end - first).Clear();
        for (int row = filled; row < end; row++)
        {
            float* panel = Rows.Panel(row / RowPanels.Lanes);
            for (int t = 0; t < Rows.Dimension; t++) panel[(nint)t * RowPanels.Lanes + row % RowPanels.Lanes] = panel[(nint)t * RowPanels.Lanes];
        }
    }

    private bool IsZero(int row)
    {
        if (SquaredNorms[row] != 0) return false;
        float* lane = Rows.Panel(row / RowPanels.Lanes) + row % RowPanels.Lanes;
        for (int t = 0; t < Rows.Dimension; t++)
            if (lane[(nint)t * RowPanels.Lanes] != 0) return false;
        return true;
    }

    public void Dispose() => _packing.Dispose();
}
