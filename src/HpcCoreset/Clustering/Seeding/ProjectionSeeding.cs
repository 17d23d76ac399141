using System;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// k-means++ on a line (PRONE: Charikar, Henzinger, Hu, Vötsch, Waingarten: Simple, scalable and effective clustering via
/// one-dimensional projections, NeurIPS 2023): every row becomes its product with one random direction, and a new seed takes over its
/// neighbours on the line to both sides until an earlier seed is nearer.
/// </summary>
/// <remarks>
/// The clusters are stretches of the line: a cost within a factor of the order of k^4, so for the scores of a sample only, and not for
/// its centres. The work hardly grows with their number: O(rows * dimension), a sort, and O(rows * log rows) expected for the stretches.
/// </remarks>
internal sealed unsafe class ProjectionSeeding : IBicriteriaSolution, IChunkedWork
{
    private readonly PinnedBuffer<double> _direction = new();
    private readonly PinnedBuffer<double> _products = new();
    private readonly PinnedBuffer<uint> _keys = new();
    private readonly PinnedBuffer<double> _places = new();
    private readonly PinnedBuffer<double> _weights = new();
    private readonly PinnedBuffer<double> _distances = new();
    private readonly PinnedBuffer<int> _cells = new();
    private readonly PinnedBuffer<int> _owner = new();
    private readonly PinnedBuffer<int> _seeds = new();
    private readonly RadixOrder _order = new();
    private readonly RowMasses _masses = new();
    private WeightedRows _rows = null!;

    public int Count { get; private set; }

    public ReadOnlySpan<int> Seeds => _seeds.Span(Count);

    public int* Owner => _owner.Pointer;

    /// <summary>Products with the direction: one per row.</summary>
    public long Evaluations { get; private set; }

    public void Run(WeightedRows rows, int clusters, in Philox random, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        Reserve(rows, clusters);
        Aim(random);
        WorkerTeam.Run(this, rows.ChunkCount, rows.Threads);
        cancellation.ThrowIfCancellationRequested();
        int* order = Sort();
        bool squares = rows.Units.IsSquared;
        for (int chunk = 0; chunk < rows.ChunkCount; chunk++) AddUp(chunk);
        for (Count = 0; Count < clusters; Count++)
        {
            cancellation.ThrowIfCancellationRequested();
            double total = _masses.AddUp();
            if (!(total > 0)) break; // every row of positive weight falls together with a seed
            int place = _masses.Draw(total * random.Double((ulong)rows.Dimension + (ulong)Count), new WeightedDistances(_weights.Pointer, _distances.Pointer));
            _seeds.Pointer[Count] = order[place];
            TakeOver(place, squares);
            progress?.Report((Count + 1) / (double)clusters);
        }
        for (int place = 0; place < rows.Count; place++) Owner[order[place]] = _cells.Pointer[place];
        Evaluations = rows.Count;
        _rows = null!;
        _masses.Release();
    }

    /// <summary>The products of a chunk's rows with the direction.</summary>
    void IChunkedWork.Execute(int chunk)
    {
        (int first, int count) = _rows.Chunk(chunk);
        float* scratch = _rows.TakeScratch(out int slot);
        for (int row = first; row < first + count; row++)
            _products.Pointer[row] = _rows.Scale(row) * RowArithmetic.Dot(_direction.Pointer, _rows.Row(row, scratch), _rows.Dimension);
        _rows.ReturnScratch(slot);
    }

    /// <summary>A sum of twelve uniform numbers is normal enough, and the same on every machine.</summary>
    private void Aim(in Philox random)
    {
        const int Summands = 12;
        ulong next = 1UL << 32; // far from the numbers of the draws
        for (int t = 0; t < _rows.Dimension; t++)
        {
            double sum = 0;
            for (int i = 0; i < Summands; i++) sum += random.Double(next++);
            _direction.Pointer[t] = sum - Summands / 2.0;
        }
    }

    /// <summary>The rows by their products, up to 2^-32 of the range, and products, weights and first distances in that order.</summary>
    private int* Sort()
    {
        (double lowest, double highest) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int row = 0; row < _rows.Count; row++)
            (lowest, highest) = (Math.Min(lowest, _products.Pointer[row]), Math.Max(highest, _products.Pointer[row]));
        double scale = highest > lowest ? uint.MaxValue / (highest - lowest) : 0;
        for (int row = 0; row < _rows.Count; row++) _keys.Pointer[row] = (uint)((_products.Pointer[row] - lowest) * scale);
        int* order = _order.Run(_keys.Pointer, _rows.Count);
        for (int place = 0; place < _rows.Count; place++)
        {
            int row = order[place];
            (_places.Pointer[place], _weights.Pointer[place]) = (_products.Pointer[row], _rows.Weights[row]);
            (_distances.Pointer[place], _cells.Pointer[place]) = (1, 0); // from everything, so that the first is drawn by weight
        }
        return order;
    }

    /// <summary>The new seed's stretch of the line.</summary>
    private void TakeOver(int place, bool squares)
    {
        int left = place, right = place;
        while (left > 0 && Take(left - 1, place, squares)) left--;
        while (right < _rows.Count - 1 && Take(right + 1, place, squares)) right++;
        Take(place, place, squares);
        for (int chunk = left / RowPanels.ChunkRows; chunk <= right / RowPanels.ChunkRows; chunk++) AddUp(chunk);
    }

    private bool Take(int place, int seed, bool squares)
    {
        double distance = Math.Abs(_places.Pointer[place] - _places.Pointer[seed]);
        if (squares) distance *= distance;
        if (Count > 0 && distance >= _distances.Pointer[place]) return false;
        (_distances.Pointer[place], _cells.Pointer[place]) = (distance, Count);
        return true;
    }

    private void AddUp(int chunk)
    {
        (int first, int count) = _rows.Chunk(chunk);
        _masses.Sums[chunk] = RowArithmetic.Dot(_weights.Pointer + first, _distances.Pointer + first, count);
    }

    private void Reserve(WeightedRows rows, int clusters)
    {
        _rows = rows;
        _direction.Reserve(rows.Dimension);
        _products.Reserve(rows.Count);
        _keys.Reserve(rows.Count);
        _places.Reserve(rows.Count);
        _weights.Reserve(rows.Count);
        _distances.Reserve(rows.Count);
        _cells.Reserve(rows.Count);
        _owner.Reserve(rows.Count);
        _seeds.Reserve(Math.Min(clusters, rows.Count));
        _masses.Reserve(rows);
    }
}
