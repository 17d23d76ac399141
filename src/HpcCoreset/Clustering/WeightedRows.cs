using System;
using System.Runtime.InteropServices;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>
/// The rows that an algorithm is at work on: the caller's memory, pinned for the length of a call, their packed form, their weights and
/// the kernel for them.
/// </summary>
internal sealed unsafe class WeightedRows : IChunkedWork, IDisposable
{
    private readonly Packing _packing = new();
    private readonly PinnedBuffer<double> _weights = new();
    private readonly PinnedBuffer<float> _terms = new();
    private readonly bool _ownKernel;
    private readonly Metric? _metric;
    private readonly ChunkScratch<float> _decoded = new();
    private readonly PinnedBuffer<int> _order = new();
    private readonly RowShards _shards;
    private RowSource _rows;
    private string _kernelName = ""; // a kernel may compose it anew each time
    private bool _isPacked;
    private bool _wasStreamed;
    private bool _isReordered;
    private bool _hasTerms;

    /// <summary>Rows under a metric; <see cref="Metric.Dot"/> is no distance and must have been refused.</summary>
    /// <param name="metric">What a row costs; null for what <paramref name="kernel"/> says, whose metric then is not one of ours.</param>
    /// <param name="kernel">The kernel to use, or null for the catalogue's.</param>
    /// <param name="ranks">Who has the other rows; null if there are none.</param>
    public WeightedRows(Metric? metric, PointKernel? kernel = null, RankGroup? ranks = null)
    {
        Ranks = ranks ?? RankGroup.Alone;
        _shards = new RowShards(Ranks);
        _metric = metric;
        _ownKernel = kernel != null;
        Kernel = kernel!;
    }

    /// <summary>Refuses the one metric that is no distance: it has no means and no cost to be proportional to.</summary>
    public static void RefuseDot(Metric metric)
    {
        if (metric is not (Metric.SquaredEuclidean or Metric.Euclidean or Metric.Cosine or Metric.Manhattan or Metric.Hamming))
            throw new ArgumentException(
                $"options.Metric: found {metric}; allowed are SquaredEuclidean, Euclidean, Cosine, Manhattan and Hamming. An inner product is " +
                "no distance: normalise the rows and use Cosine.", nameof(metric));
    }

    /// <summary>Who has rows: where there are others, they hold those before and after these, and sums are over all of them.</summary>
    public RankGroup Ranks { get; }

    /// <summary>Rows here: alone, all of them.</summary>
    public int Count { get; private set; }

    /// <summary>The number of the first row here among all rows: a multiple of <see cref="RowPanels.ChunkRows"/>.</summary>
    public int FirstRow => _shards.Place.First;

    /// <summary>Rows of all ranks.</summary>
    public int TotalCount => _shards.Place.Total;

    /// <summary>All of that together.</summary>
    public RowPlace Place => _shards.Place;

    public int Dimension { get; private set; }

    public int Threads { get; private set; }

    public PointKernel Kernel { get; private set; }

    /// <summary>The kernel's name if rows were packed for it, all at once or a panel at a time, else "none".</summary>
    public string KernelName => _isPacked || _wasStreamed ? _kernelName : "none";

    /// <summary>The rows as the kernel wants them, after <see cref="Pack"/>.</summary>
    public RowPanels Panels => _packing.Rows;

    /// <summary>Values of a packed row, after <see cref="Pack"/>: fewer than <see cref="Dimension"/> if they are bits.</summary>
    public int PackedDimension => Panels.Dimension;

    /// <summary>What was subtracted from the packed rows, after <see cref="Pack"/>.</summary>
    public float* Origin => _packing.Origin;

    /// <summary>One weight per row, also if the caller gave none.</summary>
    public double* Weights => _weights.Pointer;

    /// <summary>Whether the packed rows are bits, which only rows can be compared with: a mean is none.</summary>
    public bool CountsBits => _metric == Metric.Hamming;

    /// <summary>Whether rows and centres have length 1.</summary>
    public bool IsSpherical => _metric == Metric.Cosine;

    /// <summary>How what the kernel says, costs and lengths follow from each other.</summary>
    public CostUnits Units => new(_metric, _ownKernel);

    /// <summary>Refuses rows that the metric does not go with, and those of another dimension than a given kernel is made for.</summary>
    public void CheckKind(scoped Points points)
    {
        if (CountsBits && !points.IsBits)
            throw new ArgumentException("points: found rows of numbers; Hamming counts bits and takes those of Points.FromBits.", nameof(points));
        int dimension = CountsBits ? RowSource.WordsOf(points.Dimension) : points.Dimension;
        if (_ownKernel && Kernel.Dimension != 0 && Kernel.Dimension != dimension)
            throw new ArgumentException($"points: found dimension {dimension}, the kernel is made for {Kernel.Dimension}.", nameof(points));
    }

    /// <summary>Takes on rows that <see cref="RowValidation"/> has passed. O(rows * dimension).</summary>
    /// <param name="rows">The rows, pinned until <see cref="Release"/>.</param>
    /// <param name="weights">One weight per row, or empty for 1 each.</param>
    /// <param name="threads">Threads to use.</param>
    public void Load(RowSource rows, scoped ReadOnlySpan<double> weights, int threads)
    {
        if (!_ownKernel && (Kernel is null || rows.Dimension != Dimension)) Kernel = KernelCatalogue.Get(_metric!.Value, rows.Dimension);
        if (_kernelName.Length == 0 || rows.Dimension != Dimension) _kernelName = Kernel.Name;
        _rows = rows;
        (Count, Dimension, Threads) = (rows.Count, rows.Dimension, threads);
        _shards.Collect(Count);
        _decoded.Reserve(threads, checked(RowPanels.Lanes * rows.ScratchLength)); // a panel of rows, for PackPanel
        (_isPacked, _wasStreamed, _isReordered, _hasTerms) = (false, false, false, false);
        if (IsSpherical) Pack(); // the rows' lengths are found on the way
        Span<double> own = new(_weights.Reserve(Count), Count);
        if (weights.IsEmpty) own.Fill(1);
        else weights.CopyTo(own);
    }

    /// <summary>Packs the rows for the kernel, unless that was done before. O(rows * dimension).</summary>
    public void Pack()
    {
        RowScaling scaling = IsSpherical ? RowScaling.UnitLength : RowScaling.None;
        // Distances of ours are the same from any origin; of another metric one cannot know, and bits have none.
        if (!_isPacked) _packing.Pack(CountsBits ? _rows.Words : _rows, scaling, centred: _metric != null && !CountsBits, Threads, Place);
        _isPacked = true;
    }

    /// <summary>Which row each packed one is, or null while they are in order.</summary>
    public int* Order => _isReordered ? _order.Pointer : null;

    /// <summary>Makes room for <see cref="GroupBy"/>.</summary>
    public void ReserveOrder()
    {
        _order.Reserve(Count);
        _packing.ReserveOrder(_rows, Threads);
    }

    /// <summary>Packs the rows of each group side by side, each group's in order: only for who asks for <see cref="Order"/>.</summary>
    /// <param name="group">The group of each row.</param>
    /// <param name="sizes">Scratch for one number per group, and one more.</param>
    /// <param name="groups">Number of groups.</param>
    public void GroupBy(int* group, int* sizes, int groups)
    {
        int* order = _order.Reserve(Count);
        new Span<int>(sizes, groups + 1).Clear();
        for (int row = 0; row < Count; row++) sizes[group[row] + 1]++;
        for (int g = 0; g < groups; g++) sizes[g + 1] += sizes[g];
        for (int row = 0; row < Count; row++) order[sizes[group[row]]++] = row;
        _packing.PackInOrder(_rows, order, Threads);
        (_isReordered, _hasTerms) = (true, false);
    }

    /// <summary>Forgets packed rows that are not in order.</summary>
    public void Ungroup()
    {
        if (!_isReordered) return;
        (_isPacked, _isReordered, _hasTerms) = (false, false, false);
    }

    /// <summary>Whether packing now would be for one pass only, and rows can be packed a panel at a time for it.</summary>
    public bool CanStream => !_isPacked && !IsSpherical && _metric != null;

    /// <summary>Says that panels are packed one at a time now, for one pass.</summary>
    public void BeginStreaming() => _wasStreamed = true;

    /// <summary>Packs one panel's rows into panel 0 of <paramref name="target"/>, which is made to hold just these.</summary>
    /// <param name="panel">The panel's number among all rows.</param>
    /// <param name="origin">Subtracted from every row.</param>
    /// <param name="target">Where to.</param>
    /// <param name="scratch">What <see cref="TakeScratch"/> gave.</param>
    public void PackPanel(int panel, float* origin, RowPanels target, float* scratch)
    {
        int first = panel * RowPanels.Lanes;
        RowSource rows = _rows.Decoded(first, Math.Min(RowPanels.Lanes, Count - first), scratch);
        target.Reserve(rows.Count, Dimension);
        target.Pack(0, rows.Row(0, null), rows.Stride, origin);
    }

    /// <summary>Forgets the caller's memory.</summary>
    public void Release() => _rows = default;

    /// <summary>The original values of a row: the caller's memory, or decoded into scratch from <see cref="TakeScratch"/>.</summary>
    public float* Row(int row, float* scratch) => _rows.Row(row, scratch);

    /// <summary>Room for a decoded panel, for the length of a chunk; null where rows are read in place.</summary>
    public float* TakeScratch(out int slot) => _decoded.Take(out slot);

    /// <summary>Asks for a row's memory, which will be needed soon; it may lie past the last row.</summary>
    public void Prefetch(int row) => _rows.Prefetch(row);

    /// <summary>Gives back what <see cref="TakeScratch"/> gave.</summary>
    public void ReturnScratch(int slot) => _decoded.Return(slot);

    /// <summary>What the original values are multiplied by: 1, or 1 / length under cosine.</summary>
    public double Scale(int row) => IsSpherical ? _packing.Scales[row] : 1;

    /// <summary>What a pass over the packed rows decides near-ties on, given the centres in the rows' own coordinates.</summary>
    public Originals Originals(double* centres, float* scratch) => new(_rows, IsSpherical ? _packing.Scales : null, Order, centres, scratch);

    /// <summary>Whether a row's cost is what the kernel says, and not one of our metrics.</summary>
    public bool CostsAreTheKernels => _metric == null;

    /// <summary>The distance of a row to a centre, in double from the original values, in difference form.</summary>
    public double Cost(int row, double* centre, float* scratch) => _metric switch
    {
        Metric.Euclidean => Math.Sqrt(RowArithmetic.SquaredDistance(Row(row, scratch), 1, centre, Dimension)),
        Metric.Manhattan or Metric.Hamming => RowArithmetic.ManhattanDistance(Row(row, scratch), centre, Dimension),
        Metric.Cosine => 0.5 * RowArithmetic.SquaredDistance(Row(row, scratch), Scale(row), centre, Dimension),
        _ => RowArithmetic.SquaredDistance(Row(row, scratch), 1, centre, Dimension),
    };

    /// <summary>Weight times distance, given what the kernel says: the catalogue's for Euclidean leaves out the root.</summary>
    public double Mass(int row, float kernelDistance) => Weights[row] * (Units.LeavesOutRoot ? Math.Sqrt(kernelDistance) : kernelDistance);

    /// <summary>The sum of <see cref="Mass"/> over some rows.</summary>
    public double Sum(int first, int count, float* kernelDistances) => Units.LeavesOutRoot
        ? RowArithmetic.DotRoots(Weights + first, kernelDistances + first, count)
        : RowArithmetic.Dot(Weights + first, kernelDistances + first, count);

    /// <summary>The sum of all weights, in the order of the rows. Every rank calls it.</summary>
    public double AddUpWeights() => Ranks.SumInOrder(Weights, Count);

    /// <summary>Copies a row, scaled, into a centre; on every rank.</summary>
    /// <param name="row">Its number among the rows of all ranks.</param>
    /// <param name="centre">Receives its values.</param>
    public void CopyTo(int row, double* centre)
    {
        int owner = _shards.OwnerOf(row);
        if (owner == Ranks.Rank)
        {
            row -= FirstRow;
            float* values = Row(row, TakeScratch(out int slot));
            double scale = Scale(row);
            for (int t = 0; t < Dimension; t++) centre[t] = values[t] * scale;
            ReturnScratch(slot);
        }
        Ranks.Broadcast(MemoryMarshal.AsBytes(new Span<double>(centre, Dimension)), owner);
    }

    /// <summary>The length between a point, in the rows' own coordinates, and the origin of the packed rows.</summary>
    public double LengthFromOrigin(double* point)
    {
        (double absolute, double squared) = (0, 0);
        for (int t = 0; t < Dimension; t++)
        {
            double difference = point[t] - Origin[t];
            absolute += Math.Abs(difference);
            squared += difference * difference;
        }
        return _metric == Metric.Manhattan ? absolute : Math.Sqrt(squared);
    }

    /// <summary>Number of panels, packed or not.</summary>
    public int PanelCount => RowPanels.PanelsOf(Count);

    /// <summary>Number of rows with padding: what buffers beside the panels hold.</summary>
    public int PaddedCount => checked(PanelCount * RowPanels.Lanes);

    /// <summary>Number of chunks of rows.</summary>
    public int ChunkCount => RowPanels.ChunksOf(Count);

    /// <summary>Number of chunks of the rows of all ranks.</summary>
    public int TotalChunkCount => RowPanels.ChunksOf(TotalCount);

    /// <summary>First row of a chunk, and the rows in it.</summary>
    public (int First, int Count) Chunk(int chunk)
    {
        int first = chunk * RowPanels.ChunkRows;
        return (first, Math.Min(RowPanels.ChunkRows, Count - first));
    }

    /// <summary>First panel of a chunk, and the panels in it.</summary>
    public (int First, int Count) ChunkPanels(int chunk)
    {
        int first = chunk * RowPanels.ChunkPanels;
        return (first, Math.Min(RowPanels.ChunkPanels, PanelCount - first));
    }

    /// <summary>The kernel's terms of the packed rows, computed when first asked for.</summary>
    public float* Terms()
    {
        float* terms = _terms.Reserve(Panels.PaddedCount);
        if (!_hasTerms) WorkerTeam.Run(this, ChunkCount, Threads);
        _hasTerms = true;
        return terms;
    }

    void IChunkedWork.Execute(int chunk)
    {
        (int first, int count) = ChunkPanels(chunk);
        Kernel.PrepareRows(Panels, first, count, _terms.Pointer);
    }

    public void Dispose() => _packing.Dispose();
}
