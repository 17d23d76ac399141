namespace HpcCoreset.Training;

/// <summary>The base learning rate throughout, but for the warm-up.</summary>
public sealed record ConstantSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    protected override double After(long at, long warmUp, long steps) => 1;
}
