using System;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>The nearest centre of every row: the E-step.</summary>
internal sealed unsafe class NearestCentres : IChunkedWork
{
    private readonly PinnedBuffer<float> _centres = new();
    private readonly PinnedBuffer<float> _terms = new();
    private readonly PinnedBuffer<float> _distance = new();
    private readonly PinnedBuffer<float> _runnerUp = new();
    private readonly PinnedBuffer<float> _sums = new();
    private readonly PinnedBuffer<int> _taken = new();
    private PinnedBuffer<int> _owner = new();
    private PinnedBuffer<int> _previous = new();
    private WeightedRows _rows = null!;
    private float* _rowTerms;
    private Originals _originals;
    private int _clusters;
    private int _slots;
    private int _mostClusters;
    private volatile bool _changed;

    /// <summary>The number of the nearest centre of each row, lowest on ties; may be edited between runs.</summary>
    public int* Owner => _owner.Pointer;

    /// <summary>Makes room for up to <paramref name="clusters"/> centres, so that no later run of this shape allocates.</summary>
    public void Reserve(int dimension, int clusters)
    {
        _mostClusters = clusters;
        _centres.Reserve(checked(clusters * dimension));
        _terms.Reserve(clusters);
    }

    /// <summary>Finds the nearest centres. O(rows * clusters * dimension).</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="centres">The centres, row-major, in the rows' own coordinates.</param>
    /// <param name="clusters">Number of centres, at least 1.</param>
    /// <returns>Whether any row has another centre than <see cref="Owner"/> said before; only meaningful for the same rows.</returns>
    public bool Run(WeightedRows rows, double* centres, int clusters)
    {
        (_rows, _clusters, _changed) = (rows, clusters, false);
        rows.Pack();
        _rowTerms = rows.Terms();
        _originals = rows.Originals(centres);
        int padded = rows.Panels.PaddedCount;
        _owner.Reserve(padded);
        _previous.Reserve(padded);
        _distance.Reserve(padded);
        _runnerUp.Reserve(padded);
        (_owner, _previous) = (_previous, _owner);

        float* packed = _centres.Reserve(checked(clusters * rows.Dimension));
        for (int c = 0; c < clusters; c++)
            for (int t = 0; t < rows.Dimension; t++)
                packed[(nint)c * rows.Dimension + t] = (float)(centres[(nint)c * rows.Dimension + t] - rows.Origin[t]);
        rows.Kernel.Prepare(packed, clusters, rows.Dimension, _terms.Reserve(clusters));

        // Scratch for as many chunks as can run at once. Not the threads' own: a thread that had no chunk in the first call may have
        // one in the second, which must not allocate.
        _slots = Math.Min(rows.Threads, rows.ChunkCount);
        new Span<int>(_taken.Reserve(_slots), _slots).Clear();
        _sums.Reserve(checked(_slots * Math.Max(clusters, _mostClusters) * RowPanels.Lanes));
        WorkerTeam.Run(this, rows.ChunkCount, rows.Threads);
        (_rows, _originals) = (null!, default);
        return _changed;
    }

    void IChunkedWork.Execute(int chunk)
    {
        (int firstPanel, int panels) = _rows.ChunkPanels(chunk);
        (int first, int count) = _rows.Chunk(chunk);
        int slot = TakeSlot();
        _rows.Kernel.Assign(
            _rows.Panels, firstPanel, panels, _centres.Pointer, _clusters, _terms.Pointer, _rowTerms,
            _owner.Pointer, _distance.Pointer, _runnerUp.Pointer,
            _sums.Pointer + (nint)slot * _clusters * RowPanels.Lanes, _originals);
        Volatile.Write(ref _taken.Pointer[slot], 0);
        if (!new Span<int>(Owner + first, count).SequenceEqual(new Span<int>(_previous.Pointer + first, count))) _changed = true;
    }

    /// <summary>A part of the scratch that no other chunk has. There are as many as threads, so one is free, or just being taken.</summary>
    private int TakeSlot()
    {
        int slot = 0;
        while (Interlocked.Exchange(ref _taken.Pointer[slot], 1) != 0) slot = (slot + 1) % _slots;
        return slot;
    }
}
