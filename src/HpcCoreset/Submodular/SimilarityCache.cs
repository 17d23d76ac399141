using System;
using System.Runtime.CompilerServices;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;
using HpcCoreset.Runtime;

namespace HpcCoreset.Submodular;

/// <summary>
/// Remembers upper bounds of the similarities of candidates to all rows, under a budget of bytes: reading one costs less than d
/// multiply-adds. If all candidates fit, all are computed at once, by tiles; else those that are refreshed, first come first kept, since
/// lazy evaluation comes back to few. In float32 if all fit so, else in 16 bits.
/// </summary>
internal sealed unsafe class SimilarityCache : IChunkedWork
{
    /// <summary>Most candidates in one call of <see cref="Gains"/>.</summary>
    public const int MostTogether = RowPanels.Lanes;

    private readonly PinnedBuffer<ulong> _memory = new(); // of the widest type, since an array has two billion elements at most
    private readonly PinnedBuffer<int> _slots = new();
    private readonly PinnedBuffer<float> _points = new();
    private readonly ChunkScratch<float> _scratch = new();
    private PackedCandidates _packed = null!;
    private CancellationToken _cancellation;
    private SimilaritySteps _steps;
    private bool _isNarrow;
    private int _capacity;
    private int _admitted;
    private int _filled;
    private int _strips;

    /// <summary>Whether every candidate's similarities are there, in float32.</summary>
    public bool IsComplete => _filled == _packed.Candidates.Rows.Count && !_isNarrow;

    /// <summary>Forgets everything and sizes the cache; fills it if all candidates fit. Allocates when it outgrows every earlier size.</summary>
    /// <param name="packed">Candidates and rows.</param>
    /// <param name="bytes">What may be spent.</param>
    /// <param name="farthest">At least the (squared) distance of any pair.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="cancellation">Ends the filling.</param>
    public void Reset(PackedCandidates packed, long bytes, double farthest, int threads, CancellationToken cancellation)
    {
        (_packed, _cancellation, _admitted, _filled) = (packed, cancellation, 0, 0);
        RowPanels candidates = packed.Candidates.Rows;
        int count = candidates.Count, padded = packed.Rows.PaddedCount;
        bytes = Math.Min(bytes, (long)sizeof(ulong) * (Array.MaxLength - 64));
        _isNarrow = bytes / sizeof(float) / padded < count;
        long column = (_isNarrow ? sizeof(ushort) : sizeof(float)) * (long)padded;
        _capacity = (int)Math.Min(count, bytes / column);
        _memory.Reserve((int)(_capacity * column / sizeof(ulong)));
        _slots.Reserve(count);
        _slots.Span(count).Fill(-1);
        if (_capacity == 0) return;
        _scratch.Reserve(threads, RowPanels.Lanes * (RowPanels.ChunkRows + RowPanels.Lanes));
        if (_isNarrow)
        {
            (double lowest, double highest) = packed.Form.Range(packed.LargestSquaredNorm, farthest);
            _steps = new SimilaritySteps(lowest, highest);
        }
        if (_capacity < count) return;
        for (int i = 0; i < count; i++) _slots.Pointer[i] = i;
        (_admitted, _filled) = (count, count);
        _strips = Math.Min(threads, candidates.PanelCount);
        _points.Reserve(checked(_strips * RowPanels.Lanes * packed.Rows.Dimension));
        WorkerTeam.Run(this, _strips, threads);
    }

    /// <summary>Gives a candidate a place if there is one left.</summary>
    public void Admit(int candidate)
    {
        if (_slots.Pointer[candidate] < 0 && _admitted < _capacity) _slots.Pointer[candidate] = _admitted++;
    }

    /// <summary>Says that every admitted candidate's similarities are written.</summary>
    public void CommitAdmitted() => _filled = _admitted;

    /// <summary>Whether a candidate has a place.</summary>
    public bool IsAdmitted(int candidate) => _slots.Pointer[candidate] >= 0;

    /// <summary>Whether a candidate's similarities are already written.</summary>
    public bool IsFilled(int candidate) => IsAdmitted(candidate) && _slots.Pointer[candidate] < _filled;

    /// <summary>A candidate's similarities, one per padded row, if they are there in float32; else null.</summary>
    public float* Column(int candidate) => IsFilled(candidate) && !_isNarrow ? Wide(candidate) : null;

    /// <summary>All of a candidate's similarities, which must be there: where they lie, or decoded into <paramref name="scratch"/>.</summary>
    public float* Read(int candidate, Coverage coverage, float* scratch)
    {
        if (!_isNarrow) return Wide(candidate);
        _steps.Decode(Narrow(candidate), _packed.Rows.PaddedCount, scratch);
        coverage.Cap(scratch, 0, _packed.Rows.PanelCount);
        return scratch;
    }

    /// <summary>
    /// Adds to eight sums each the gains of candidates that have a place, over panels [first, first + count) of one chunk. Similarities that
    /// are not there yet are computed and written.
    /// </summary>
    /// <param name="candidates">The candidates: all filled, or none.</param>
    /// <param name="points">Their values, one after the other.</param>
    /// <param name="terms">Their terms.</param>
    /// <param name="first">The first panel.</param>
    /// <param name="count">How many panels, at most a chunk.</param>
    /// <param name="coverage">What is covered.</param>
    /// <param name="sums">Eight sums per candidate.</param>
    public void Gains(ReadOnlySpan<int> candidates, float* points, float* terms, int first, int count, Coverage coverage, double* sums)
    {
        const int Classes = 8;
        int row = first * RowPanels.Lanes, rows = count * RowPanels.Lanes;
        bool filled = IsFilled(candidates[0]);
        if (filled && !_isNarrow)
        {
            for (int j = 0; j < candidates.Length; j++) Gain(Wide(candidates[j]), first, count, coverage, sums + j * Classes);
            return;
        }
        float* scratch = _scratch.Take(out int slot);
        if (!filled)
            _packed.Gains.Similarities(_packed.Rows, first, count, _packed.Terms, points, candidates.Length, terms, _packed.Parameter, scratch - row, RowPanels.ChunkRows);
        for (int j = 0; j < candidates.Length; j++)
        {
            float* similarities = scratch + (nint)j * RowPanels.ChunkRows;
            if (filled) _steps.Decode(Narrow(candidates[j]) + row, rows, similarities);
            coverage.Cap(similarities - row, first, count);
            if (!filled && _isNarrow) _steps.Encode(similarities, rows, Narrow(candidates[j]) + row);
            else if (!filled) new ReadOnlySpan<float>(similarities, rows).CopyTo(new Span<float>(Wide(candidates[j]) + row, rows));
            Gain(similarities - row, first, count, coverage, sums + j * Classes);
        }
        _scratch.Return(slot);
    }

    /// <summary>Cuts what is remembered in float32 off at the ceilings; 16 bits are cut off when they are decoded, which rounded them up.</summary>
    public void Cap(Coverage coverage)
    {
        if (_isNarrow) return;
        for (int i = 0; i < _packed.Candidates.Rows.Count; i++)
            if (IsFilled(i)) coverage.Cap(Column(i), 0, _packed.Rows.PanelCount);
    }

    /// <summary>Adds the gains over panels [first, first + count) from remembered similarities to eight sums, as the tiles would.</summary>
    public static void Gain(float* column, int first, int count, Coverage coverage, double* sums)
    {
        int row = first * RowPanels.Lanes;
        TileSteps.RememberedGain(
            ref Unsafe.AsRef<float>(column + row), ref Unsafe.AsRef<float>(coverage.Lowered + row),
            ref Unsafe.AsRef<float>(coverage.Weights + row), count, ref Unsafe.AsRef<double>(sums));
    }

    /// <summary>Every so many-th panel, because early ones have more rows to go; each strip has a panel of scratch.</summary>
    void IChunkedWork.Execute(int chunk)
    {
        float* points = _points.Pointer + (nint)chunk * RowPanels.Lanes * _packed.Rows.Dimension;
        float* scratch = _scratch.Take(out int slot);
        for (int panel = chunk; panel < _packed.Candidates.Rows.PanelCount; panel += _strips)
        {
            _cancellation.ThrowIfCancellationRequested();
            _packed.Candidates.Rows.CopyRows(panel, points);
            if (_isNarrow) FillNarrow(panel, points, scratch);
            else Fill(panel, points);
        }
        _scratch.Return(slot);
    }

    /// <summary>
    /// The rows that a panel's candidates are compared with: its own and all later whole panels, since earlier ones mirror what they write
    /// for it. The last panel's candidates, if they do not fill it, see all rows: a pass costs as much for a panel that is mostly padding as
    /// for a full one. So do candidates that are not the rows.
    /// </summary>
    private (int First, int End) Partners(int panel)
    {
        int whole = _packed.Candidates == _packed ? _packed.Rows.Count / RowPanels.Lanes : 0;
        return panel < whole ? (panel, whole) : (0, _packed.Rows.PanelCount);
    }

    private void Fill(int panel, float* points)
    {
        RowPanels rows = _packed.Rows;
        int count = rows.Count, padded = rows.PaddedCount, candidate = panel * RowPanels.Lanes, candidates = _packed.Candidates.Rows.RowsIn(panel);
        (int first, int end) = Partners(panel);
        float* columns = Wide(candidate);
        _packed.Gains.Similarities(
            rows, first, end - first, _packed.Terms, points, candidates, _packed.Candidates.Terms + candidate, _packed.Parameter, columns, padded);
        if (_packed.Candidates != _packed) return;
        // Finite, because a weight of 0 must silence what no pass has written.
        if (end * RowPanels.Lanes <= count)
            for (int j = 0; j < candidates; j++) new Span<float>(columns + (nint)j * padded + count, padded - count).Clear();
        Mirror(first * RowPanels.Lanes, candidate);
        Mirror(candidate + RowPanels.Lanes, end * RowPanels.Lanes);

        void Mirror(int row, int endRow)
        {
            if (row < endRow) Transposition.Run(columns + row, padded, candidates, endRow - row, null, Wide(row) + candidate, padded);
        }
    }

    /// <summary>The same by way of a chunk of float32 similarities, and of 64 by 64 of them transposed.</summary>
    private void FillNarrow(int panel, float* points, float* scratch)
    {
        const int Lanes = RowPanels.Lanes;
        RowPanels rows = _packed.Rows;
        int candidate = panel * Lanes, candidates = _packed.Candidates.Rows.RowsIn(panel);
        float* square = scratch + Lanes * RowPanels.ChunkRows;
        (int first, int end) = Partners(panel);
        for (int start = first; start < end; start += RowPanels.ChunkPanels)
        {
            int panels = Math.Min(RowPanels.ChunkPanels, end - start);
            _packed.Gains.Similarities(
                rows, start, panels, _packed.Terms, points, candidates, _packed.Candidates.Terms + candidate, _packed.Parameter, scratch - start * Lanes,
                RowPanels.ChunkRows);
            for (int j = 0; j < candidates; j++)
                _steps.Encode(scratch + (nint)j * RowPanels.ChunkRows, panels * Lanes, Narrow(candidate + j) + start * Lanes);
            for (int other = start; _packed.Candidates == _packed && other < start + panels; other++)
            {
                if (other == panel) continue;
                Transposition.Run(scratch + (other - start) * Lanes, RowPanels.ChunkRows, candidates, Lanes, null, square, Lanes);
                for (int i = 0; i < rows.RowsIn(other); i++) _steps.Encode(square + i * Lanes, candidates, Narrow(other * Lanes + i) + candidate);
            }
        }
    }

    private float* Wide(int candidate) => (float*)_memory.Pointer + (nint)_slots.Pointer[candidate] * _packed.Rows.PaddedCount;

    private ushort* Narrow(int candidate) => (ushort*)_memory.Pointer + (nint)_slots.Pointer[candidate] * _packed.Rows.PaddedCount;
}
