using System;
using System.Collections.Generic;
using System.Linq;

namespace HpcCoreset.Tool.Deduplication;

/// <summary>What was found.</summary>
/// <param name="Representatives">For each row the one that represents it.</param>
/// <param name="Kept">Whether each row stays.</param>
/// <param name="Pairs">All pairs, if they were asked for.</param>
/// <param name="Elapsed">Time spent.</param>
internal sealed record DeduplicationOutcome(int[] Representatives, bool[] Kept, IReadOnlyList<DuplicatePair>? Pairs, TimeSpan Elapsed)
{
    /// <summary>Rows that another represents.</summary>
    public int Duplicates { get; } = Representatives.Where((representative, row) => representative != row).Count();

    /// <summary>Rows that represent others.</summary>
    public int Groups { get; } = Representatives.Where((representative, row) => representative != row).Distinct().Count();
}
