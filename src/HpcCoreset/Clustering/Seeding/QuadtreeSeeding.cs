using System;
using System.Threading;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// Fast k-means++ (Cohen-Addad, Lattanzi, Norouzi-Fard, Sohler, Svensson, NeurIPS 2020), the seeding of Fast-Coresets (Draganov, Saulpic,
/// Schwiegelshohn: Settling time vs. accuracy tradeoffs for clustering big data, 2024): k-means++ by the least distance in three randomly
/// shifted quadtrees.
/// </summary>
/// <remarks>
/// A new seed lowers the costs of those rows only that share a cell with it and with no earlier seed, so a row is touched a few times per
/// level and tree however many seeds there are. Many dimensions are projected to few by random signs first (Achlioptas, JCSS 2003).
/// Distances have no unit: those in a tree are all multiples of the root's diameter.
/// </remarks>
internal sealed unsafe class QuadtreeSeeding : IBicriteriaSolution, IChunkedWork
{
    private const int Trees = 3;

    /// <summary>What more dimensions than a quadtree takes are projected to.</summary>
    private const int Projected = 32;

    private readonly PinnedBuffer<float> _signs = new();
    private readonly PinnedBuffer<double> _points = new();
    private readonly PinnedBuffer<double> _lowest = new();
    private readonly PinnedBuffer<double> _costs = new();
    private readonly PinnedBuffer<int> _owner = new();
    private readonly PinnedBuffer<int> _lowered = new();
    private readonly PinnedBuffer<int> _seeds = new();
    private readonly Quadtree[] _trees = [new(), new(), new()];
    private readonly SumTree _masses = new();
    private WeightedRows _rows = null!;
    private int _dimension;

    public int Count { get; private set; }

    public ReadOnlySpan<int> Seeds => _seeds.Span(Count);

    /// <summary>The seed at the least distance in a tree of each row, the earliest on ties.</summary>
    public int* Owner => _owner.Pointer;

    /// <summary>Costs of rows that a seed has lowered.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Each row's distance to its seed, in four diameters of the root, squared where the metric is.</summary>
    public ReadOnlySpan<double> Costs(int rows) => _costs.Span(rows);

    public void Run(WeightedRows rows, int clusters, in Philox random, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        Reserve(rows, clusters);
        try
        {
            Plant(random, cancellation);
            for (ulong draw = 0; Count < clusters; draw++)
            {
                cancellation.ThrowIfCancellationRequested();
                double total = _masses.Total;
                if (!(total > 0)) break; // every row of positive weight is a copy of a seed
                Open(_masses.Draw(total * random.Double(draw)));
                progress?.Report(Count / (double)clusters);
            }
        }
        finally
        {
            _rows = null!;
        }
    }

    /// <summary>The points of a chunk's rows: their values, under cosine those of unit length, or sums of these with random signs.</summary>
    void IChunkedWork.Execute(int chunk)
    {
        (int first, int count) = _rows.Chunk(chunk);
        float* scratch = _rows.TakeScratch(out int slot);
        for (int row = first; row < first + count; row++)
        {
            double* point = _points.Pointer + (nint)row * _dimension;
            float* values = _rows.Row(row, scratch);
            double scale = _rows.Scale(row);
            new Span<double>(point, _dimension).Clear();
            if (_dimension == _rows.Dimension) RowArithmetic.Accumulate(values, scale, point, _dimension);
            else
                for (int t = 0; t < _rows.Dimension; t++)
                    if (values[t] != 0) RowArithmetic.Accumulate(_signs.Pointer + (nint)t * _dimension, values[t] * scale, point, _dimension);
        }
        _rows.ReturnScratch(slot);
    }

    private void Plant(in Philox random, CancellationToken cancellation)
    {
        const ulong FirstSign = 1UL << 32, FirstShift = 1UL << 48; // far from the numbers of the draws
        if (_dimension < _rows.Dimension)
            for (int i = 0; i < _rows.Dimension * _dimension; i++) _signs.Pointer[i] = Sign(random.Below(6, FirstSign + (ulong)i));
        WorkerTeam.Run(this, _rows.ChunkCount, _rows.Threads);
        double side = MeasureBox();
        for (int tree = 0; tree < Trees; tree++)
        {
            cancellation.ThrowIfCancellationRequested();
            ulong firstShift = FirstShift + (ulong)(tree * _dimension);
            _trees[tree].Build(_points.Pointer, _rows.Count, _dimension, _lowest.Pointer, side, random, firstShift);
        }
        for (int row = 0; row < _rows.Count; row++)
            (_masses.Masses[row], _costs.Pointer[row], Owner[row]) = (_rows.Weights[row], 1, 0); // more than any; the first is drawn by weight
        _masses.UpdateAll();
    }

    private static float Sign(ulong die) => die switch { 0 => 1, 1 => -1, _ => 0 };

    /// <summary>The lowest values of rows of positive weight, and the widest range.</summary>
    private double MeasureBox()
    {
        double side = 0;
        for (int t = 0; t < _dimension; t++)
        {
            (double lowest, double highest) = (double.PositiveInfinity, double.NegativeInfinity);
            for (int row = 0; row < _rows.Count; row++)
            {
                if (!(_rows.Weights[row] > 0)) continue;
                double value = _points.Pointer[(nint)row * _dimension + t];
                (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
            }
            _lowest.Pointer[t] = lowest;
            side = Math.Max(side, highest - lowest);
        }
        return side;
    }

    /// <summary>Makes a row a seed.</summary>
    private void Open(int seed)
    {
        int lowered = 0;
        foreach (Quadtree tree in _trees) lowered = Climb(tree, seed, lowered);
        // Half of the sums at most are made anew for it; the first seed lowers every row.
        if (lowered > _rows.Count / 16) _masses.UpdateAll();
        else
            for (int i = 0; i < lowered; i++) _masses.Update(_lowered.Pointer[i]);
        Evaluations += lowered;
        _seeds.Pointer[Count++] = seed;
    }

    /// <summary>From a seed's leaf to the first cell with an earlier seed, as near to all whom the new one would be as near to.</summary>
    private int Climb(Quadtree tree, int seed, int lowered)
    {
        (int first, int end) = (0, 0); // the places that are done
        for (int node = tree.Leaf[seed]; node >= 0 && !tree.Nodes[node].HasSeed; node = tree.Nodes[node].Parent)
        {
            ref Quadtree.Node cell = ref tree.Nodes[node];
            cell.HasSeed = true;
            double length = Math.ScaleB(1, -cell.Level) - Math.ScaleB(1, -Quadtree.LeafLevel);
            double cost = _rows.Units.IsSquared ? length * length : length;
            for (int place = cell.First; place < cell.End; place++)
            {
                if (place == first && end > first) place = end;
                if (place == cell.End) break;
                int row = tree.Order[place];
                if (!(cost < _costs.Pointer[row])) continue;
                (_costs.Pointer[row], Owner[row], _masses.Masses[row]) = (cost, Count, _rows.Weights[row] * cost);
                _lowered.Pointer[lowered++] = row;
            }
            (first, end) = (cell.First, cell.End);
        }
        return lowered;
    }

    private void Reserve(WeightedRows rows, int clusters)
    {
        (_rows, Count, Evaluations) = (rows, 0, 0);
        _dimension = rows.Dimension <= Quadtree.MostDimensions ? rows.Dimension : Projected;
        if (_dimension < rows.Dimension) _signs.Reserve(checked(rows.Dimension * _dimension));
        _points.Reserve(checked(rows.Count * _dimension));
        _lowest.Reserve(_dimension);
        _costs.Reserve(rows.Count);
        _owner.Reserve(rows.Count);
        _lowered.Reserve(checked(Trees * rows.Count));
        _seeds.Reserve(Math.Min(clusters, rows.Count));
        _masses.Reserve(rows.Count);
    }
}
