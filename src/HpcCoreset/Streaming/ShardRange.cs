using System;

namespace HpcCoreset;

/// <summary>Numbers of shards, one after the other.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them.</param>
public readonly record struct ShardRange(long First, long Last)
{
    /// <summary>As <c>3</c> or <c>3-7</c>.</summary>
    public override string ToString() => First == Last ? FormattableString.Invariant($"{First}") : FormattableString.Invariant($"{First}-{Last}");
}
