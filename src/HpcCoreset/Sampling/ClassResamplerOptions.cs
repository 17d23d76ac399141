namespace HpcCoreset;

/// <summary>What a <see cref="ClassResampler"/> shall do.</summary>
public sealed record ClassResamplerOptions
{
    /// <summary>Number of rows, copies counted, at least 1: the same for each class, but for a remainder.</summary>
    public required int Size { get; init; }

    /// <summary>How classes are made equal. Default: <see cref="ClassResampling.Under"/>.</summary>
    public ClassResampling Resampling { get; init; } = ClassResampling.Under;

    /// <summary>The seed: the same seed gives the same rows.</summary>
    public ulong Seed { get; init; }
}
