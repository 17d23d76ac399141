using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Charts;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Report;

/// <summary>Rows and picks in the plane in which rows vary most.</summary>
internal static class RowPicture
{
    /// <summary>Draws rows of an input and picks from them, and lists these.</summary>
    /// <param name="data">The input.</param>
    /// <param name="picks">Row numbers.</param>
    /// <param name="weights">What each pick stands for.</param>
    /// <param name="gains">What the method tells of each pick; empty for nothing.</param>
    /// <param name="centroids">What the picks stand with where that is not their own row; else empty.</param>
    public static ReportSection Of(InputData data, IReadOnlyList<int> picks, IReadOnlyList<double> weights, IReadOnlyList<double> gains, float[] centroids)
    {
        DrawnRows drawn = centroids.Length == 0
            ? DrawnRows.Heaviest(() => data.Points, picks, weights, Note)
            : DrawnRows.Heaviest(() => new Points(centroids, data.Dimension), [.. Enumerable.Range(0, picks.Count)], weights, Note);
        string[] labels = data.Labels is { } known ? [.. picks.Select(pick => known.Names[known.Codes[pick]])] : [];
        return Of(DrawnRows.Sample(() => data.Points, row => DrawnRows.Note(data, row)), drawn, data.Count, picks.Count) with
        {
            Tables = [PickTable.Of([.. picks.Select(data.NumberOf)], labels, weights, gains)],
        };

        string Note(int pick) => $"{DrawnRows.Note(data, picks[pick])}, weight {Markup.Brief(weights[pick])}";
    }

    /// <summary>Draws.</summary>
    /// <param name="rows">The rows to draw, which the plane is found from as well.</param>
    /// <param name="picks">The picks to draw.</param>
    /// <param name="rowCount">How many rows there are.</param>
    /// <param name="pickCount">How many picks there are.</param>
    public static ReportSection Of(DrawnRows rows, DrawnRows picks, long rowCount, long pickCount)
    {
        var plane = new PlanePicture(rows);
        string text = FormattableString.Invariant(
            $"The plane in which rows vary most, their first two principal components: {plane.Share:P1} of the variance. ")
            + $"Drawn are {PlanePicture.Some("", rows.Indices.Length, rowCount, "rows", " at random")} and "
            + $"{PlanePicture.Some("the heaviest ", picks.Indices.Length, pickCount, "picks", "")}. "
            + "Point at a circle for its row number, or walk from circle to circle with the arrow keys once the chart has the focus (left and right; up and down "
            + "between rows and picks).";
        return new ReportSection("Rows and picks", text)
        {
            Charts =
            [
                plane.Draw(
                    "Rows and picks in two dimensions", "A table below lists the picks.",
                    [plane.Faint("rows", rows), plane.ByWeight("picks, area by weight", picks)]),
            ],
        };
    }
}
