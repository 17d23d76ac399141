using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Clustering;

/// <summary>The weighted mean of every cluster, in double: the M-step. Under cosine, its direction.</summary>
/// <remarks>
/// Rows are grouped by cluster and summed in segments of fixed length, in index order; the segments of a cluster are added in order.
/// So threads share the work evenly whatever the clusters' sizes and cannot change a bit.
/// </remarks>
internal sealed unsafe class ClusterMeans : IChunkedWork
{
    private const int SegmentRows = 4096;
    private readonly Partition _partition = new();
    private readonly PinnedBuffer<int> _segmentStarts = new();
    private readonly PinnedBuffer<double> _segmentSums = new();
    private readonly PinnedBuffer<double> _masses = new();
    private WeightedRows _rows = null!;
    private int _mostClusters;

    /// <summary>Sum of the weights of each cluster.</summary>
    public double* Masses => _masses.Pointer;

    /// <summary>Makes room for up to <paramref name="clusters"/> clusters of any sizes, so that no later run of this shape allocates.</summary>
    public void Reserve(int rows, int dimension, int clusters)
    {
        _mostClusters = clusters;
        int segments = MostSegments(rows, clusters);
        _segmentStarts.Reserve(checked(segments + 1));
        _segmentSums.Reserve(checked(segments * (dimension + 1)));
        _masses.Reserve(clusters);
    }

    /// <summary>Replaces every centre by the mean of its rows; a centre without mass, or without direction under cosine, stays.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="owner">The cluster of each row.</param>
    /// <param name="centres">The centres, row-major.</param>
    /// <param name="clusters">Number of clusters.</param>
    public void Run(WeightedRows rows, int* owner, double* centres, int clusters)
    {
        _rows = rows;
        _partition.Run(owner, rows.Count, Math.Max(clusters, _mostClusters), null); // those without rows cost one int each
        int segments = CutSegments(clusters);
        // One extra value per segment holds its mass.
        int length = rows.Dimension + 1;
        _segmentSums.Reserve(checked(segments * length));
        WorkerTeam.Run(this, segments, rows.Threads);

        double* masses = _masses.Reserve(clusters);
        double* sums = _segmentSums.Pointer;
        for (int cluster = 0, segment = 0; cluster < clusters; cluster++)
        {
            double* sum = sums + (nint)segment * length;
            int end = _partition.Starts[cluster + 1];
            masses[cluster] = 0;
            if (_partition.Starts[cluster] == end) continue;
            for (segment++; segment < segments && _segmentStarts.Pointer[segment] < end; segment++)
                for (int t = 0; t < length; t++) sum[t] += sums[(nint)segment * length + t];
            masses[cluster] = sum[rows.Dimension];
            double divisor = rows.IsSpherical ? Length(sum, rows.Dimension) : masses[cluster];
            if (!(divisor > 0)) continue;
            for (int t = 0; t < rows.Dimension; t++) centres[(nint)cluster * rows.Dimension + t] = sum[t] / divisor;
        }
        _rows = null!;
    }

    void IChunkedWork.Execute(int segment)
    {
        int dimension = _rows.Dimension;
        double* sum = _segmentSums.Pointer + (nint)segment * (dimension + 1);
        new Span<double>(sum, dimension + 1).Clear();
        for (int i = _segmentStarts.Pointer[segment]; i < _segmentStarts.Pointer[segment + 1]; i++)
        {
            int row = _partition.Items[i];
            double weight = _rows.Weights[row];
            RowArithmetic.Accumulate(_rows.Row(row), weight * _rows.Scale(row), sum, dimension);
            sum[dimension] += weight;
        }
    }

    /// <summary>Every cluster ends with a segment that may be short; the others are full.</summary>
    private static int MostSegments(int rows, int clusters) => checked(Math.Min(rows, clusters) + rows / SegmentRows);

    /// <summary>Cuts every cluster that has rows into segments.</summary>
    private int CutSegments(int clusters)
    {
        int* starts = _segmentStarts.Reserve(checked(MostSegments(_rows.Count, clusters) + 1));
        int segments = 0;
        for (int cluster = 0; cluster < clusters; cluster++)
            for (int i = _partition.Starts[cluster]; i < _partition.Starts[cluster + 1]; i += Math.Min(SegmentRows, _rows.Count - i))
                starts[segments++] = i;
        starts[segments] = _rows.Count;
        return segments;
    }

    private static double Length(double* vector, int dimension)
    {
        double sum = 0;
        for (int t = 0; t < dimension; t++) sum += vector[t] * vector[t];
        return Math.Sqrt(sum);
    }
}
