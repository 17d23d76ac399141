using System;
using System.Runtime.CompilerServices;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;
using HpcCoreset.Runtime;

namespace HpcCoreset.Submodular;

/// <summary>
/// Remembers upper bounds of the similarities of candidates to all rows, under a budget of bytes: reading a float32 costs less than d
/// multiply-adds. If all candidates fit, all are computed at once, by tiles; else those that are refreshed, first come first kept, since
/// lazy evaluation comes back to few.
/// </summary>
internal sealed unsafe class SimilarityCache : IChunkedWork
{
    private readonly PinnedBuffer<float> _columns = new();
    private readonly PinnedBuffer<int> _slots = new();
    private readonly PinnedBuffer<float> _points = new();
    private PackedCandidates _packed = null!;
    private CancellationToken _cancellation;
    private int _capacity;
    private int _admitted;
    private int _filled;
    private int _strips;

    /// <summary>Whether every candidate's similarities are there.</summary>
    public bool IsComplete => _filled == _packed.Candidates.Rows.Count;

    /// <summary>Forgets everything and sizes the cache; fills it if all candidates fit. Allocates when it outgrows every earlier size.</summary>
    public void Reset(PackedCandidates packed, long bytes, int threads, CancellationToken cancellation)
    {
        (_packed, _cancellation, _admitted, _filled) = (packed, cancellation, 0, 0);
        RowPanels candidates = packed.Candidates.Rows;
        int count = candidates.Count, padded = packed.Rows.PaddedCount;
        _capacity = (int)Math.Min(count, Math.Min(bytes / (sizeof(float) * (long)padded), Array.MaxLength / padded - 1));
        _columns.Reserve(_capacity * padded);
        _slots.Reserve(count);
        _slots.Span(count).Fill(-1);
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

    /// <summary>A candidate's similarities, one per padded row; null if it has no place.</summary>
    public float* Column(int candidate) =>
        _slots.Pointer[candidate] < 0 ? null : _columns.Pointer + (nint)_slots.Pointer[candidate] * _packed.Rows.PaddedCount;

    /// <summary>Whether a candidate's similarities are already written.</summary>
    public bool IsFilled(int candidate) => _slots.Pointer[candidate] >= 0 && _slots.Pointer[candidate] < _filled;

    /// <summary>Cuts what is remembered off at the ceilings.</summary>
    public void Cap(Coverage coverage)
    {
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
        for (int panel = chunk; panel < _packed.Candidates.Rows.PanelCount; panel += _strips)
        {
            _cancellation.ThrowIfCancellationRequested();
            Fill(panel, _points.Pointer + (nint)chunk * RowPanels.Lanes * _packed.Rows.Dimension);
        }
    }

    /// <summary>
    /// One panel's candidates against its own and all later whole panels; earlier ones mirror what this writes for them. The last panel's
    /// candidates, if they do not fill it, see all rows: a pass costs as much for a panel that is mostly padding as for a full one. So do
    /// candidates that are not the rows.
    /// </summary>
    private void Fill(int panel, float* points)
    {
        RowPanels rows = _packed.Rows;
        bool mirrored = _packed.Candidates == _packed;
        int count = rows.Count, padded = rows.PaddedCount, whole = mirrored ? count / RowPanels.Lanes : 0;
        int candidate = panel * RowPanels.Lanes, candidates = _packed.Candidates.Rows.RowsIn(panel);
        int first = panel < whole ? panel : 0, end = panel < whole ? whole : rows.PanelCount;
        _packed.Candidates.Rows.CopyRows(panel, points);
        float* columns = Column(candidate);
        _packed.Gains.Similarities(
            rows, first, end - first, _packed.Terms, points, candidates, _packed.Candidates.Terms + candidate, _packed.Parameter, columns, padded);
        if (!mirrored) return;
        // Finite, because a weight of 0 must silence what no pass has written.
        if (panel < whole)
            for (int j = 0; j < candidates; j++) new Span<float>(columns + (nint)j * padded + count, padded - count).Clear();
        Mirror(first * RowPanels.Lanes, candidate);
        Mirror(candidate + RowPanels.Lanes, end * RowPanels.Lanes);

        void Mirror(int row, int endRow)
        {
            if (row < endRow)
                Transposition.Run(columns + row, padded, candidates, endRow - row, null, _columns.Pointer + (nint)row * padded + candidate, padded);
        }
    }
}
