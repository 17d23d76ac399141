using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// The weighted sum of every row's similarities to all rows: between bounds from a closed form where there is one, and exactly, as a plain
/// loop sums it, for the few rows that are asked for.
/// </summary>
/// <remarks>
/// <para>
/// Inner products: (sum_i w_i x_i) . x_v, O(rows * dimension). Their squares: x_v^T (sum_i w_i x_i x_i^T) x_v, O(rows * dimension^2) and
/// one table of dimension^2, where rows are more than columns. Squared distances: <see cref="SingletonBounds"/>. All in double; sums of n
/// terms round by at most n 2^-53 of the sum of their sizes (Higham 2002, section 4.2), here and in the plain loop, and the bounds leave
/// room for eight times as much.
/// </para>
/// <para>Other similarities have no closed form: all pairs are computed, once for both their rows.</para>
/// </remarks>
internal sealed unsafe class SimilaritySums
{
    private const double Rounding = 8.0 / (1L << 53);
    private readonly SingletonBounds _squaredDistances = new();
    private readonly PinnedBuffer<double> _lower = new();
    private readonly PinnedBuffer<double> _upper = new();
    private readonly PinnedBuffer<double> _exact = new();
    private readonly PinnedBuffer<double> _column = new();
    private readonly PinnedBuffer<double> _moments = new();
    private readonly PinnedBuffer<double> _row = new();
    private RowSimilarities _similarities = null!;
    private bool _clamps;

    /// <summary>At most the sum of a row.</summary>
    public double Lower(int row) => _lower.Pointer[row];

    /// <summary>At least the sum of a row.</summary>
    public double Upper(int row) => _upper.Pointer[row];

    /// <summary>The sum of a row. O(rows * dimension) the first time.</summary>
    public double Exact(int row)
    {
        if (!double.IsNaN(_exact.Pointer[row])) return _exact.Pointer[row];
        _similarities.Evaluate(row, _column.Pointer);
        double sum = 0;
        for (int i = 0; i < _similarities.Count; i++) sum += Term(i, i);
        return _lower.Pointer[row] = _upper.Pointer[row] = _exact.Pointer[row] = sum;
    }

    /// <summary>Bounds the sums of all rows.</summary>
    /// <param name="similarities">The rows.</param>
    /// <param name="clamps">Whether similarities below 0 count as 0.</param>
    public void Load(RowSimilarities similarities, bool clamps)
    {
        (_similarities, _clamps) = (similarities, clamps);
        int count = similarities.Count, dimension = similarities.Dimension;
        _lower.Reserve(count);
        _upper.Reserve(count);
        _exact.Reserve(count);
        _column.Reserve(count);
        _exact.Span(count).Fill(double.NaN);
        switch (similarities.Form.Similarity)
        {
            case Similarity.MaxSquaredEuclidean:
                BoundSquaredDistances();
                break;
            case Similarity.Cosine or Similarity.Dot when !clamps:
                BoundProducts();
                break;
            case Similarity.CosineSquared or Similarity.CorrelationSquared when dimension < count:
                BoundSquares();
                break;
            default:
                SumPairs();
                break;
        }
    }

    private double Slack => (_similarities.Count + _similarities.Dimension + 8) * Rounding;

    private double Term(int row, int place) =>
        _similarities.Weights.ExactWeights[row] * (_clamps ? Math.Max(0, _column.Pointer[place]) : _column.Pointer[place]);

    private void BoundSquaredDistances()
    {
        int count = _similarities.Count;
        _squaredDistances.Run(_similarities.Exact, _similarities.Weights, _similarities.Dimension);
        double all = _similarities.Weights.TotalWeight * _similarities.Maximum;
        for (int i = 0; i < count; i++)
        {
            _upper.Pointer[i] = all * (1 + Slack) + _squaredDistances.Bounds[i];
            _lower.Pointer[i] = all * (1 - Slack) + _squaredDistances.LowerBounds[i];
        }
    }

    private void BoundProducts()
    {
        int count = _similarities.Count, dimension = _similarities.Dimension;
        double* sum = _moments.Reserve(dimension), row = _row.Reserve(dimension);
        _moments.Span(dimension).Clear();
        double lengths = 0;
        for (int i = 0; i < count; i++)
        {
            double length = Widen(i, row);
            RowArithmetic.Accumulate(row, _similarities.Weights.ExactWeights[i], sum, dimension);
            lengths += _similarities.Weights.ExactWeights[i] * length;
        }
        for (int i = 0; i < count; i++)
        {
            double slack = Widen(i, row) * lengths * Slack, product = RowArithmetic.Dot(row, sum, dimension);
            (_lower.Pointer[i], _upper.Pointer[i]) = (product - slack, product + slack);
        }
    }

    private void BoundSquares()
    {
        int count = _similarities.Count, dimension = _similarities.Dimension;
        double* moments = _moments.Reserve(checked(dimension * dimension)), row = _row.Reserve(dimension);
        _moments.Span(dimension * dimension).Clear();
        for (int i = 0; i < count; i++)
        {
            _similarities.Cancellation.ThrowIfCancellationRequested();
            Widen(i, row);
            for (int t = 0; t < dimension; t++) // the upper triangle
                RowArithmetic.Accumulate(row + t, _similarities.Weights.ExactWeights[i] * row[t], moments + (nint)t * dimension + t, dimension - t);
        }
        double slack = _similarities.Weights.TotalWeight * Slack;
        for (int i = 0; i < count; i++)
        {
            _similarities.Cancellation.ThrowIfCancellationRequested();
            Widen(i, row);
            double sum = 0;
            for (int t = 0; t < dimension; t++)
            {
                double* moment = moments + (nint)t * dimension + t;
                sum += row[t] * (2 * RowArithmetic.Dot(row + t, moment, dimension - t) - row[t] * moment[0]);
            }
            (_lower.Pointer[i], _upper.Pointer[i]) = (sum - slack, sum + slack);
        }
    }

    /// <summary>Copies a row as its similarity sees it: from its mean, of length 1, or as it is.</summary>
    /// <returns>Its length.</returns>
    private double Widen(int row, double* target)
    {
        int dimension = _similarities.Dimension;
        float* values = _similarities.Exact.Row(row);
        double shift = _similarities.Form.Similarity == Similarity.CorrelationSquared ? RowArithmetic.Mean(values, dimension) : 0;
        RowArithmetic.Widen(values, shift, target, dimension);
        double length = Math.Sqrt(RowArithmetic.Dot(target, target, dimension));
        if (!_similarities.Form.NeedsDirection) return length;
        for (int t = 0; t < dimension; t++) target[t] /= length;
        return 1;
    }

    /// <summary>Every sum gets its terms in the order of the rows, as in a plain loop: those up to itself at its turn, the others at theirs.</summary>
    private void SumPairs()
    {
        double* sums = _exact.Pointer;
        for (int row = 0; row < _similarities.Count; row++)
        {
            _similarities.EvaluateFirst(row + 1, row, _column.Pointer);
            for (int i = 0; i < row; i++) sums[i] += Term(row, i);
            sums[row] = 0;
            for (int i = 0; i <= row; i++) sums[row] += Term(i, i);
        }
        _exact.Span(_similarities.Count).CopyTo(_lower.Span(_similarities.Count));
        _exact.Span(_similarities.Count).CopyTo(_upper.Span(_similarities.Count));
    }
}
