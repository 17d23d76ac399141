using System.Collections.Generic;
using HpcCoreset.Charts;

namespace HpcCoreset.Tool.Report;

/// <summary>A part of a report with a heading: text, charts, and tables that tell the same to those who do not see them.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Text">What the reader should know of it.</param>
internal sealed record ReportSection(string Title, string Text)
{
    /// <summary>Its charts.</summary>
    public IReadOnlyList<Chart> Charts { get; init; } = [];

    /// <summary>Its tables.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>Whether it holds what no two runs share.</summary>
    public bool IsTiming { get; init; }
}
