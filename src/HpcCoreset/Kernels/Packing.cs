using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Kernels;

/// <summary>
/// Turns the caller's rows into <see cref="RowPanels"/>, in parallel: optionally scaled to unit length in double, optionally moved so
/// that their mean is the origin, which is what keeps the expanded form of a squared distance accurate.
/// </summary>
/// <remarks>
/// Sums run over fixed chunks of rows, added in index order, so the packed bytes do not depend on the number of threads. Keeps its
/// memory from call to call; keeps no pointer to the caller's.
/// </remarks>
internal sealed unsafe class Packing : IChunkedWork, IDisposable
{
    private readonly PinnedBuffer<float> _origin = new();
    private readonly PinnedBuffer<double> _scales = new();
    private readonly PinnedBuffer<double> _shifts = new();
    private readonly PinnedBuffer<double> _chunkSums = new();
    private readonly PinnedBuffer<double> _sums = new();
    private readonly PinnedBuffer<float> _staged = new();
    private readonly ChunkScratch<float> _decoded = new();
    private RowSource _rows;
    private int* _order;
    private RowScaling _scaling;
    private bool _centred;
    private bool _measuring;
    private int _strips;

    /// <summary>The packed rows.</summary>
    public RowPanels Rows { get; } = new();

    /// <summary>What was subtracted from every row: one value per dimension, all 0 if not centred.</summary>
    public float* Origin => _origin.Pointer;

    /// <summary>What every row was multiplied by before the origin was subtracted: 1 / length, or 1 for all.</summary>
    public double* Scales => _scales.Pointer;

    /// <summary>What was subtracted from every value of a row before it was scaled: its mean under correlation, else 0.</summary>
    public double* Shifts => _shifts.Pointer;

    /// <summary>Makes room to pack rows of a shape once more in another order.</summary>
    public void ReserveOrder(RowSource rows, int threads) =>
        _staged.Reserve(checked(Math.Min(threads, RowPanels.PanelsOf(rows.Count)) * RowPanels.Lanes * rows.Dimension));

    /// <summary>Packs the same rows once more in another order, moved to the same origin and scaled by the same scales.</summary>
    /// <param name="rows">The rows of the last <c>Pack</c>.</param>
    /// <param name="order">The number of each packed row.</param>
    /// <param name="threads">Threads to use.</param>
    public void PackInOrder(RowSource rows, int* order, int threads)
    {
        _rows = rows;
        _order = order;
        _strips = Math.Min(threads, Rows.PanelCount);
        ReserveOrder(rows, threads);
        WorkerTeam.Run(this, _strips, threads);
        _rows = default;
        _order = null;
    }

    /// <summary>Packs rows. O(rows * dimension); allocates only when the shape outgrows every earlier one.</summary>
    /// <param name="rows">At least one row; must stay pinned during the call.</param>
    /// <param name="scaling">What happens to each row first.</param>
    /// <param name="centred">Whether the mean of the rows becomes the origin.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="origin">What becomes the origin instead of the mean, one value per dimension; null for the mean.</param>
    public void Pack(RowSource rows, RowScaling scaling, bool centred, int threads, float* origin = null) =>
        Pack(rows, scaling, centred, threads, RowPlace.Alone(rows.Count), origin);

    /// <summary>The same of rows that are some of those that ranks hold, whose mean is that of all. Every rank calls it.</summary>
    public void Pack(RowSource rows, RowScaling scaling, bool centred, int threads, in RowPlace place, float* origin = null)
    {
        (int count, int dimension) = (rows.Count, rows.Dimension);
        (_rows, _scaling, _centred) = (rows, scaling, centred);
        Rows.Reserve(count, dimension);
        _origin.Reserve(dimension);
        _scales.Reserve(count);
        _shifts.Reserve(count);
        _chunkSums.Reserve(checked(Rows.ChunkCount * dimension));
        _strips = Math.Min(threads, Rows.PanelCount);
        _decoded.Reserve(threads, rows.ScratchLength);
        if (scaling != RowScaling.None || rows.IsNarrow) _staged.Reserve(checked(_strips * RowPanels.Lanes * dimension));

        _measuring = true;
        WorkerTeam.Run(this, Rows.ChunkCount, threads);
        Span<double> sums = new(_sums.Reserve(dimension), dimension);
        sums.Clear();
        place.Ranks.TakeOver(sums);
        for (int t = 0; t < dimension; t++)
            for (int chunk = 0; chunk < Rows.ChunkCount; chunk++) sums[t] += _chunkSums.Pointer[(nint)chunk * dimension + t];
        place.Ranks.HandOver(sums);
        for (int t = 0; t < dimension; t++) _origin.Pointer[t] = !centred ? 0 : origin != null ? origin[t] : (float)(sums[t] / place.Total);
        _measuring = false;
        WorkerTeam.Run(this, _strips, threads);
        _rows = default;
    }

    void IChunkedWork.Execute(int chunk)
    {
        if (_measuring) Measure(chunk);
        else PackStrip(chunk);
    }

    public void Dispose() => Rows.Dispose();

    /// <summary>One chunk's scales and its part of the mean.</summary>
    private void Measure(int chunk)
    {
        int dimension = Rows.Dimension;
        int first = chunk * RowPanels.ChunkRows;
        int end = first + Math.Min(RowPanels.ChunkRows, Rows.Count - first);
        double* sum = _chunkSums.Pointer + (nint)chunk * dimension;
        new Span<double>(sum, dimension).Clear();
        float* scratch = _decoded.Take(out int slot);
        for (int row = first; row < end; row++)
        {
            float* values = _rows.Row(row, scratch);
            double shift = _scaling == RowScaling.Standardised ? RowArithmetic.Mean(values, dimension) : 0;
            double scale = _scaling == RowScaling.None ? 1 : 1 / Math.Sqrt(RowArithmetic.SquaredNorm(values, shift, dimension));
            (_shifts.Pointer[row], _scales.Pointer[row]) = (shift, scale);
            if (_centred) RowArithmetic.Accumulate(values, scale, sum, dimension);
        }
        _decoded.Return(slot);
    }

    /// <summary>One strip of neighbouring panels; there are as many strips as threads, each with a panel of scratch.</summary>
    private void PackStrip(int strip)
    {
        int first = (int)((long)Rows.PanelCount * strip / _strips);
        int end = (int)((long)Rows.PanelCount * (strip + 1) / _strips);
        float* origin = _centred ? _origin.Pointer : null, staged = _staged.Pointer + (nint)strip * RowPanels.Lanes * Rows.Dimension;
        for (int panel = first; panel < end; panel++)
        {
            RowSource rows = Prepared(panel, staged);
            Rows.Pack(panel, rows.Row(0, null), rows.Stride, origin);
        }
    }

    /// <summary>The rows of a panel decoded and scaled: the caller's memory if there is nothing to do, else <paramref name="staged"/>.</summary>
    private RowSource Prepared(int panel, float* staged)
    {
        int first = panel * RowPanels.Lanes;
        if (_order != null) return Gathered(first, staged);
        RowSource rows = _rows.Decoded(first, Math.Min(RowPanels.Lanes, Rows.Count - first), staged);
        if (_scaling == RowScaling.None) return rows;
        for (int lane = 0; lane < rows.Count; lane++)
            RowArithmetic.Scale(
                rows.Row(lane, null), _shifts.Pointer[first + lane], _scales.Pointer[first + lane], staged + (nint)lane * rows.Dimension, rows.Dimension);
        return new RowSource(staged, rows.Count, rows.Dimension, rows.Dimension);
    }

    private RowSource Gathered(int first, float* staged)
    {
        int count = Math.Min(RowPanels.Lanes, Rows.Count - first), dimension = Rows.Dimension;
        float* scratch = _decoded.Take(out int slot);
        for (int lane = 0; lane < count; lane++)
        {
            int row = _order[first + lane];
            float* values = _rows.Row(row, scratch), target = staged + (nint)lane * dimension;
            if (_scaling == RowScaling.None) new ReadOnlySpan<float>(values, dimension).CopyTo(new Span<float>(target, dimension));
            else RowArithmetic.Scale(values, _shifts.Pointer[row], _scales.Pointer[row], target, dimension);
        }
        _decoded.Return(slot);
        return new RowSource(staged, count, dimension, dimension);
    }
}
