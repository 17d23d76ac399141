using System;

namespace HpcCoreset.Submodular;

/// <summary>Picks in parts of the candidates as if each part were all there is, which is what machines do that hold a part each.</summary>
internal interface ILocalGreedy
{
    /// <summary>Makes the picks of each part.</summary>
    /// <param name="candidates">Part after part, ascending in each.</param>
    /// <param name="parts">How many there are, cut as <see cref="PartStart"/> says.</param>
    /// <param name="size">How many picks a part makes; none has fewer candidates.</param>
    /// <param name="picks">Receives them, part after part, in the order picked.</param>
    /// <returns>How many gains and bounds that took.</returns>
    long Pick(ReadOnlySpan<int> candidates, int parts, int size, Span<int> picks);

    /// <summary>Where a part of so many candidates begins; of the number of parts, where the last one ends.</summary>
    static int PartStart(int part, int parts, int candidates) => (int)((long)part * candidates / parts);
}
