using System;
using System.Collections.Generic;
using System.Linq;

namespace HpcCoreset.Tool.Report;

/// <summary>The first picks, one by one.</summary>
internal static class PickTable
{
    private const int MostPicks = 100;

    /// <summary>Lists.</summary>
    /// <param name="rows">The row number of each pick.</param>
    /// <param name="labels">The label of each pick; empty for none.</param>
    /// <param name="weights">What each pick stands for.</param>
    /// <param name="gains">What the method tells of each pick; empty for nothing.</param>
    public static ReportTable Of(IReadOnlyList<long> rows, IReadOnlyList<string> labels, IReadOnlyList<double> weights, IReadOnlyList<double> gains)
    {
        int count = Math.Min(rows.Count, MostPicks);
        FormattableString caption = count == rows.Count ? (FormattableString)$"All {count:N0} picks, as a table" : $"The first {count:N0} of {rows.Count:N0} picks, as a table";
        (string Name, bool IsShown, Func<int, ReportCell> Cell)[] columns =
        [
            ("Pick", true, pick => ReportCell.Of(pick + 1)),
            ("Row", true, pick => ReportCell.Of(rows[pick])),
            ("Label", labels.Count > 0, pick => ClassCounts.Name(labels[pick])),
            ("Weight", true, pick => ReportCell.Of(weights[pick])),
            ("Gain", gains.Count > 0, pick => ReportCell.Of(gains[pick])),
        ];
        columns = [.. columns.Where(column => column.IsShown)];
        return new ReportTable(
            FormattableString.Invariant(caption), [.. columns.Select(column => column.Name)],
            [.. Enumerable.Range(0, count).Select(pick => columns.Select(column => column.Cell(pick)).ToArray())], IsFolded: true);
    }
}
