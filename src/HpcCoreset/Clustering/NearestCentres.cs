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
    private readonly PinnedBuffer<float> _slotTerms = new();
    private RowPanels[] _panels = [];
    private PinnedBuffer<int> _owner = new();
    private PinnedBuffer<int> _previous = new();
    private WeightedRows _rows = null!;
    private bool _streams;
    private float* _rowTerms;
    private double* _originalCentres;
    private int _clusters;
    private int _mostClusters;
    private volatile bool _changed;

    /// <summary>The number of the nearest centre of each row, lowest on ties; may be edited between runs.</summary>
    public int* Owner => _owner.Pointer;

    /// <summary>The distance to it, as the kernel says: in float32, in expanded form.</summary>
    public float* Distance => _distance.Pointer;

    /// <summary>Makes room for up to <paramref name="clusters"/> centres, so that no later run of this shape allocates.</summary>
    public void Reserve(int rows, int dimension, int clusters, int threads)
    {
        _mostClusters = clusters;
        _centres.Reserve(checked(clusters * dimension));
        _terms.Reserve(clusters);
        ReserveScratch(rows, dimension, clusters, threads);
    }

    /// <summary>Finds the nearest centres. O(rows * clusters * dimension).</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="centres">The centres, row-major, in the rows' own coordinates.</param>
    /// <param name="clusters">Number of centres, at least 1.</param>
    /// <param name="once">
    /// Whether this is the only pass over these rows. Rows not packed so far then are packed a panel at a time, which stays in cache, and
    /// forgotten, around the mean of a sample of them.
    /// </param>
    /// <returns>Whether any row has another centre than <see cref="Owner"/> said before; only meaningful for the same rows.</returns>
    public bool Run(WeightedRows rows, double* centres, int clusters, bool once = false)
    {
        (_rows, _clusters, _changed) = (rows, clusters, false);
        _streams = once && rows.CanStream;
        if (!_streams)
        {
            rows.Pack();
            _rowTerms = rows.Terms();
        }
        _originalCentres = centres;
        int padded = rows.PaddedCount;
        _owner.Reserve(padded);
        _previous.Reserve(padded);
        _distance.Reserve(padded);
        _runnerUp.Reserve(padded);
        (_owner, _previous) = (_previous, _owner);
        ReserveScratch(rows.Count, rows.Dimension, Math.Max(clusters, _mostClusters), rows.Threads);
        PackCentres(centres);
        WorkerTeam.Run(this, rows.ChunkCount, rows.Threads);
        _rows = null!;
        _originalCentres = null;
        return _changed;
    }

    void IChunkedWork.Execute(int chunk)
    {
        (int firstPanel, int panels) = _rows.ChunkPanels(chunk);
        (int first, int count) = _rows.Chunk(chunk);
        float* sums = _sums.Take(out int slot), scratch = _rows.TakeScratch(out int scratchSlot);
        if (_streams) Stream(slot, firstPanel, panels, sums, scratch);
        else Assign(_rows.Panels, firstPanel, panels, _rowTerms, first: 0, sums, scratch);
        _rows.ReturnScratch(scratchSlot);
        _sums.Return(slot);
        if (!new Span<int>(Owner + first, count).SequenceEqual(new Span<int>(_previous.Pointer + first, count))) _changed = true;
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
        if (_streams) _rows.MeanOfSample(origin = _origin.Pointer);
        float* packed = _centres.Reserve(checked(_clusters * dimension));
        for (int c = 0; c < _clusters; c++)
            for (int t = 0; t < dimension; t++)
                packed[(nint)c * dimension + t] = (float)(centres[(nint)c * dimension + t] - origin[t]);
        _rows.Kernel.Prepare(packed, _clusters, dimension, _terms.Reserve(_clusters));
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
    }
}
