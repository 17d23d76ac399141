using System;

namespace HpcCoreset.Training.Data;

/// <summary>
/// What makes the values of each channel comparable: (x - mean) / deviation, or 0 where the deviation is 0. Measured on the training
/// examples (<see cref="LabelledData.Measure"/>) and applied to these and to all that the model is shown later.
/// </summary>
public sealed class ChannelScaling
{
    /// <summary>Deviations below this have no reciprocal in float32; values that differ by less are as good as equal.</summary>
    internal const double LeastDeviation = 1e-38;

    private readonly double[] _means;
    private readonly double[] _deviations;

    /// <summary>A scaling of known constants.</summary>
    /// <param name="means">One per channel, finite as float32, in the units of the values: of 0 to 255 where those are bytes.</param>
    /// <param name="deviations">One per channel, finite as float32 and at least 1e-38, or 0; in the same units.</param>
    /// <exception cref="ArgumentException">There are none, not equally many, or one is out of its range.</exception>
    public ChannelScaling(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        if (means.IsEmpty) throw new ArgumentException("means: found none; at least 1 channel is needed.", nameof(means));
        if (deviations.Length != means.Length)
            throw new ArgumentException($"deviations: found {deviations.Length} for {means.Length} means.", nameof(deviations));
        for (int channel = 0; channel < means.Length; channel++)
        {
            if (!float.IsFinite((float)means[channel]))
                throw new ArgumentException($"means: found {means[channel]} for channel {channel}; it must be finite as float32.", nameof(means));
            if (deviations[channel] != 0 && !(deviations[channel] >= LeastDeviation && float.IsFinite((float)deviations[channel])))
                throw new ArgumentException(
                    $"deviations: found {deviations[channel]} for channel {channel}; it must be 0, or finite as float32 and at least {LeastDeviation}.",
                    nameof(deviations));
        }
        (_means, _deviations) = (means.ToArray(), deviations.ToArray());
    }

    /// <summary>Number of channels.</summary>
    public int Channels => _means.Length;

    /// <summary>What is subtracted, one per channel.</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <summary>What is divided by, one per channel; 0 for a channel that becomes 0.</summary>
    public ReadOnlySpan<double> Deviations => _deviations;
}
