using System;
using System.Linq;
using HpcCoreset.Charts;

namespace HpcCoreset.Tool.Report;

/// <summary>How far rows were from the picks of a covering before each pick.</summary>
internal static class RadiusCurve
{
    private const int MostPoints = 200;

    /// <summary>Draws.</summary>
    /// <param name="coreset">The picks, in the order picked.</param>
    public static ReportSection Of(CoresetSnapshot coreset)
    {
        int step = (coreset.Count - 1) / MostPoints + 1;
        // Before the first pick nothing is covered.
        int[] drawn = [.. Enumerable.Range(1, coreset.Count - 1).Where(pick => (pick - 1) % step == 0 || pick == coreset.Count - 1)];
        return new ReportSection("Radius", FormattableString.Invariant($"After the last pick it is {coreset.Report.Objective:G5}, in the unit of the metric."))
        {
            Charts = coreset.Count == 1 ? [] :
            [
                new Chart
                {
                    Title = "Radius before each pick",
                    X = new("picks"),
                    Y = new("radius"),
                    Series = [new("radius", [.. drawn.Select(pick => new ChartPoint(
                        pick + 1, coreset.Gains[pick], Radius: 1.5,
                        Note: FormattableString.Invariant($"before pick {pick + 1:N0}: radius {Markup.Brief(coreset.Gains[pick])}")))])],
                },
            ],
        };
    }
}
