using System;

namespace HpcCoreset.Training;

/// <summary>Moves parameters against gradients. An instance serves one set of parameters, and one thread at a time.</summary>
/// <param name="parameters">Number of parameters, at least 1.</param>
public abstract class Optimizer(int parameters)
{
    private readonly int _parameters = parameters >= 1
        ? parameters
        : throw new ArgumentOutOfRangeException(nameof(parameters), parameters, "An optimizer needs at least one parameter.");

    /// <summary>
    /// What it remembers of earlier steps, such as velocities; empty if nothing. Together with <see cref="Steps"/> all that a copy needs to
    /// go on with the same bytes.
    /// </summary>
    public abstract Span<float> State { get; }

    /// <summary>Steps taken.</summary>
    public long Steps { get; internal set; }

    /// <summary>Takes a step. Allocates nothing.</summary>
    /// <param name="parameters">As many as the optimizer was made for: are moved.</param>
    /// <param name="gradient">One value per parameter.</param>
    /// <param name="learningRate">Length of the step; finite, at least 0.</param>
    /// <exception cref="ArgumentException">A length or the learning rate is not allowed.</exception>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, double learningRate)
    {
        CheckLength(parameters.Length, nameof(parameters));
        CheckLength(gradient.Length, nameof(gradient));
        if (!(learningRate >= 0 && double.IsFinite(learningRate)))
            throw new ArgumentException(FormattableString.Invariant($"learningRate: found {learningRate}; allowed are finite numbers from 0."), nameof(learningRate));
        Update(parameters, gradient, learningRate);
        Steps++;
    }

    /// <summary>Takes a step; the lengths fit.</summary>
    /// <param name="parameters">Are moved.</param>
    /// <param name="gradient">One value per parameter.</param>
    /// <param name="learningRate">Length of the step.</param>
    protected abstract void Update(Span<float> parameters, ReadOnlySpan<float> gradient, double learningRate);

    private void CheckLength(int found, string name)
    {
        if (found != _parameters) throw new ArgumentException($"{name}: found {found} values; allowed are {_parameters}.", name);
    }
}
