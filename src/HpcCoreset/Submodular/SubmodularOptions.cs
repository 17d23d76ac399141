namespace HpcCoreset;

/// <summary>What a <see cref="SubmodularSelector"/> shall do.</summary>
public sealed record SubmodularOptions : GreedyOptions
{
    /// <summary>What is maximised.</summary>
    public required Objective Objective { get; init; }
}
