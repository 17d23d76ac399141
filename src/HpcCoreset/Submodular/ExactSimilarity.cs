using System;
using System.Runtime.CompilerServices;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// Similarities of the caller's own rows in double: sums over the dimensions in order, products and sums rounded separately, as a plain
/// loop would. What is decided here is what a plain greedy in double would decide.
/// </summary>
internal sealed unsafe class ExactSimilarity
{
    private readonly PinnedBuffer<double> _means = new();
    private readonly PinnedBuffer<double> _squaredNorms = new();
    private SimilarityForm _form;
    private float* _rows;
    private nint _stride;
    private int _dimension;

    /// <summary>Row <paramref name="index"/> of the caller's memory.</summary>
    public float* Row(int index) => _rows + index * _stride;

    /// <summary>The mean of a row's values under correlation, else 0.</summary>
    public double Mean(int index) => _means.Pointer[index];

    /// <summary>Takes up the caller's rows, which must stay pinned until <see cref="Release"/>. O(rows * dimension).</summary>
    public void Load(SimilarityForm form, float* rows, int count, int dimension, nint stride)
    {
        _rows = rows;
        (_form, _stride, _dimension) = (form, stride, dimension);
        _means.Reserve(count);
        _squaredNorms.Reserve(count);
        float** together = stackalloc float*[RowSums.Together];
        double* means = stackalloc double[RowSums.Together];
        double* sums = stackalloc double[RowSums.Together];
        for (int i = 0; i < count; i++)
            _means.Pointer[i] = form.Scaling == RowScaling.Standardised ? RowArithmetic.Mean(Row(i), dimension) : 0;
        if (!form.NeedsDirection) return;
        for (int first = 0; first < count; first += RowSums.Together)
        {
            for (int j = 0; j < RowSums.Together; j++)
            {
                int row = Math.Min(first + j, count - 1);
                together[j] = Row(row);
                means[j] = Mean(row);
            }
            RowSums.SquaredNorms(together, means, dimension, sums);
            for (int j = first; j < count && j < first + RowSums.Together; j++) _squaredNorms.Pointer[j] = sums[j - first];
        }
    }

    public void Release() => _rows = null;

    /// <summary>
    /// similarities[j] = s(rows[j], candidate) for j below <paramref name="count"/>: eight rows at a time, because the additions of one
    /// wait for each other.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Evaluate(int candidate, int* rows, int count, double* similarities)
    {
        float** together = stackalloc float*[RowSums.Together];
        double* means = stackalloc double[RowSums.Together];
        double* sums = stackalloc double[RowSums.Together];
        for (int first = 0; first < count; first += RowSums.Together)
        {
            for (int j = 0; j < RowSums.Together; j++)
            {
                int row = rows[Math.Min(first + j, count - 1)];
                together[j] = Row(row);
                means[j] = Mean(row);
            }
            if (_form.IsCentred) RowSums.SquaredDifferences(Row(candidate), together, means, _dimension, sums);
            else RowSums.Products(Row(candidate), Mean(candidate), together, means, _dimension, sums);
            for (int j = first; j < count && j < first + RowSums.Together; j++) similarities[j] = Finish(sums[j - first], rows[j], candidate);
        }
    }

    private double Finish(double sum, int row, int candidate) => _form.Similarity switch
    {
        Similarity.MaxSquaredEuclidean => -sum,
        Similarity.MaxEuclidean => -Math.Sqrt(sum),
        Similarity.Rbf => ExactExponential.Negative(_form.Parameter * sum),
        Similarity.ExpEuclidean => ExactExponential.Negative(Math.Sqrt(sum) * _form.Parameter),
        Similarity.Cosine => sum / Math.Sqrt(_squaredNorms.Pointer[row] * _squaredNorms.Pointer[candidate]),
        Similarity.Dot => sum,
        _ => sum * sum / (_squaredNorms.Pointer[row] * _squaredNorms.Pointer[candidate]),
    };
}
