using System;
using System.Linq;
using HpcCoreset.Charts;

namespace HpcCoreset.Tool.Report;

/// <summary>How far rows were from the picks of a covering before each pick.</summary>
internal static class RadiusCurve
{
    /// <summary>Draws.</summary>
    /// <param name="coreset">The picks, in the order picked.</param>
    public static ReportSection Of(CoresetSnapshot coreset)
    {
        int[] drawn = [.. Thinning.Of(coreset.Count - 1).Select(pick => pick + 1)]; // before the first pick nothing is covered
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
                        pick + 1, coreset.Gains[pick], Radius: Thinning.Radius(drawn.Length),
                        Note: FormattableString.Invariant($"before pick {pick + 1:N0}: radius {Markup.Brief(coreset.Gains[pick])}")))])],
                },
            ],
        };
    }
}
