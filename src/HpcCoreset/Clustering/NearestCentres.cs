using System;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>The nearest centre of every row: the E-step.</summary>
internal sealed unsafe class NearestCentres : IChunkedWork, IDisposable
{
    private readonly PinnedBuffer<float> _centres = new();
    private readonly PinnedBuffer<float> _terms = new();
    private readonly PinnedBuffer<float> _distance = new();
    private readonly PinnedBuffer<float> _runnerUp = new();
    private readonly ChunkScratch<float> _sums = new();
    private readonly PinnedBuffer<float> _origin = new();
    private readonly SampleMean _sampleMean = new();
    private readonly PinnedBuffer<float> _slotTerms = new();
    private readonly PinnedBuffer<int> _packedOwner = new(); // of each packed row, where these are not in order
    private readonly ChunkScratch<int> _near = new();
    private readonly ChunkScratch<float> _nearCentres = new();
    private RowPanels[] _panels = [];
    private PinnedBuffer<int> _owner = new();
    private PinnedBuffer<int> _previous = new();
    private WeightedRows _rows = null!;
    private bool _streams;
    private CentreBounds? _bounds;
    private float* _rowTerms;
    private double* _originalCentres;
    private int _clusters;
    private int _mostClusters;

    /// <summary>The number of the nearest centre of each row, lowest on ties; may be edited between runs.</summary>
    public int* Owner => _owner.Pointer;

    /// <summary>What <see cref="Owner"/> was before the last run, edits included.</summary>
    public int* Previous => _previous.Pointer;

    /// <summary>The distance to it, as the kernel says: in float32, in expanded form.</summary>
    public float* Distance => _distance.Pointer;

    /// <summary>Makes room for up to <paramref name="clusters"/> centres, so that no later run of this shape allocates.</summary>
    public void Reserve(int rows, int dimension, int clusters, int threads)
    {
        _mostClusters = clusters;
        _centres.Reserve(checked(clusters * dimension));
        _terms.Reserve(clusters);
        ReserveRows(rows);
        ReserveScratch(rows, dimension, clusters, threads);
    }

    /// <summary>Makes room for runs with bounds on up to <paramref name="clusters"/> centres.</summary>
    public void ReserveBounds(WeightedRows rows, int clusters)
    {
        _packedOwner.Reserve(rows.PaddedCount);
        _near.Reserve(Math.Min(rows.Threads, rows.ChunkCount), clusters);
        _nearCentres.Reserve(Math.Min(rows.Threads, rows.ChunkCount), checked(clusters * (rows.Dimension + 1)));
    }

    /// <summary>Starts runs with bounds, on rows that were grouped by their owners.</summary>
    public void StartBounds(WeightedRows rows)
    {
        for (int place = 0; place < rows.Count; place++) _packedOwner.Pointer[place] = Owner[rows.Order[place]];
    }

    /// <summary>How many rows have another centre than before the last run.</summary>
    public int CountMoved(int rows)
    {
        int moved = 0;
        for (int row = 0; row < rows; row++) moved += Owner[row] != Previous[row] ? 1 : 0;
        return moved;
    }

    /// <summary>Finds the nearest centres. O(rows * clusters * dimension).</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="centres">The centres, row-major, in the rows' own coordinates.</param>
    /// <param name="clusters">Number of centres, at least 1.</param>
    /// <param name="once">
    /// Whether this is the only pass over these rows. Rows not packed so far then are packed a panel at a time, which stays in cache, and
    /// forgotten, around the mean of a sample of them.
    /// </param>
    /// <param name="bounds">
    /// What leaves out centres that are too far away from a panel, of rows that are packed in the order of <see cref="StartBounds"/>; or
    /// null to compare all.
    /// </param>
    /// <returns>Whether any row has another centre than <see cref="Owner"/> said before; only meaningful for the same rows.</returns>
    public bool Run(WeightedRows rows, double* centres, int clusters, bool once = false, CentreBounds? bounds = null)
    {
        (_rows, _clusters, _bounds) = (rows, clusters, bounds);
        _streams = once && rows.CanStream;
        if (!_streams)
        {
            rows.Pack();
            _rowTerms = rows.Terms();
        }
        _originalCentres = centres;
        ReserveRows(rows.Count);
        (_owner, _previous) = (_previous, _owner);
        ReserveScratch(rows.Count, rows.Dimension, Math.Max(clusters, _mostClusters), rows.Threads);
        PackCentres(centres);
        nint bytes = (nint)rows.Count * sizeof(int);
        if (!rows.Ranks.Passes.TryRecall(Owner, bytes))
        {
            WorkerTeam.Run(this, rows.ChunkCount, rows.Threads);
            rows.Ranks.Passes.Keep(Owner, bytes);
        }
        (_rows, _bounds) = (null!, null);
        _originalCentres = null;
        return !new Span<int>(Owner, rows.Count).SequenceEqual(new Span<int>(Previous, rows.Count));
    }

    void IChunkedWork.Execute(int chunk)
    {
        (int firstPanel, int panels) = _rows.ChunkPanels(chunk);
        float* sums = _sums.Take(out int slot), scratch = _rows.TakeScratch(out int scratchSlot);
        if (_streams) Stream(slot, firstPanel, panels, sums, scratch);
        else if (_bounds != null) AssignNear(firstPanel, panels, sums, scratch);
        else Assign(_rows.Panels, firstPanel, panels, _rowTerms, first: 0, sums, scratch);
        _rows.ReturnScratch(scratchSlot);
        _sums.Return(slot);
    }

    public void Dispose()
    {
        foreach (RowPanels panel in _panels) panel.Dispose();
    }

    /// <summary>Packs and assigns one panel after the other.</summary>
    private void Stream(int slot, int firstPanel, int panels, float* sums, float* scratch)
    {
        float* terms = _slotTerms.Pointer + slot * RowPanels.Lanes;
        for (int panel = firstPanel; panel < firstPanel + panels; panel++)
        {
            _rows.PackPanel(panel, _origin.Pointer, _panels[slot], scratch);
            _rows.Kernel.PrepareRows(_panels[slot], 0, 1, terms);
            Assign(_panels[slot], 0, 1, terms, panel * RowPanels.Lanes, sums, scratch);
        }
    }

    /// <summary>Assigns panels to those centres that may be nearest.</summary>
    private void AssignNear(int firstPanel, int panels, float* sums, float* scratch)
    {
        int* near = _near.Take(out int slot);
        float* centres = _nearCentres.Take(out int centresSlot), terms = centres + (nint)_clusters * _rows.Dimension;
        for (int panel = firstPanel; panel < firstPanel + panels; panel++)
        {
            int first = panel * RowPanels.Lanes, filled = _rows.Panels.RowsIn(panel);
            int* owner = _packedOwner.Pointer + first;
            int count = _bounds!.Rests ? _clusters : _bounds.Lower(panel, owner, near);
            if (count > 1) // else all rows keep the one centre they have
            {
                bool all = count == _clusters;
                if (!all) Gather(near, count, centres, terms);
                float* compared = all ? _centres.Pointer : centres, squares = all ? _terms.Pointer : terms;
                _rows.Kernel.Assign(
                    _rows.Panels, panel, 1, compared, count, squares, _rowTerms, _packedOwner.Pointer, _distance.Pointer, _runnerUp.Pointer, sums,
                    _rows.Originals(_originalCentres, scratch).From(0, all ? null : near));
                if (!all)
                    for (int lane = 0; lane < filled; lane++) owner[lane] = near[owner[lane]];
                if (!_bounds.Rests) _bounds.Renew(panel, near, count, _rowTerms + first, squares, sums, _distance.Pointer + first);
            }
            for (int lane = 0; lane < filled; lane++) Owner[_rows.Order[first + lane]] = owner[lane];
        }
        _nearCentres.Return(centresSlot);
        _near.Return(slot);
    }

    private void Gather(int* which, int count, float* centres, float* terms)
    {
        int dimension = _rows.Dimension;
        for (int i = 0; i < count; i++)
        {
            new ReadOnlySpan<float>(_centres.Pointer + (nint)which[i] * dimension, dimension).CopyTo(new Span<float>(centres + (nint)i * dimension, dimension));
            terms[i] = _terms.Pointer[which[i]];
        }
    }

    /// <param name="rows">Packed rows.</param>
    /// <param name="firstPanel">The first of their panels to assign.</param>
    /// <param name="panels">Number of panels.</param>
    /// <param name="terms">Their terms.</param>
    /// <param name="first">Which row of all is the first of <paramref name="rows"/>.</param>
    /// <param name="sums">Scratch for the sums of a panel.</param>
    /// <param name="scratch">Scratch to decode rows in.</param>
    private void Assign(RowPanels rows, int firstPanel, int panels, float* terms, int first, float* sums, float* scratch) =>
        _rows.Kernel.Assign(
            rows, firstPanel, panels, _centres.Pointer, _clusters, _terms.Pointer, terms, _owner.Pointer + first, _distance.Pointer + first,
            _runnerUp.Pointer + first, sums, _rows.Originals(_originalCentres, scratch).From(first));

    /// <summary>The centres in the packed rows' coordinates.</summary>
    private void PackCentres(double* centres)
    {
        int dimension = _rows.Dimension;
        float* origin = _rows.Origin;
        if (_streams)
        {
            _rows.BeginStreaming();
            _sampleMean.Run(_rows, origin = _origin.Pointer);
        }
        float* packed = _centres.Reserve(checked(_clusters * dimension));
        for (int c = 0; c < _clusters; c++)
            for (int t = 0; t < dimension; t++)
                packed[(nint)c * dimension + t] = (float)(centres[(nint)c * dimension + t] - origin[t]);
        _rows.Kernel.Prepare(packed, _clusters, dimension, _terms.Reserve(_clusters));
    }

    private void ReserveRows(int rows)
    {
        int padded = checked(RowPanels.PanelsOf(rows) * RowPanels.Lanes);
        _owner.Reserve(padded);
        _previous.Reserve(padded);
        _distance.Reserve(padded);
        _runnerUp.Reserve(padded);
    }

    /// <summary>A panel and its sums for every chunk that may run at once.</summary>
    private void ReserveScratch(int rows, int dimension, int clusters, int threads)
    {
        _sums.Reserve(Math.Min(threads, RowPanels.ChunksOf(rows)), checked(clusters * RowPanels.Lanes));
        int before = _panels.Length;
        if (before < _sums.Slots) Array.Resize(ref _panels, _sums.Slots);
        for (; before < _sums.Slots; before++) _panels[before] = new RowPanels();
        foreach (RowPanels panel in _panels) panel.Reserve(RowPanels.Lanes, dimension);
        _slotTerms.Reserve(_sums.Slots * RowPanels.Lanes);
        _origin.Reserve(dimension);
        _sampleMean.Reserve(dimension);
    }
}
