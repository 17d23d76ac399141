using System.Collections.Generic;

namespace HpcCoreset.Tool.Report;

/// <summary>A table of a report, whose rows each begin with what names them.</summary>
/// <param name="Caption">What it shows.</param>
/// <param name="Columns">What the columns are called; empty for a table of two, of names and what they stand for.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="IsFolded">Whether it is out of sight until a reader asks for it.</param>
/// <param name="IsTiming">Whether it holds what no two runs share.</param>
internal sealed record ReportTable(
    string Caption, IReadOnlyList<string> Columns, IReadOnlyList<ReportCell[]> Rows, bool IsFolded = false, bool IsTiming = false);
