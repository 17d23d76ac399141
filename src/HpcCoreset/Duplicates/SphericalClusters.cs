using System;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Duplicates;

/// <summary>Clusters of rows by direction, and how far each row is from the centre of its own: spherical k-means, on a coreset of many rows.</summary>
internal sealed unsafe class SphericalClusters(DuplicateOptions options) : IDisposable
{
    /// <summary>What a pass over pairs and the search for the nearest centre both take well.</summary>
    private const int RowsPerCluster = 4096;

    /// <summary>Rows per cluster that centres are found on: more hardly move them, and duplicates fall together wherever centres are.</summary>
    private const int CoresetRowsPerCluster = 40;
    private const int FewestCoresetRows = 4096;
    private const int Iterations = 20;

    private readonly PinnedBuffer<int> _owner = new();
    private readonly PinnedBuffer<float> _distance = new();
    private readonly PinnedBuffer<float> _picked = new();
    private readonly PinnedBuffer<uint> _keys = new();
    private readonly RadixOrder _order = new();
    private readonly Partition _partition = new();
    private ClusteringCoresetSelector? _selector;
    private KMeansSolver? _solver;
    private int _clusters;
    private int _solved; // clusters of the solver, which stays when a call has no use for it

    /// <summary>Number of clusters, some of which may be empty.</summary>
    public int Count => _clusters;

    /// <summary>The rows, cluster after cluster, in the order in which they are looked at.</summary>
    public int* Members => _partition.Items;

    /// <summary>Where each cluster starts in <see cref="Members"/>, and, last, where the last one ends.</summary>
    public int* Starts => _partition.Starts;

    /// <summary>Clusters rows and orders each cluster's by <see cref="DuplicateOptions.Keep"/>.</summary>
    public void Run(scoped Points points, CancellationToken cancellation)
    {
        int* order = null;
        if (ClustersOf(points.Count) > 1 || options.Keep != KeepRule.First) Assign(points, cancellation);
        else TakeAsOne(points.Count);
        if (options.Keep != KeepRule.First) order = Order(points.Count, descending: options.Keep == KeepRule.FarthestFromCentre);
        _partition.Run(_owner.Pointer, points.Count, _clusters, order);
    }

    /// <summary>Clusters rows and orders all of them, the nearest to its own centre first.</summary>
    /// <returns>The row numbers; valid until the next call.</returns>
    public int* Rank(scoped Points points, CancellationToken cancellation)
    {
        Assign(points, cancellation);
        return Order(points.Count, descending: false);
    }

    public void Dispose()
    {
        _selector?.Dispose();
        _solver?.Dispose();
    }

    private int ClustersOf(int rows) =>
        Math.Min(rows, options.Clusters > 0 ? options.Clusters : (int)(((long)rows + RowsPerCluster - 1) / RowsPerCluster));

    private void TakeAsOne(int rows)
    {
        _clusters = 1;
        new Span<int>(_owner.Reserve(rows), rows).Clear();
    }

    private void Assign(scoped Points points, CancellationToken cancellation)
    {
        int wanted = ClustersOf(points.Count);
        if (_solver == null || wanted != _solved)
        {
            Dispose();
            (_solved, int size) = (wanted, (int)Math.Min(int.MaxValue, Math.Max(FewestCoresetRows, (long)wanted * CoresetRowsPerCluster)));
            _selector = new ClusteringCoresetSelector(
                new() { Size = size, Clusters = wanted, Metric = Metric.Cosine, Seed = options.Seed, Threads = options.Threads });
            _solver = new KMeansSolver(
                new() { Clusters = wanted, Metric = Metric.Cosine, Seed = options.Seed, Threads = options.Threads, MaxIterations = Iterations });
        }
        _clusters = wanted;
        Coreset coreset = _selector!.Select(points, default, cancellation);
        int dimension = points.Dimension, length = checked(coreset.Count * dimension);
        var rows = new Span<float>(_picked.Reserve(length), length);
        for (int i = 0; i < coreset.Count; i++) points.CopyRow(coreset.Indices[i], rows[(i * dimension)..]);
        _solver.Fit(new Points(rows, dimension), coreset.Weights, cancellation);
        cancellation.ThrowIfCancellationRequested();
        _owner.Reserve(points.Count);
        _distance.Reserve(points.Count);
        _solver.Assign(points, _owner.Span(points.Count), _distance.Span(points.Count));
    }

    /// <summary>Rows by distance, the lower row first among equals.</summary>
    private int* Order(int rows, bool descending)
    {
        uint* keys = _keys.Reserve(rows);
        for (int row = 0; row < rows; row++)
        {
            uint key = BitConverter.SingleToUInt32Bits(_distance.Pointer[row]); // ascending for values of at least 0
            keys[row] = descending ? ~key : key;
        }
        return _order.Run(keys, rows);
    }
}
