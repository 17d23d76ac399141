using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Charts;
using HpcCoreset.Projection;

namespace HpcCoreset.Tool.Report;

/// <summary>The plane in which rows vary most, and what is drawn there.</summary>
internal sealed class PlanePicture
{
    private const int MostValues = 2_000_000; // that the plane is found from: a second at most
    private const double LargestRadius = 14, LeastRadius = 2, RowRadius = 1.6;
    private const int RoomyPicks = 100; // more of them are drawn smaller, so that they cover about as much

    private readonly PrincipalPlane _plane;

    /// <summary>Finds the plane.</summary>
    /// <param name="rows">The rows that it is found from.</param>
    public PlanePicture(DrawnRows rows)
    {
        int dimension = rows.Source().Dimension;
        int stride = (int)(((long)rows.Indices.Length * dimension - 1) / MostValues) + 1;
        int[] taken = [.. rows.Indices.Where((_, i) => i % stride == 0)];
        using var sample = new PointStore(taken.Length, dimension);
        for (int i = 0; i < taken.Length; i++) rows.Source().CopyRow(taken[i], sample[i]);
        _plane = new PrincipalPlane(sample.AsPoints());
    }

    /// <summary>What share of the variance of the rows the plane shows.</summary>
    public double Share => _plane.Shares.First + _plane.Shares.Second;

    /// <summary>Rows as faint circles.</summary>
    /// <param name="name">What they are called.</param>
    /// <param name="rows">The rows.</param>
    public ChartSeries Faint(string name, DrawnRows rows) => new(name, Points(rows, _ => RowRadius), Mark: ChartMark.FaintCircles);

    /// <summary>Rows as circles whose area is their weight.</summary>
    /// <param name="name">What they are called.</param>
    /// <param name="picks">The rows.</param>
    public ChartSeries ByWeight(string name, DrawnRows picks)
    {
        double heaviest = picks.Weights.DefaultIfEmpty(0).Max(), largest = LargestRadius * Math.Min(1, Math.Sqrt((double)RoomyPicks / picks.Indices.Length));
        return new(
            name, Points(picks, pick => Math.Max(LeastRadius, heaviest > 0 ? largest * Math.Sqrt(picks.Weights[pick] / heaviest) : 0)), Mark: ChartMark.Circles);
    }

    /// <summary>The picture.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="description">What it tells, for those who do not see it.</param>
    /// <param name="series">What is drawn.</param>
    public Chart Draw(string title, string description, IReadOnlyList<ChartSeries> series) => new()
    {
        Title = title,
        Description = description,
        X = new(FormattableString.Invariant($"first component, {_plane.Shares.First:P1} of the variance")),
        Y = new(FormattableString.Invariant($"second component, {_plane.Shares.Second:P1} of the variance")),
        Series = series,
        PlotHeight = 460,
    };

    /// <summary>How many of something are drawn, in words.</summary>
    /// <param name="before">Stands before the number where not all are drawn.</param>
    /// <param name="drawn">How many are drawn.</param>
    /// <param name="all">How many there are.</param>
    /// <param name="what">What is drawn.</param>
    /// <param name="after">Stands at the end where not all are drawn.</param>
    public static string Some(string before, long drawn, long all, string what, string after) => FormattableString.Invariant(
        drawn == all ? (FormattableString)$"all {all:N0} {what}" : $"{before}{drawn:N0} of {all:N0} {what}{after}");

    private ChartPoint[] Points(DrawnRows rows, Func<int, double> radius) => [.. rows.Indices.Select((row, i) =>
    {
        (double x, double y) = _plane.Place(rows.Source(), row);
        return new ChartPoint(x, y, Radius: radius(i), Note: rows.Notes[i]);
    })];
}
