using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Charts;
using HpcCoreset.Projection;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Report;

/// <summary>Rows and picks in the plane in which rows vary most.</summary>
internal static class RowPicture
{
    private const int MostValues = 2_000_000; // that the plane is found from: a second at most
    private const double LargestRadius = 14, LeastRadius = 2, RowRadius = 1.6;
    private const int RoomyPicks = 100; // more of them are drawn smaller, so that they cover about as much

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
            Tables = [PickTable.Of([.. picks.Select(pick => data.Ids.Length == 0 ? pick : data.Ids[pick])], labels, weights, gains)],
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
        PrincipalPlane plane = PlaneOf(rows);
        double heaviest = picks.Weights.DefaultIfEmpty(0).Max(), largest = LargestRadius * Math.Min(1, Math.Sqrt((double)RoomyPicks / picks.Indices.Length));
        var series = new[]
        {
            new ChartSeries("rows", Points(plane, rows, _ => RowRadius), Mark: ChartMark.FaintCircles),
            new ChartSeries(
                "picks, area by weight",
                Points(plane, picks, pick => Math.Max(LeastRadius, heaviest > 0 ? largest * Math.Sqrt(picks.Weights[pick] / heaviest) : 0)),
                Mark: ChartMark.Circles),
        };
        (double first, double second) = plane.Shares;
        string text = FormattableString.Invariant(
            $"The plane in which rows vary most, their first two principal components: {first + second:P1} of the variance. ")
            + $"Drawn are {Some("", rows.Indices.Length, rowCount, "rows", " at random")} and {Some("the heaviest ", picks.Indices.Length, pickCount, "picks", "")}. "
            + "Point at a circle for its row number, or walk from circle to circle with the arrow keys once the chart has the focus (left and right; up and down "
            + "between rows and picks).";
        return new ReportSection("Rows and picks", text)
        {
            Charts =
            [
                new Chart
                {
                    Title = "Rows and picks in two dimensions",
                    Description = "A table below lists the picks.",
                    X = new(FormattableString.Invariant($"first component, {first:P1} of the variance")),
                    Y = new(FormattableString.Invariant($"second component, {second:P1} of the variance")),
                    Series = series,
                    PlotHeight = 460,
                },
            ],
        };
    }

    private static PrincipalPlane PlaneOf(DrawnRows rows)
    {
        int dimension = rows.Source().Dimension;
        int stride = (int)(((long)rows.Indices.Length * dimension - 1) / MostValues) + 1;
        int[] taken = [.. rows.Indices.Where((_, i) => i % stride == 0)];
        using var sample = new PointStore(taken.Length, dimension);
        for (int i = 0; i < taken.Length; i++) rows.Source().CopyRow(taken[i], sample[i]);
        return new PrincipalPlane(sample.AsPoints());
    }

    private static ChartPoint[] Points(PrincipalPlane plane, DrawnRows rows, Func<int, double> radius) => [.. rows.Indices.Select((row, i) =>
    {
        (double x, double y) = plane.Place(rows.Source(), row);
        return new ChartPoint(x, y, Radius: radius(i), Note: rows.Notes[i]);
    })];

    private static string Some(string before, long drawn, long all, string what, string after) => FormattableString.Invariant(
        drawn == all ? (FormattableString)$"all {all:N0} {what}" : $"{before}{drawn:N0} of {all:N0} {what}{after}");
}
