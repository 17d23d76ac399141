using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Charts;

namespace HpcCoreset.Tool.Report;

/// <summary>What each pick of a greedy selector added, and what all picks up to it are worth.</summary>
internal static class GainCurve
{
    private const int MostTableRows = 20;
    private const double LogarithmicFrom = 50; // times the least: the first gain would leave the others no room

    /// <summary>Draws.</summary>
    /// <param name="coreset">The picks, in the order picked.</param>
    /// <param name="note">What is told of a pick.</param>
    public static ReportSection Of(CoresetSnapshot coreset, Func<int, string> note)
    {
        // Rows to start from are worth something before the first pick.
        double sum = coreset.Report.Objective - coreset.Gains.Sum();
        double[] worth = [.. coreset.Gains.Select(gain => sum += gain)];
        int[] drawn = Thinning.Of(coreset.Count);
        ReportCell[][] rows = [.. Thinning.Of(coreset.Count, MostTableRows).Select(pick => (ReportCell[])
            [ReportCell.Of(pick + 1), ReportCell.Of(coreset.Gains[pick]), ReportCell.Of(worth[pick]), ReportCell.OfShare(Share(pick))])];
        return new ReportSection("Gains", FormattableString.Invariant(
            $"How much of what {coreset.Count:N0} picks are worth the first of them are: {Share((coreset.Count - 1) / 10):P0} after a tenth, {Share((coreset.Count - 1) / 2):P0} after half."))
        {
            Charts =
            [
                Draw("Gain of each pick", "gain", coreset.Gains),
                Draw("Objective after each pick", "objective", worth),
            ],
            Tables = [new ReportTable("Gains, as a table", ["Pick", "Gain", "Objective", "Share"], rows, IsFolded: true)],
        };

        Chart Draw(string title, string axis, IReadOnlyList<double> values) => new()
        {
            Title = title,
            X = new("picks"),
            Y = new(axis, IsLogarithmic: values.Min() > 0 && values.Max() > LogarithmicFrom * values.Min()),
            Series = [new(axis, [.. drawn.Select(pick => new ChartPoint(
                pick + 1, values[pick], Radius: Thinning.Radius(drawn.Length),
                Note: FormattableString.Invariant($"pick {pick + 1}: {axis} {Markup.Brief(values[pick])}, {Share(pick):P1} of all, ") + note(pick)))])],
        };

        double Share(int pick) => worth[^1] == 0 ? 1 : worth[pick] / worth[^1];
    }
}
