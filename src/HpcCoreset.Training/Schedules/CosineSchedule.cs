using System;

namespace HpcCoreset.Training;

/// <summary>
/// Half a period of the cosine from 1, at the end of the warm-up, to <see cref="Final"/> (Loshchilov, Hutter: SGDR, ICLR 2017, without
/// restarts).
/// </summary>
public sealed record CosineSchedule : LearningRateSchedule
{
    /// <summary>What the run ends towards, as a share of the base learning rate: 0 (the default) to 1.</summary>
    public double Final { get; init; }

    /// <inheritdoc/>
    protected override double After(long at, long warmUp, long steps)
    {
        OptionCheck.Require(Final is >= 0 and <= 1, nameof(Final), Final, "numbers from 0 to 1");
        return Final + (1 - Final) * (0.5 + 0.5 * Math.Cos(Math.PI * (at - warmUp) / (steps - warmUp)));
    }
}
