using System;

namespace HpcCoreset.Training;

/// <summary>
/// How the learning rate changes over a run: <see cref="ConstantSchedule"/>, <see cref="StepDecaySchedule"/>, <see cref="CosineSchedule"/>
/// or one of your own, after a linear warm-up.
/// </summary>
/// <remarks>
/// A pure function of the step and of the number of steps: a run on a tenth of the steps passes through the same rates, ten times as fast.
/// </remarks>
public abstract record LearningRateSchedule
{
    /// <summary>
    /// How long the rate rises linearly before the schedule begins: below 1 a share of all steps, from 1 a number of steps, rounded up.
    /// Finite, at least 0 (the default, no warm-up). At warm-up step t, from 0, of w it is (t + 1) / w, so that no step is wasted at 0.
    /// </summary>
    public double WarmUp { get; init; }

    /// <summary>What the base learning rate is multiplied by at a step.</summary>
    /// <param name="step">From 0 to below <paramref name="steps"/>.</param>
    /// <param name="steps">All steps of the run, at least 1.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public double Factor(long step, long steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, steps);
        OptionCheck.Require(WarmUp >= 0 && double.IsFinite(WarmUp), nameof(WarmUp), WarmUp, "finite numbers from 0");
        long warmUp = Math.Min(steps, Place(WarmUp, steps));
        return step < warmUp ? (step + 1) / (double)warmUp : After(step, warmUp, steps);
    }

    /// <summary>What the base learning rate is multiplied by after the warm-up.</summary>
    /// <param name="at">The step, from <paramref name="warmUp"/> to below <paramref name="steps"/>.</param>
    /// <param name="warmUp">Steps of the warm-up.</param>
    /// <param name="steps">All steps of the run.</param>
    protected abstract double After(long at, long warmUp, long steps);

    /// <summary>The step that a number names: below 1 a share of all steps, from 1 the step itself, rounded up.</summary>
    /// <param name="place">The number, finite and at least 0.</param>
    /// <param name="steps">All steps of the run.</param>
    protected static long Place(double place, long steps) => place < 1
        ? (long)Math.Ceiling((decimal)place * steps) // as doubles, 0.1 of 30 are more than 3
        : (long)Math.Min(long.MaxValue / 2, Math.Ceiling(place));
}
