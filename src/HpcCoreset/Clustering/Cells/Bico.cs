using System;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering.Cells;

/// <summary>
/// BICO (Fichtenberger, Gillé, Schmidt, Schwiegelshohn, Sohler, ESA 2013): one pass over the rows, in their order, into at most so many
/// clustering features (mass, mean, variance), as BIRCH does, with the guarantee of a coreset.
/// </summary>
/// <remarks>
/// <para>
/// A row joins the feature of the nearest reference if that is within the radius of its level and the feature's variance stays within
/// the threshold; if it would not, the row is tried on the features below that one, at half the squared radius; without a reference
/// near enough it becomes one. When there are too many features the threshold is doubled and all are inserted anew, parents before
/// children, by the same rule.
/// </para>
/// <para>
/// The first threshold is 16 times the smallest squared distance between the first distinct rows. It is told in units of the mean
/// weight, so that weights times a power of two change no feature. Serial, whatever the number of threads.
/// </para>
/// </remarks>
internal sealed unsafe class Bico : IConstruction
{
    /// <summary>The squared radius of level i is the threshold / 2^(3 + i).</summary>
    private const double RadiiPerThreshold = 16;

    /// <summary>Rows between two looks at progress and cancellation.</summary>
    private const int BatchRows = 4096;

    private readonly ClusteringFeatures _features = new();
    private readonly PinnedBuffer<double> _vectors = new();
    private double _threshold;
    private double _unit;
    private double _closest;

    public bool MakesCentroids => true;

    public double Cost => Cells.Offset;

    /// <summary>The cells of the latest run.</summary>
    public CellSummaries Cells { get; } = new();

    /// <summary>Distances of rows to references and means computed.</summary>
    public long Evaluations => _features.Evaluations;

    /// <summary>How often the threshold was doubled.</summary>
    public int Doublings { get; private set; }

    public void Build(WeightedRows rows, in ConstructionTask task, CoresetBuffer result)
    {
        Run(rows, task.Size, new Philox(task.Seed, 0), task.Progress, task.Cancellation);
        Cells.AppendTo(result);
    }

    /// <summary>Summarises the rows of positive weight.</summary>
    /// <param name="rows">The rows, under squared distances.</param>
    /// <param name="size">Most cells, at least 1. With no more distinct rows than that each has its own.</param>
    /// <param name="random">Where the directions come from along which references are looked for: they decide how fast one is found, not which.</param>
    /// <param name="progress">Told the share of the rows seen, now and then.</param>
    /// <param name="cancellation">Looked at every few thousand rows.</param>
    public void Run(WeightedRows rows, int size, in Philox random, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        int most = Math.Min(size, rows.Count), dimension = rows.Dimension;
        double* vector = _vectors.Reserve(2 * dimension);
        rows.CopyTo(0, vector);
        _features.Begin(most + 1, dimension, vector, random);
        (_threshold, _closest, Doublings, _unit) = (0, double.PositiveInfinity, 0, MeanWeight(rows));
        float* scratch = rows.TakeScratch(out int slot);
        for (int row = 0; row < rows.Count; row++)
        {
            if (row % BatchRows == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                if (row > 0) progress?.Report(row / (double)rows.Count);
            }
            if (!(rows.Weights[row] > 0)) continue;
            RowArithmetic.Widen(rows.Row(row, scratch), 0, vector, dimension);
            Insert(new ClusteringFeature(row, rows.Weights[row], 0, vector, vector));
            while (_features.Count > most) Double();
        }
        rows.ReturnScratch(slot);
        _features.WriteTo(Cells, most);
    }

    private static double MeanWeight(WeightedRows rows)
    {
        (double mass, int count) = (0, 0);
        for (int row = 0; row < rows.Count; row++)
            if (rows.Weights[row] > 0) (mass, count) = (mass + rows.Weights[row], count + 1);
        return mass / count;
    }

    private void Insert(in ClusteringFeature feature)
    {
        _features.Project(feature.Reference);
        int parent = ClusteringFeatures.Root;
        if (_threshold == 0)
        {
            (int twin, double closest) = _features.Nearest(parent, feature.Reference, double.PositiveInfinity);
            if (closest > 0) _closest = Math.Min(_closest, closest);
            if (twin >= 0 && closest == 0) _features.Merge(twin, feature, variance: 0);
            else _features.Open(parent, feature);
            return;
        }
        for (double radius = _threshold / RadiiPerThreshold; ; radius /= 2)
        {
            (int nearest, _) = _features.Nearest(parent, feature.Reference, radius);
            if (nearest < 0)
            {
                _features.Open(parent, feature);
                return;
            }
            double variance = _features.MergedVariance(nearest, feature);
            if (variance <= _threshold * _unit)
            {
                _features.Merge(nearest, feature, variance);
                return;
            }
            parent = nearest;
        }
    }

    /// <summary>Doubles the threshold and inserts every feature anew: a parent comes before its children, and a place is free before it is taken.</summary>
    private void Double()
    {
        Doublings++;
        _threshold = _threshold == 0 ? RadiiPerThreshold * _closest : 2 * _threshold;
        int count = _features.Clear(Math.Sqrt(_threshold / RadiiPerThreshold));
        for (int i = 0; i < count; i++) Insert(_features.Take(i, _vectors.Pointer, _vectors.Pointer + _features.Dimension));
    }
}
