using System;
using HpcCoreset.Clustering;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training;

/// <summary>
/// Multinomial logistic regression with weights: minimises (sum of w (-log p(label))) / (sum of w) + lambda / 2 |coefficients|^2 over columns
/// of mean 0 and deviation 1 among the weighted training rows; intercepts are free.
/// </summary>
/// <remarks>Double precision, sums over fixed segments of rows: the same bytes for any number of threads. Allocates on the first call of a shape only.</remarks>
/// <param name="classes">Number of classes, at least 1.</param>
/// <param name="threads">Threads to use.</param>
internal sealed unsafe class LogisticModel(int classes, int threads = 1) : IDifferentiable, IChunkedWork, IDisposable
{
    private const int MostSegments = 16;
    private const double Rounding = 1e-20; // a variance below this times the square of the mean is that of a column of equal values

    private readonly WeightedRows _rows = new(Metric.SquaredEuclidean);
    private readonly LimitedMemoryBfgs _minimiser = new();
    private readonly PinnedBuffer<int> _labels = new();
    private readonly PinnedBuffer<double> _mean = new();
    private readonly PinnedBuffer<double> _inverse = new(); // of the deviations; 0 of a column that is the same in all rows
    private readonly PinnedBuffer<double> _parameters = new(); // per class: coefficients of the standardised columns, then the intercept
    private readonly PinnedBuffer<double> _plain = new(); // the same, of the columns as they are
    private readonly PinnedBuffer<double> _segmentGradients = new();
    private readonly PinnedBuffer<double> _segmentLosses = new();
    private readonly PinnedBuffer<double> _segmentScores = new();
    private double _mass;
    private int _dimension;

    /// <summary>The strength of the penalty, lambda.</summary>
    public double Penalty { get; init; } = 1e-3;

    /// <summary>Most iterations.</summary>
    public int MaxIterations { get; init; } = 200;

    /// <summary>Iterations stop when no component of the gradient is larger than this.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>Per class, the coefficients of the standardised columns and then the intercept.</summary>
    public ReadOnlySpan<double> Parameters => _parameters.Span(Length);

    /// <inheritdoc/>
    public int Length => classes * (_dimension + 1);

    private int Segments => Math.Min(MostSegments, _rows.ChunkCount);

    /// <summary>Trains. O(iterations * rows * classes * dimension).</summary>
    /// <param name="points">Rows that <see cref="RowValidation"/> would pass.</param>
    /// <param name="labels">One class per row, from 0.</param>
    /// <param name="weights">One weight per row, or empty for 1 each.</param>
    /// <returns>The value of what is minimised.</returns>
    public double Fit(scoped Points points, scoped ReadOnlySpan<int> labels, scoped ReadOnlySpan<double> weights)
    {
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        {
            try
            {
                Load(points.Source(first, scales), labels, weights);
                Standardise();
                new Span<double>(_parameters.Reserve(Length), Length).Clear();
                _plain.Reserve(Length);
                _segmentGradients.Reserve(checked(MostSegments * Length));
                double value = _minimiser.Run(this, _parameters.Pointer, MaxIterations, Tolerance);
                SetPlain(_parameters.Pointer);
                return value;
            }
            finally
            {
                GC.KeepAlive(points.Owner);
                _rows.Release();
            }
        }
    }

    /// <summary>Counts what the model gets right; the lowest class wins ties.</summary>
    /// <param name="points">Rows of the dimension that it was trained on.</param>
    /// <param name="labels">One class per row, from 0.</param>
    public ClassificationScore Score(scoped Points points, scoped ReadOnlySpan<int> labels)
    {
        Span<int> right = new int[classes], all = new int[classes];
        double* scores = _segmentScores.Reserve(MostSegments * classes);
        fixed (byte* first = &points.FirstByte)
        fixed (float* scales = &points.FirstScale)
        {
            try
            {
                Load(points.Source(first, scales), labels, default);
                float* scratch = _rows.TakeScratch(out int slot);
                for (int row = 0; row < _rows.Count; row++)
                {
                    SetScores(_rows.Row(row, scratch), scores);
                    int best = 0;
                    for (int c = 1; c < classes; c++)
                        if (scores[c] > scores[best]) best = c;
                    all[labels[row]]++;
                    if (best == labels[row]) right[best]++;
                }
                _rows.ReturnScratch(slot);
            }
            finally
            {
                GC.KeepAlive(points.Owner);
                _rows.Release();
            }
        }
        (int total, int present, double recalls) = (0, 0, 0);
        for (int c = 0; c < classes; c++)
        {
            total += right[c];
            if (all[c] == 0) continue;
            recalls += right[c] / (double)all[c];
            present++;
        }
        return new(total / (double)points.Count, recalls / present);
    }

    /// <inheritdoc/>
    public double Evaluate(double* at, double* gradient)
    {
        SetPlain(at);
        WorkerTeam.Run(this, Segments, threads);
        new Span<double>(gradient, Length).Clear();
        double loss = 0;
        for (int segment = 0; segment < Segments; segment++)
        {
            double* part = _segmentGradients.Pointer + (nint)segment * Length;
            for (int i = 0; i < Length; i++) gradient[i] += part[i];
            loss += _segmentLosses.Pointer[segment];
        }
        double penalty = 0;
        for (int c = 0; c < classes; c++, at += _dimension + 1, gradient += _dimension + 1)
        {
            for (int t = 0; t < _dimension; t++)
            {
                gradient[t] = gradient[t] * _inverse.Pointer[t] / _mass + Penalty * at[t];
                penalty += at[t] * at[t];
            }
            gradient[_dimension] /= _mass;
        }
        return loss / _mass + Penalty / 2 * penalty;
    }

    void IChunkedWork.Execute(int segment)
    {
        double* gradient = _segmentGradients.Pointer + (nint)segment * Length, scores = _segmentScores.Pointer + segment * classes;
        new Span<double>(gradient, Length).Clear();
        float* scratch = _rows.TakeScratch(out int slot);
        double loss = 0;
        int end = (int)((long)_rows.Count * (segment + 1) / Segments);
        for (int row = (int)((long)_rows.Count * segment / Segments); row < end; row++)
            if (_rows.Weights[row] > 0)
                loss += _rows.Weights[row] * AddGradient(_rows.Row(row, scratch), _labels.Pointer[row], _rows.Weights[row], scores, gradient);
        _segmentLosses.Pointer[segment] = loss;
        _rows.ReturnScratch(slot);
    }

    public void Dispose() => _rows.Dispose();

    /// <summary>A row's part of the gradient by the columns minus their means.</summary>
    /// <returns>Its loss, -log p(label).</returns>
    private double AddGradient(float* row, int label, double weight, double* scores, double* gradient)
    {
        SetScores(row, scores);
        double largest = scores[0], sum = 0;
        for (int c = 1; c < classes; c++) largest = Math.Max(largest, scores[c]);
        double loss = largest - scores[label];
        for (int c = 0; c < classes; c++) sum += scores[c] = ExactExponential.Negative(largest - scores[c]);
        for (int c = 0; c < classes; c++, gradient += _dimension + 1)
        {
            double error = weight * (scores[c] / sum - (c == label ? 1 : 0));
            RowArithmetic.AccumulateDifference(row, _mean.Pointer, error, gradient, _dimension);
            gradient[_dimension] += error;
        }
        return loss + Math.Log(sum);
    }

    private void SetScores(float* row, double* scores)
    {
        double* plain = _plain.Pointer;
        for (int c = 0; c < classes; c++, plain += _dimension + 1) scores[c] = RowArithmetic.Dot(plain, row, _dimension) + plain[_dimension];
    }

    /// <summary>From parameters of standardised columns to those of the columns as they are.</summary>
    private void SetPlain(double* parameters)
    {
        double* plain = _plain.Pointer;
        for (int c = 0; c < classes; c++, parameters += _dimension + 1, plain += _dimension + 1)
        {
            for (int t = 0; t < _dimension; t++) plain[t] = parameters[t] * _inverse.Pointer[t];
            plain[_dimension] = parameters[_dimension] - RowArithmetic.Dot(plain, _mean.Pointer, _dimension);
        }
    }

    private void Load(RowSource rows, scoped ReadOnlySpan<int> labels, scoped ReadOnlySpan<double> weights)
    {
        _rows.Load(rows, weights, threads);
        _dimension = rows.Dimension;
        labels.CopyTo(new Span<int>(_labels.Reserve(labels.Length), labels.Length));
        _segmentLosses.Reserve(MostSegments);
        _segmentScores.Reserve(MostSegments * classes);
    }

    private void Standardise()
    {
        double* mean = _mean.Reserve(_dimension), inverse = _inverse.Reserve(_dimension);
        new Span<double>(mean, _dimension).Clear();
        new Span<double>(inverse, _dimension).Clear();
        _mass = 0;
        float* scratch = _rows.TakeScratch(out int slot);
        for (int row = 0; row < _rows.Count; row++)
        {
            _mass += _rows.Weights[row];
            RowArithmetic.Accumulate(_rows.Row(row, scratch), _rows.Weights[row], mean, _dimension);
        }
        for (int t = 0; t < _dimension; t++) mean[t] /= _mass;
        for (int row = 0; row < _rows.Count; row++)
        {
            float* values = _rows.Row(row, scratch);
            for (int t = 0; t < _dimension; t++) inverse[t] += _rows.Weights[row] * (values[t] - mean[t]) * (values[t] - mean[t]);
        }
        _rows.ReturnScratch(slot);
        for (int t = 0; t < _dimension; t++) inverse[t] = inverse[t] > Rounding * _mass * mean[t] * mean[t] ? 1 / Math.Sqrt(inverse[t] / _mass) : 0;
    }
}
