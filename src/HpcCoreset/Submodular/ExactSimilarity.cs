using System;
using System.Runtime.CompilerServices;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// Similarities of the caller's own rows in double: sums over the dimensions in order, products and sums rounded separately, as a plain
/// loop would. What is decided here is what a plain greedy in double would decide.
/// </summary>
internal sealed unsafe class ExactSimilarity : IChunkedWork
{
    /// <summary>Rows that a thread takes at a time, where all are compared.</summary>
    private const int Block = 256;

    private readonly PinnedBuffer<double> _means = new();
    private readonly PinnedBuffer<double> _squaredNorms = new();
    private readonly PinnedBuffer<double> _vector = new(); // what rows are compared with, in double and once for all of them
    private readonly PinnedBuffer<float> _decoded = new();
    private readonly ChunkScratch<float> _blocks = new();
    private SimilarityForm _form;
    private RowSource _rows;
    private int _candidate;
    private int _end;
    private double* _similarities;

    /// <summary>The rows that are compared with these: themselves, or others that were loaded alike.</summary>
    public ExactSimilarity Candidates { get; set; } = null!;

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
        if (form.IsFactored)
        {
            for (int i = 0; i < count; i++) _squaredNorms.Pointer[i] = FactoredNorm(Row(i));
            return;
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
            for (int j = 0; j < count; j++) similarities[j] = _form.Finish(_rows.BitDistance(rows[j], of._rows, candidate), 0, 0);
            return;
        }
        RowArithmetic.Widen(of.Row(candidate), IsShifted ? of._means.Pointer[candidate] : 0, _vector.Pointer, _rows.Dimension);
        Evaluate(of._squaredNorms.Pointer[candidate], rows, 0, count, _decoded.Pointer, similarities);
    }

    /// <summary>similarities[i] = s(i, candidate) for all rows i below <paramref name="end"/>, shared out among threads.</summary>
    public void EvaluateFirst(int end, int candidate, double* similarities, int threads)
    {
        (_candidate, _end) = (candidate, end);
        _similarities = similarities;
        _blocks.Reserve(threads, checked(RowSums.Together * _rows.ScratchLength));
        RowArithmetic.Widen(Row(candidate), IsShifted ? _means.Pointer[candidate] : 0, _vector.Pointer, _rows.Dimension);
        WorkerTeam.Run(this, (end + Block - 1) / Block, threads);
    }

    void IChunkedWork.Execute(int chunk)
    {
        int first = chunk * Block, end = Math.Min(_end, first + Block);
        if (_rows.IsBits && _form.IsCentred)
        {
            for (int row = first; row < end; row++) _similarities[row] = _form.Finish(_rows.BitDistance(row, _rows, _candidate), 0, 0);
            return;
        }
        float* scratch = _blocks.Take(out int slot);
        Evaluate(_squaredNorms.Pointer[_candidate], null, first, end, scratch, _similarities);
        _blocks.Return(slot);
    }

    /// <summary>The similarity of a row to itself, as all pairs are computed: exactly 1 where a row is compared by direction.</summary>
    public double Self(int row)
    {
        if (_form.NeedsDirection) return _form.Finish(_squaredNorms.Pointer[row], _squaredNorms.Pointer[row], _squaredNorms.Pointer[row]);
        if (_form.IsDistance) return _form.Finish(0, 0, 0);
        double self;
        Evaluate(row, &row, 1, &self);
        return self;
    }

    /// <summary>The similarities of a vector that need not be a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Evaluate(float* vector, int* rows, int count, double* similarities)
    {
        RowArithmetic.Widen(vector, IsShifted ? RowArithmetic.Mean(vector, _rows.Dimension) : 0, _vector.Pointer, _rows.Dimension);
        double squaredNorm = 0;
        for (int t = 0; t < _rows.Dimension; t++) squaredNorm += _vector.Pointer[t] * _vector.Pointer[t];
        Evaluate(squaredNorm, rows, 0, count, _decoded.Pointer, similarities);
    }

    private bool IsShifted => _form.Scaling == RowScaling.Standardised;

    /// <summary>The similarities of places <paramref name="start"/> to <paramref name="end"/> - 1: of the rows there, or of these rows (null).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Evaluate(double squaredNorm, int* rows, int start, int end, float* scratch, double* similarities)
    {
        float** together = stackalloc float*[RowSums.Together];
        double* sums = stackalloc double[RowSums.Together];
        double* means = IsShifted ? sums : null; // read before they are written
        for (int first = start; first < end; first += RowSums.Together)
        {
            for (int j = 0; j < RowSums.Together; j++)
            {
                int place = Math.Min(first + j, end - 1), row = rows == null ? place : rows[place];
                together[j] = _rows.Row(row, scratch + (nint)j * _rows.ScratchLength);
                if (IsShifted) means[j] = _means.Pointer[row];
            }
            if (_form.IsFactored)
            {
                SquareFactored(together, rows, first, end, squaredNorm, sums);
            }
            else if (_form.IsCentred) RowSums.SquaredDifferences(_vector.Pointer, together, _rows.Dimension, sums);
            else RowSums.Products(_vector.Pointer, together, means, _rows.Dimension, sums);
            for (int j = first; j < end && j < first + RowSums.Together; j++)
                similarities[j] = _form.Finish(sums[j - first], _squaredNorms.Pointer[rows == null ? j : rows[j]], squaredNorm);
        }
    }

    private double FactoredNorm(float* row)
    {
        double a = 0, h = 0;
        for (int t = 0; t < _form.FirstFactor; t++) a += (double)row[t] * row[t];
        for (int t = _form.FirstFactor; t < _rows.Dimension; t++) h += (double)row[t] * row[t];
        return a * h;
    }

    /// <summary>sums[j] = the squared distance of a row's outer product from the vector's.</summary>
    private void SquareFactored(float** together, int* rows, int first, int end, double squaredNorm, double* sums)
    {
        int length = _form.FirstFactor;
        double* others = stackalloc double[RowSums.Together];
        RowSums.Products(_vector.Pointer, together, null, length, sums);
        for (int j = 0; j < RowSums.Together; j++) together[j] += length;
        RowSums.Products(_vector.Pointer + length, together, null, _rows.Dimension - length, others);
        for (int j = 0; j < RowSums.Together && first + j < end; j++)
            sums[j] = SimilarityForm.FactoredSquare(sums[j], others[j], _squaredNorms.Pointer[rows == null ? first + j : rows[first + j]], squaredNorm);
    }
}
