using System.Collections.Generic;
using HpcCoreset.Tool.Selection;

namespace HpcCoreset.Tool.Comparison;

/// <summary>What the user asked to be compared.</summary>
internal sealed record ComparisonRequest
{
    /// <summary>The constructions.</summary>
    public required IReadOnlyList<SelectionMethod> Methods { get; init; }

    /// <summary>The sizes, ascending.</summary>
    public required IReadOnlyList<int> Sizes { get; init; }

    /// <summary>The k that coresets are made for and judged by.</summary>
    public required int Clusters { get; init; }

    /// <summary>What is minimised.</summary>
    public required Metric Metric { get; init; }

    /// <summary>Coresets of every method and size, of one seed each.</summary>
    public required int Seeds { get; init; }

    /// <summary>Candidate solutions that each is tried on.</summary>
    public required int Candidates { get; init; }

    /// <summary>The first seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How many threads to use.</summary>
    public required int Threads { get; init; }
}
