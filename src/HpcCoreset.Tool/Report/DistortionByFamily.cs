using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Charts;

namespace HpcCoreset.Tool.Report;

/// <summary>How far costs of a coreset are from those of all rows, by where the candidate centres come from.</summary>
internal static class DistortionByFamily
{
    /// <summary>Draws.</summary>
    /// <param name="evaluation">What was measured.</param>
    public static ReportSection Of(CoresetEvaluation evaluation)
    {
        (string Name, DistortionFigures Figures)[] families =
            [("all", evaluation.Distortion), ("on the coreset", evaluation.OnCoreset), ("held out", evaluation.HeldOut), ("between two", evaluation.Hull)];
        return new ReportSection("Distortion", FormattableString.Invariant(
            $"The costs of the coreset and of all rows differ by a factor of {evaluation.MaxDistortion:G5} at worst and {evaluation.MeanDistortion:G5} on average over {evaluation.Distortion.Candidates} sets of centres: drawn from the coreset or solved on it (which flatters it), held out from it, and between two others. 1 is perfect."))
        {
            Charts =
            [
                new Chart
                {
                    Title = "Distortion by where centres come from",
                    Description = "Means with their standard errors, and the worst.",
                    X = new("centres", Names: [.. families.Select(family => family.Name)]),
                    Y = new("distortion"),
                    Series =
                    [
                        new("mean, standard error", Points(families, figures => figures.Mean, hasError: true), Mark: ChartMark.Circles),
                        new("worst", Points(families, figures => figures.Max, hasError: false), Mark: ChartMark.Circles),
                    ],
                    PlotHeight = 240,
                },
            ],
            Tables =
            [
                new ReportTable("Distortion, as a table", ["Centres", "Candidates", "Mean", "Standard error", "Worst"], [.. families.Select(family => (ReportCell[])
                [
                    family.Name, ReportCell.Of(family.Figures.Candidates), ReportCell.Of(family.Figures.Mean), ReportCell.Of(family.Figures.StandardError),
                    ReportCell.Of(family.Figures.Max),
                ])]),
            ],
        };
    }

    private static ChartPoint[] Points(IReadOnlyList<(string Name, DistortionFigures Figures)> families, Func<DistortionFigures, double> value, bool hasError) =>
        [.. families.Select((family, i) => new ChartPoint(
            i + 1, value(family.Figures), hasError ? value(family.Figures) - family.Figures.StandardError : double.NaN,
            hasError ? value(family.Figures) + family.Figures.StandardError : double.NaN, Radius: 5,
            Note: $"{family.Name}: {(hasError ? "mean" : "worst")} distortion {Markup.Brief(value(family.Figures))}"))];
}
