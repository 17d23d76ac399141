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
    private readonly PinnedBuffer<double> _vector = new(); // what rows are compared with, in double and once for all of them
    private readonly PinnedBuffer<float> _decoded = new();
    private SimilarityForm _form;
    private RowSource _rows;

    /// <summary>The rows that are compared with these: themselves, or others that were loaded alike.</summary>
    public ExactSimilarity Candidates { get; private set; } = null!;

    /// <summary>Number of rows.</summary>
    public int Count => _rows.Count;

    /// <summary>
    /// Row <paramref name="index"/>: the caller's memory, or decoded into one of <see cref="RowSums.Together"/> places, where it stays
    /// until the next row for that place.
    /// </summary>
    public float* Row(int index, int place = 0) => _rows.Row(index, _decoded.Pointer + (nint)place * _rows.ScratchLength);

    /// <summary>Takes up the caller's rows, which must stay pinned until <see cref="Release"/>. O(rows * dimension).</summary>
    public void Load(SimilarityForm form, RowSource rows)
    {
        (_form, _rows, Candidates) = (form, rows, this);
        (int count, int dimension) = (rows.Count, rows.Dimension);
        _decoded.Reserve(checked(RowSums.Together * rows.ScratchLength));
        _squaredNorms.Reserve(count);
        _vector.Reserve(dimension);
        if (IsShifted)
        {
            _means.Reserve(count);
            for (int i = 0; i < count; i++) _means.Pointer[i] = RowArithmetic.Mean(Row(i), dimension);
        }
        if (!form.NeedsDirection) return;
        float** together = stackalloc float*[RowSums.Together];
        double* sums = stackalloc double[RowSums.Together];
        double* means = IsShifted ? sums : null; // read before they are written
        for (int first = 0; first < count; first += RowSums.Together)
        {
            for (int j = 0; j < RowSums.Together; j++)
            {
                int row = Math.Min(first + j, count - 1);
                together[j] = Row(row, j);
                if (IsShifted) means[j] = _means.Pointer[row];
            }
            RowSums.SquaredNorms(together, means, dimension, sums);
            for (int j = first; j < count && j < first + RowSums.Together; j++) _squaredNorms.Pointer[j] = sums[j - first];
        }
    }

    /// <summary>Takes up candidates of their own, whose rows must stay pinned as well.</summary>
    public void LoadCandidates(ExactSimilarity candidates, RowSource rows)
    {
        candidates.Load(_form, rows);
        Candidates = candidates;
    }

    public void Release() => _rows = default;

    /// <summary>similarities[j] = s(rows[j], candidate) for j below <paramref name="count"/>.</summary>
    public void Evaluate(int candidate, int* rows, int count, double* similarities)
    {
        ExactSimilarity of = Candidates;
        if (_rows.IsBits && of._rows.IsBits && _form.IsCentred) // a sum of squared differences is a number of bits
        {
            for (int j = 0; j < count; j++) similarities[j] = Finish(_rows.BitDistance(rows[j], of._rows, candidate), 0, 0);
            return;
        }
        RowArithmetic.Widen(of.Row(candidate), IsShifted ? of._means.Pointer[candidate] : 0, _vector.Pointer, _rows.Dimension);
        Evaluate(of._squaredNorms.Pointer[candidate], rows, count, similarities);
    }

    /// <summary>The similarities of a vector that need not be a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Evaluate(float* vector, int* rows, int count, double* similarities)
    {
        RowArithmetic.Widen(vector, IsShifted ? RowArithmetic.Mean(vector, _rows.Dimension) : 0, _vector.Pointer, _rows.Dimension);
        double squaredNorm = 0;
        for (int t = 0; t < _rows.Dimension; t++) squaredNorm += _vector.Pointer[t] * _vector.Pointer[t];
        Evaluate(squaredNorm, rows, count, similarities);
    }

    private bool IsShifted => _form.Scaling == RowScaling.Standardised;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Evaluate(double squaredNorm, int* rows, int count, double* similarities)
    {
        float** together = stackalloc float*[RowSums.Together];
        double* sums = stackalloc double[RowSums.Together];
        double* means = IsShifted ? sums : null; // read before they are written
        for (int first = 0; first < count; first += RowSums.Together)
        {
            for (int j = 0; j < RowSums.Together; j++)
            {
                int row = rows[Math.Min(first + j, count - 1)];
                together[j] = Row(row, j);
                if (IsShifted) means[j] = _means.Pointer[row];
            }
            if (_form.IsCentred) RowSums.SquaredDifferences(_vector.Pointer, together, _rows.Dimension, sums);
            else RowSums.Products(_vector.Pointer, together, means, _rows.Dimension, sums);
            for (int j = first; j < count && j < first + RowSums.Together; j++)
                similarities[j] = Finish(sums[j - first], _squaredNorms.Pointer[rows[j]], squaredNorm);
        }
    }

    private double Finish(double sum, double rowNorm, double vectorNorm) => _form.Similarity switch
    {
        Similarity.MaxSquaredEuclidean => -sum,
        Similarity.MaxEuclidean => -Math.Sqrt(sum),
        Similarity.Rbf => ExactExponential.Negative(_form.Parameter * sum),
        Similarity.ExpEuclidean => ExactExponential.Negative(Math.Sqrt(sum) * _form.Parameter),
        Similarity.Cosine => sum / Math.Sqrt(rowNorm * vectorNorm),
        Similarity.Dot => sum,
        _ => sum * sum / (rowNorm * vectorNorm),
    };
}
