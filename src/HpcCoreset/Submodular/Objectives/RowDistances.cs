using System;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>The distances of one row to all, in double, as a plain loop sums them.</summary>
internal sealed unsafe class RowDistances(Metric metric, int threads) : IChunkedWork
{
    private const int Block = 256;
    private readonly ExactSimilarity _exact = new();
    private readonly PinnedBuffer<double> _vector = new();
    private readonly ChunkScratch<float> _decoded = new();
    private RowSource _rows;
    private CancellationToken _cancellation;
    private double* _target;

    public int Count => _rows.Count;

    /// <summary>Refuses what is no distance, and rows that have none.</summary>
    public static void Check(Metric metric, string argument)
    {
        if (!Enum.IsDefined(metric) || metric == Metric.Dot)
            throw new ArgumentOutOfRangeException(
                argument, metric, $"{argument}: allowed are SquaredEuclidean, Euclidean, Cosine, Manhattan and Hamming; an inner product is no distance.");
    }

    public void Check(scoped Points points)
    {
        RowValidation.CheckRows(points, rejectZeroRows: metric == Metric.Cosine, nameof(points));
        if (metric == Metric.Hamming && !points.IsBits)
            throw new ArgumentException("points: found rows of numbers; Hamming counts bits and takes those of Points.FromBits.", nameof(points));
    }

    /// <summary>Takes up rows, which must stay pinned until <see cref="Release"/>.</summary>
    public void Load(RowSource rows, CancellationToken cancellation)
    {
        (_rows, _cancellation) = (rows, cancellation);
        Similarity similarity = metric switch
        {
            Metric.Cosine => Similarity.Cosine,
            Metric.Euclidean => Similarity.MaxEuclidean,
            _ => Similarity.MaxSquaredEuclidean,
        };
        _exact.Load(new SimilarityForm(similarity, rows.Dimension, 0), rows);
        _vector.Reserve(rows.Dimension);
        _decoded.Reserve(threads, checked(RowSums.Together * rows.ScratchLength));
    }

    public void Release()
    {
        _rows = default;
        _exact.Release();
    }

    /// <summary>target[i] = the distance of row i to a row. O(rows * dimension).</summary>
    public void Evaluate(int row, double* target)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (metric == Metric.Manhattan)
        {
            _target = target;
            RowArithmetic.Widen(_exact.Row(row), 0, _vector.Pointer, _rows.Dimension);
            WorkerTeam.Run(this, (Count + Block - 1) / Block, threads);
            return;
        }
        _exact.EvaluateFirst(Count, row, target, threads);
        // Distances are similarities relative to a maximum, less that; a cosine of rows of one direction may round to above 1.
        for (int i = 0; i < Count; i++) target[i] = metric == Metric.Cosine ? Math.Max(0, 1 - target[i]) : -target[i];
    }

    void IChunkedWork.Execute(int chunk)
    {
        float* scratch = _decoded.Take(out int slot);
        float** together = stackalloc float*[RowSums.Together];
        double* sums = stackalloc double[RowSums.Together];
        int end = Math.Min(Count, (chunk + 1) * Block);
        for (int first = chunk * Block; first < end; first += RowSums.Together)
        {
            for (int j = 0; j < RowSums.Together; j++) together[j] = _rows.Row(Math.Min(first + j, end - 1), scratch + (nint)j * _rows.ScratchLength);
            RowSums.AbsoluteDifferences(_vector.Pointer, together, _rows.Dimension, sums);
            for (int j = first; j < end && j < first + RowSums.Together; j++) _target[j] = sums[j - first];
        }
        _decoded.Return(slot);
    }
}
