using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training.Convex;

/// <summary>The objective of a <see cref="LinearModel"/> on examples, and its gradient, summed over fixed segments of rows.</summary>
internal sealed unsafe class LinearObjective : IDifferentiable, IChunkedWork
{
    private readonly PinnedBuffer<double> _gradients = new();
    private readonly PinnedBuffer<double> _scores = new();
    private readonly PinnedBuffer<double> _losses = new();
    private readonly ExampleTable _table;
    private readonly int _threads;
    private LinearModel _model = null!;
    private Segments _segments;
    private double* _at;
    private double* _kept;

    public LinearObjective(ExampleTable table, int threads) => (_table, _threads) = (table, threads);

    /// <inheritdoc/>
    public int Length => _model.Length;

    /// <summary>Called after every evaluation, with the value and the gradient's norm; null if nobody is interested.</summary>
    public Action<double, double>? Evaluated { get; set; }

    /// <summary>The Euclidean norm of the gradient that <see cref="Evaluate"/> found last.</summary>
    public double GradientNorm { get; private set; }

    /// <summary>Whose objective this is, on the rows that the table has.</summary>
    public void Attach(LinearModel model)
    {
        _model = model;
        _segments = new Segments(_table.Count, Length);
        _gradients.Reserve(checked(_segments.Count * Length));
        _scores.Reserve(_segments.Count * model.Outputs);
        _losses.Reserve(_segments.Count);
    }

    /// <inheritdoc/>
    public double Evaluate(double* at, double* gradient)
    {
        double value = Sum(at, gradient, null), penalty = 0, squares = 0;
        int dimension = _model.Dimension, penalised = dimension + (_model.Intercept == Intercept.Penalised ? 1 : 0);
        for (int c = 0; c < _model.Outputs; c++, at += dimension + 1, gradient += dimension + 1)
        {
            penalty += RowArithmetic.Dot(at, at, penalised);
            RowArithmetic.Accumulate(at, _model.L2, gradient, penalised);
            squares += RowArithmetic.Dot(gradient, gradient, dimension + 1);
        }
        value += _model.L2 / 2 * penalty;
        GradientNorm = Math.Sqrt(squares);
        Evaluated?.Invoke(value, GradientNorm);
        return value;
    }

    /// <summary>The gradient without that of the penalty, and what rows add to it.</summary>
    /// <param name="at">The parameters.</param>
    /// <param name="gradient">Receives the gradient.</param>
    /// <param name="derivatives">Receives the derivatives of each row's loss by its scores.</param>
    public void Differentiate(double* at, double* gradient, double* derivatives) => Sum(at, gradient, derivatives);

    void IChunkedWork.Execute(int segment)
    {
        double* gradient = _gradients.Pointer + (nint)segment * Length;
        new Span<double>(gradient, Length).Clear();
        float* scratch = _table.Decoded.Take(out int slot);
        bool keep = _kept != null;
        _losses.Pointer[segment] = _model.Kernel.Accumulate(
            _table, _model, _at, _segments.Start(segment), _segments.Start(segment + 1), gradient,
            keep ? _kept : _scores.Pointer + (nint)segment * _model.Outputs, keep, scratch);
        _table.Decoded.Return(slot);
    }

    private double Sum(double* at, double* gradient, double* kept)
    {
        _at = at;
        _kept = kept;
        WorkerTeam.Run(this, _segments.Count, _threads);
        double loss = 0;
        new Span<double>(gradient, Length).Clear();
        for (int segment = 0; segment < _segments.Count; segment++)
        {
            RowArithmetic.Accumulate(_gradients.Pointer + (nint)segment * Length, 1, gradient, Length);
            loss += _losses.Pointer[segment];
        }
        return loss;
    }
}
