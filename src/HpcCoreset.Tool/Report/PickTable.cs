using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Report;

/// <summary>The first picks, one by one.</summary>
internal static class PickTable
{
    private const int MostPicks = 100;

    /// <summary>Lists.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="picks">Row numbers.</param>
    /// <param name="weights">What each pick stands for.</param>
    /// <param name="gains">What the method tells of each pick; empty for nothing.</param>
    public static ReportTable Of(InputData data, IReadOnlyList<int> picks, IReadOnlyList<double> weights, IReadOnlyList<double> gains)
    {
        int count = Math.Min(picks.Count, MostPicks);
        string caption = FormattableString.Invariant(count == picks.Count ? (FormattableString)$"All {count:N0} picks" : $"The first {count:N0} of {picks.Count:N0} picks");
        (bool hasLabels, bool hasGains) = (data.Labels is not null, gains.Count > 0);
        return new ReportTable(
            $"{caption}, as a table",
            ["Pick", "Row", .. hasLabels ? (string[])["Label"] : [], "Weight", .. hasGains ? (string[])["Gain"] : []],
            [.. Enumerable.Range(0, count).Select(pick => (ReportCell[])
            [
                ReportCell.Of(pick + 1), ReportCell.Of(data.Ids.Length == 0 ? picks[pick] : data.Ids[picks[pick]]),
                .. hasLabels ? (ReportCell[])[ClassCounts.Name(data.Labels!.Names[data.Labels.Codes[picks[pick]]])] : [],
                ReportCell.Of(weights[pick]), .. hasGains ? (ReportCell[])[ReportCell.Of(gains[pick])] : [],
            ])],
            IsFolded: true);
    }
}
