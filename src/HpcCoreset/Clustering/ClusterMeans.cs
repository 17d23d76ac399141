using System;
using System.Runtime.CompilerServices;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>The weighted mean of every cluster, in double: the M-step. Under cosine, its direction.</summary>
/// <remarks>
/// The rows are cut into segments that depend on their number and that of the clusters only (<see cref="SegmentSums"/>), and each sums its
/// rows in the order they lie in memory. So memory is read once, front to back, and threads cannot change a bit. Grouping the rows by cluster first would need no sums per segment, but read every row from anywhere. Once few rows
/// change their cluster, these alone are taken from one sum and added to another, in order.
/// </remarks>
internal sealed unsafe class ClusterMeans : ISegmentedRows
{
    private const int MostSegments = 16;

    /// <summary>Rows that a segment has for every cluster, at least: its sums must be the smaller part of the work.</summary>
    private const int RowsPerSum = 4;

    /// <summary>Values of all sums together, unless one segment needs more: half a gigabyte.</summary>
    private const int MostValues = 1 << 26;

    /// <summary>One row in so many may change its cluster for the sums of before to be kept: moved rows are summed in one thread.</summary>
    private const int RowsPerMove = 16;

    /// <summary>How many times the mass that is left a cluster may lose before it is summed anew: what was lost leaves its rounding behind.</summary>
    private const double MostLost = 1024;

    /// <summary>How many rows ahead memory is asked for.</summary>
    private const int Ahead = 16;

    private readonly SegmentSums _segmentSums = new();
    private readonly PinnedBuffer<double> _masses = new();
    private readonly PinnedBuffer<double> _lost = new();
    private WeightedRows _rows = null!;
    private int* _owner;
    private double* _sums;
    private int _segments;

    /// <summary>Sum of the weights of each cluster.</summary>
    public double* Masses => _masses.Pointer;

    /// <summary>Makes room for up to <paramref name="clusters"/> clusters, so that no later run of this shape allocates.</summary>
    public void Reserve(int rows, int dimension, int clusters)
    {
        long sums = Math.Max(clusters, Math.Min(Math.Min((long)MostSegments * clusters, rows / RowsPerSum), MostValues / Length(dimension)));
        _segmentSums.Reserve(checked((int)(sums * Length(dimension))));
        _masses.Reserve(clusters);
        _lost.Reserve(clusters);
    }

    /// <summary>Replaces every centre by the mean of its rows; a centre without mass, or without direction under cosine, stays.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="owner">The cluster of each row.</param>
    /// <param name="centres">The centres, row-major.</param>
    /// <param name="clusters">Number of clusters.</param>
    /// <param name="before">The clusters of the run before, which was of these rows; null if there was none.</param>
    public void Run(WeightedRows rows, int* owner, double* centres, int clusters, int* before = null)
    {
        int length = Length(rows.Dimension);
        if (before == null || !Update(rows, owner, before, clusters, length)) Sum(rows, owner, clusters, length);
        for (int cluster = 0; cluster < clusters; cluster++)
        {
            double* sum = _sums + (nint)cluster * length;
            _masses.Pointer[cluster] = sum[rows.Dimension];
            double divisor = rows.IsSpherical ? Norm(sum, rows.Dimension) : sum[rows.Dimension];
            if (!(divisor > 0)) continue;
            for (int t = 0; t < rows.Dimension; t++) centres[(nint)cluster * rows.Dimension + t] = sum[t] / divisor;
        }
    }

    /// <summary>Sums all rows.</summary>
    private void Sum(WeightedRows rows, int* owner, int clusters, int length)
    {
        _rows = rows;
        _owner = owner;
        _segments = Math.Clamp(Math.Min(rows.TotalCount / RowsPerSum, MostValues / length) / clusters, 1, MostSegments);
        _masses.Reserve(clusters);
        new Span<double>(_lost.Reserve(clusters), clusters).Clear();
        _sums = _segmentSums.Run(this, _segments, checked(clusters * length), rows.Place, rows.Threads);
        _rows = null!;
    }

    /// <summary>Moves the rows that changed their cluster from sum to sum.</summary>
    /// <returns>Whether the sums are good: not if too many rows changed, or a cluster lost nearly all it had.</returns>
    private bool Update(WeightedRows rows, int* owner, int* before, int clusters, int length)
    {
        ulong moved = 0;
        for (int row = 0; row < rows.Count; row++) moved += owner[row] != before[row] ? 1u : 0;
        rows.Ranks.Sum(new Span<ulong>(ref moved));
        if (moved > (ulong)(rows.TotalCount / RowsPerMove)) return false;
        Span<double> sums = new(_sums, clusters * length), lost = new(_lost.Pointer, clusters);
        rows.Ranks.TakeOver(sums);
        float* scratch = rows.TakeScratch(out int slot);
        for (int row = 0; row < rows.Count; row++)
        {
            if (owner[row] == before[row]) continue;
            float* values = rows.Row(row, scratch);
            Add(values, rows.Weights[row], rows.Scale(row), owner[row]);
            Add(values, -rows.Weights[row], rows.Scale(row), before[row]);
        }
        rows.ReturnScratch(slot);
        rows.Ranks.HandOver(sums);
        rows.Ranks.TakeOver(lost);
        for (int row = 0; row < rows.Count; row++)
            if (owner[row] != before[row]) lost[before[row]] += rows.Weights[row];
        rows.Ranks.HandOver(lost);
        for (int cluster = 0; cluster < clusters; cluster++)
            if (_lost.Pointer[cluster] > MostLost * _sums[(nint)cluster * length + rows.Dimension]) return false;
        return true;

        void Add(float* values, double weight, double scale, int cluster)
        {
            double* sum = _sums + (nint)cluster * length;
            RowArithmetic.Accumulate(values, weight * scale, sum, rows.Dimension);
            sum[rows.Dimension] += weight;
        }
    }

    int ISegmentedRows.Start(int segment) => (int)((long)_rows.TotalCount * segment / _segments);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void ISegmentedRows.Add(int first, int end, double* sums)
    {
        int dimension = _rows.Dimension, length = Length(dimension);
        float* scratch = _rows.TakeScratch(out int slot);
        for (int row = first; row < end; row++)
        {
            double* sum = sums + (nint)_owner[row] * length;
            double weight = _rows.Weights[row];
            _rows.Prefetch(row + Ahead);
            RowArithmetic.Accumulate(_rows.Row(row, scratch), weight * _rows.Scale(row), sum, dimension);
            sum[dimension] += weight;
        }
        _rows.ReturnScratch(slot);
    }

    /// <summary>Values of one sum: the last of use is the mass, the others round it up to whole lines of the cache.</summary>
    private static int Length(int dimension) => checked(dimension + 8) / 8 * 8;

    private static double Norm(double* vector, int dimension)
    {
        double sum = 0;
        for (int t = 0; t < dimension; t++) sum += vector[t] * vector[t];
        return Math.Sqrt(sum);
    }
}
