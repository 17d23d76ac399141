using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Charts;
using HpcCoreset.Tool.Commands;
using HpcCoreset.Tool.Comparison;
using HpcCoreset.Training;

namespace HpcCoreset.Tool.Report;

/// <summary>What coresets of each method and size are worth, and what they cost.</summary>
internal static class ComparisonCurves
{
    /// <summary>Draws distortion, and accuracy if rows have labels.</summary>
    /// <param name="comparison">What was measured.</param>
    public static IEnumerable<ReportSection> Of(ComparisonOutcome comparison)
    {
        yield return new ReportSection("Distortion", "Of the worst candidate of each coreset: means over the coresets of a method and size, with their standard errors. 1 is perfect.")
        {
            Charts = [Draw(comparison, "Distortion against size", "distortion", result => result.Distortion.Mean, result => result.Distortion.StandardError, [])],
            Tables = [Table(comparison)],
        };
        if (comparison.Full is not { } full) yield break;
        int[] sizes = [.. comparison.Results.Select(result => result.Size).Distinct()];
        var all = new ChartSeries("all rows", [.. sizes.Order().Select(size => new ChartPoint(size, full.Accuracy))]);
        yield return new ReportSection("Accuracy", FormattableString.Invariant(
            $"Of a logistic model trained on the coreset, on {comparison.HeldOut:N0} rows held out; trained on all {comparison.Rows:N0} rows it is {full.Accuracy:P2}."))
        {
            Charts = [Draw(comparison, "Accuracy against size", "held-out accuracy", result => result.Score?.Accuracy ?? double.NaN, _ => double.NaN, [all])],
        };
    }

    /// <summary>Draws how long it took to make them.</summary>
    /// <param name="comparison">What was measured.</param>
    public static ReportSection Seconds(ComparisonOutcome comparison) => new("Seconds", "To make one coreset, on average.")
    {
        Charts = [Draw(comparison, "Seconds against size", "seconds", result => result.Seconds, _ => double.NaN, [], isLogarithmic: true)],
        Tables = [new ReportTable("Seconds, as a table", ["Method", "Size", "Seconds"], [.. comparison.Results.Select(result => (ReportCell[])
            [Vocabulary.Methods.Word(result.Method), ReportCell.Of(result.Size), ReportCell.Of(result.Seconds, "G3")])], IsFolded: true)],
        IsTiming = true,
    };

    private static Chart Draw(
        ComparisonOutcome comparison, string title, string axis, Func<ComparisonResult, double> value, Func<ComparisonResult, double> error,
        IReadOnlyList<ChartSeries> more, bool isLogarithmic = false) => new()
        {
            Title = title,
            X = new("rows of the coreset", IsLogarithmic: true),
            Y = new(axis, isLogarithmic),
            Series =
            [
                .. comparison.Results.GroupBy(result => Vocabulary.Methods.Word(result.Method)).Select(method => new ChartSeries(method.Key, [.. method.Select(result => new ChartPoint(
                    result.Size, value(result), value(result) - error(result), value(result) + error(result),
                    Note: FormattableString.Invariant($"{method.Key}, {result.Size:N0} rows: {axis} {Markup.Brief(value(result))}")))])),
                .. more,
            ],
            PlotHeight = 400,
        };

    private static ReportTable Table(ComparisonOutcome comparison)
    {
        bool hasScores = comparison.Full is not null;
        return new ReportTable(
            "Methods and sizes, as a table",
            ["Method", "Size", "Distortion", "Standard error", "Worst", .. hasScores ? (string[])["Accuracy", "Balanced accuracy"] : []],
            [.. comparison.Results.Select(result => (ReportCell[])
            [
                Vocabulary.Methods.Word(result.Method), ReportCell.Of(result.Size), ReportCell.Of(result.Distortion.Mean, "F4"),
                ReportCell.Of(result.Distortion.StandardError, "F4"), ReportCell.Of(result.Distortion.Max, "F4"), .. hasScores ? Scores(result.Score) : [],
            ])],
            IsFolded: true);
    }

    private static ReportCell[] Scores(ClassificationScore? score) =>
        [ReportCell.Of(score?.Accuracy ?? double.NaN, "F4"), ReportCell.Of(score?.BalancedAccuracy ?? double.NaN, "F4")];
}
