using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training;

/// <summary>
/// Minimises a smooth convex function: L-BFGS (Liu, Nocedal, Mathematical Programming 45, 1989) with steps halved until the value has
/// fallen enough (Armijo 1966).
/// </summary>
/// <remarks>Sums run in a fixed order: the same bytes on every machine. Allocates on the first run of a length only.</remarks>
internal sealed unsafe class LimitedMemoryBfgs
{
    private const int Memory = 10;
    private const double Decrease = 1e-4; // of what the slope promises
    private const int MostHalvings = 40;

    private readonly PinnedBuffer<double> _gradient = new();
    private readonly PinnedBuffer<double> _direction = new();
    private readonly PinnedBuffer<double> _next = new();
    private readonly PinnedBuffer<double> _nextGradient = new();
    private readonly PinnedBuffer<double> _steps = new();
    private readonly PinnedBuffer<double> _changes = new();
    private readonly double[] _curvature = new double[Memory];
    private readonly double[] _alpha = new double[Memory];
    private int _length;
    private int _remembered;

    /// <summary>Minimises.</summary>
    /// <param name="function">What to minimise.</param>
    /// <param name="at">Where to start; receives where the minimum is.</param>
    /// <param name="iterations">Most iterations.</param>
    /// <param name="tolerance">Stops when no component of the gradient is larger than this.</param>
    /// <returns>The value there.</returns>
    public double Run(IDifferentiable function, double* at, int iterations, double tolerance)
    {
        Reserve(function.Length);
        double* gradient = _gradient.Pointer, next = _next.Pointer, nextGradient = _nextGradient.Pointer;
        double value = function.Evaluate(at, gradient);
        for (int iteration = 0; iteration < iterations && Largest(gradient) > tolerance; iteration++)
        {
            double slope = SetDirection(gradient);
            if (!(TryStep(function, at, value, slope) is double lower))
            {
                if (_remembered == 0) return value;
                _remembered = 0; // a direction of rounding errors: where bends differ by many orders of magnitude, memory can mislead
                continue;
            }
            Remember(at, next, gradient, nextGradient);
            new Span<double>(next, _length).CopyTo(new Span<double>(at, _length));
            new Span<double>(nextGradient, _length).CopyTo(new Span<double>(gradient, _length));
            value = lower;
        }
        return value;
    }

    /// <summary>Goes along the direction as far as pays.</summary>
    /// <returns>The value there, or nothing if no step lowers it: rounding is all that is left.</returns>
    private double? TryStep(IDifferentiable function, double* at, double value, double slope)
    {
        // Without a memory the direction is the gradient, whose length says nothing about how far to go.
        double step = _remembered == 0 ? Math.Min(1, 1 / Math.Sqrt(-slope)) : 1;
        for (int halving = 0; halving < MostHalvings; halving++, step /= 2)
        {
            for (int i = 0; i < _length; i++) _next.Pointer[i] = at[i] + step * _direction.Pointer[i];
            double next = function.Evaluate(_next.Pointer, _nextGradient.Pointer);
            if (next <= value + Decrease * step * slope) return next;
        }
        return null;
    }

    /// <summary>Minus the inverse Hessian, as far as it is known, times the gradient (two-loop recursion).</summary>
    /// <returns>The slope along it, below 0.</returns>
    private double SetDirection(double* gradient)
    {
        double* direction = _direction.Pointer;
        for (int i = 0; i < _length; i++) direction[i] = -gradient[i];
        int oldest = Math.Max(0, _remembered - Memory);
        for (int k = _remembered - 1; k >= oldest; k--)
        {
            double alpha = _alpha[k % Memory] = Dot(Step(k), direction) / _curvature[k % Memory];
            Add(direction, -alpha, Change(k));
        }
        if (_remembered > 0)
        {
            double* change = Change(_remembered - 1);
            double scale = _curvature[(_remembered - 1) % Memory] / Dot(change, change);
            for (int i = 0; i < _length; i++) direction[i] *= scale;
        }
        for (int k = oldest; k < _remembered; k++)
            Add(direction, _alpha[k % Memory] - Dot(Change(k), direction) / _curvature[k % Memory], Step(k));
        return Dot(direction, gradient);
    }

    private void Remember(double* at, double* next, double* gradient, double* nextGradient)
    {
        double* step = Step(_remembered), change = Change(_remembered);
        for (int i = 0; i < _length; i++) (step[i], change[i]) = (next[i] - at[i], nextGradient[i] - gradient[i]);
        double curvature = Dot(step, change);
        if (curvature > 0) _curvature[_remembered++ % Memory] = curvature;
        else _remembered = 0; // only rounding bends a convex function down: what is remembered is of no use any more
    }

    private double* Step(int k) => _steps.Pointer + (nint)(k % Memory) * _length;

    private double* Change(int k) => _changes.Pointer + (nint)(k % Memory) * _length;

    private double Dot(double* x, double* y) => RowArithmetic.Dot(x, y, _length);

    private void Add(double* target, double factor, double* values)
    {
        for (int i = 0; i < _length; i++) target[i] += factor * values[i];
    }

    private double Largest(double* values)
    {
        double largest = 0;
        for (int i = 0; i < _length; i++) largest = Math.Max(largest, Math.Abs(values[i]));
        return largest;
    }

    private void Reserve(int length)
    {
        (_length, _remembered) = (length, 0);
        foreach (PinnedBuffer<double> buffer in (ReadOnlySpan<PinnedBuffer<double>>)[_gradient, _direction, _next, _nextGradient])
            buffer.Reserve(length);
        _steps.Reserve(checked(Memory * length));
        _changes.Reserve(checked(Memory * length));
    }
}
