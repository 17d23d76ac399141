using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// Similarities of the caller's own rows in double: sums over the dimensions in order, products and sums rounded separately, as a plain
/// loop would. What is decided here is what a plain greedy in double would decide.
/// </summary>
internal sealed unsafe class ExactSimilarity
{
    private const int Together = 4;
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
        for (int i = 0; i < count; i++)
        {
            double mean = form.Scaling == RowScaling.Standardised ? RowArithmetic.Mean(Row(i), dimension) : 0;
            double norm = 0;
            if (form.NeedsDirection)
                for (int t = 0; t < dimension; t++) norm += (Row(i)[t] - mean) * (Row(i)[t] - mean);
            (_means.Pointer[i], _squaredNorms.Pointer[i]) = (mean, norm);
        }
    }

    public void Release() => _rows = null;

    /// <summary>
    /// similarities[j] = s(rows[j], candidate) for j below <paramref name="count"/>: four rows at a time, because the additions of one
    /// wait for each other.
    /// </summary>
    public void Evaluate(int candidate, int* rows, int count, double* similarities)
    {
        double* sums = stackalloc double[Together];
        for (int first = 0; first < count; first += Together)
        {
            int a = rows[first], b = rows[Math.Min(first + 1, count - 1)], c = rows[Math.Min(first + 2, count - 1)], d = rows[Math.Min(first + 3, count - 1)];
            if (_form.IsCentred) SumSquares(Row(candidate), Row(a), Row(b), Row(c), Row(d), sums);
            else SumProducts(Row(candidate), Mean(candidate), Row(a), Mean(a), Row(b), Mean(b), Row(c), Mean(c), Row(d), Mean(d), sums);
            for (int j = first; j < count && j < first + Together; j++) similarities[j] = Finish(sums[j - first], rows[j], candidate);
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

    private void SumSquares(float* v, float* a, float* b, float* c, float* d, double* sums)
    {
        double sumA = 0, sumB = 0, sumC = 0, sumD = 0;
        for (int t = 0; t < _dimension; t++)
        {
            double x = v[t];
            sumA += (a[t] - x) * (a[t] - x);
            sumB += (b[t] - x) * (b[t] - x);
            sumC += (c[t] - x) * (c[t] - x);
            sumD += (d[t] - x) * (d[t] - x);
        }
        (sums[0], sums[1], sums[2], sums[3]) = (sumA, sumB, sumC, sumD);
    }

    private void SumProducts(
        float* v, double meanV, float* a, double meanA, float* b, double meanB, float* c, double meanC, float* d, double meanD, double* sums)
    {
        double sumA = 0, sumB = 0, sumC = 0, sumD = 0;
        for (int t = 0; t < _dimension; t++)
        {
            double x = v[t] - meanV;
            sumA += (a[t] - meanA) * x;
            sumB += (b[t] - meanB) * x;
            sumC += (c[t] - meanC) * x;
            sumD += (d[t] - meanD) * x;
        }
        (sums[0], sums[1], sums[2], sums[3]) = (sumA, sumB, sumC, sumD);
    }
}
