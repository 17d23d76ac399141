using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace HpcCoreset.Training;

/// <summary>The rate falls by a factor at each milestone.</summary>
public sealed record StepDecaySchedule : LearningRateSchedule
{
    /// <summary>
    /// Where the rate falls: below 1 a share of all steps, from 1 a number of steps, rounded up; finite, at least 0. Default 0.6 and 0.85,
    /// those of the CREST paper (Yang, Kang, Mirzasoleiman, ICML 2023).
    /// </summary>
    public ImmutableArray<double> Milestones { get; init; } = [0.6, 0.85];

    /// <summary>What the rate is multiplied by at each milestone, above 0 and at most 1. Default 0.1.</summary>
    public double Decay { get; init; } = 0.1;

    /// <summary>By value, the milestones too.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(StepDecaySchedule? other) =>
        base.Equals(other) && Decay == other.Decay && Milestones.AsSpan().SequenceEqual(other.Milestones.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Decay, Milestones.AsSpan().Length);

    /// <inheritdoc/>
    protected override double After(long at, long warmUp, long steps)
    {
        OptionCheck.Require(Decay is > 0 and <= 1, nameof(Decay), Decay, "numbers above 0 and up to 1");
        double factor = 1;
        foreach (double milestone in Milestones.AsSpan())
        {
            OptionCheck.Require(milestone >= 0 && double.IsFinite(milestone), nameof(Milestones), milestone, "finite numbers from 0");
            if (at >= Place(milestone, steps)) factor *= Decay;
        }
        return factor;
    }

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        base.PrintMembers(builder);
        builder.Append(CultureInfo.CurrentCulture, $", {nameof(Milestones)} = [{string.Join(", ", Milestones.AsSpan().ToArray())}], {nameof(Decay)} = {Decay}");
        return true;
    }
}
