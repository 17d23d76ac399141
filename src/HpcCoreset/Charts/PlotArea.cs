using System;
using System.Collections.Generic;
using System.Linq;

namespace HpcCoreset.Charts;

/// <summary>What the axes of a chart enclose: where on the paper a point is, and whether it is anywhere.</summary>
internal sealed class PlotArea
{
    private readonly ChartAxis _x;
    private readonly ChartAxis _y;
    private readonly double _left;
    private readonly double _top;
    private readonly double _width;
    private readonly double _height;

    /// <summary>Finds ticks that enclose all points of a chart.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="left">Where it begins.</param>
    /// <param name="top">Where it begins.</param>
    /// <param name="width">How wide it is.</param>
    public PlotArea(Chart chart, double left, double top, double width)
    {
        (_x, _y, _left, _top, _width, _height) = (chart.X, chart.Y, left, top, width, chart.PlotHeight);
        ChartPoint[] points = [.. chart.Series.SelectMany(series => series.Points).Where(Shows)];
        TicksAcross = _x.Ticks(points.Select(point => point.X));
        TicksUp = _y.Ticks(points.SelectMany(point => (double[])[point.Y, point.Low, point.High]).Where(_y.Shows));
    }

    /// <summary>Ticks of the horizontal axis.</summary>
    public double[] TicksAcross { get; }

    /// <summary>Ticks of the vertical axis.</summary>
    public double[] TicksUp { get; }

    /// <summary>Whether a point has a place.</summary>
    public bool Shows(ChartPoint point) => _x.Shows(point.X) && _y.Shows(point.Y);

    /// <summary>Where a value is, from left to right.</summary>
    public double Across(double value) => _left + _width * _x.Place(value, TicksAcross);

    /// <summary>Where a value is, from the top down.</summary>
    public double Down(double value) => _top + _height * (1 - _y.Place(value, TicksUp));

    /// <summary>Where the ends of an error are, from the top down: those that have no place are at the ends of the axis.</summary>
    public (double High, double Low) Errors(ChartPoint point) =>
        (Down(_y.Shows(point.High) ? point.High : TicksUp[^1]), Down(_y.Shows(point.Low) ? point.Low : TicksUp[0]));

    /// <summary>Points that are joined: up to the next that is left out.</summary>
    public IEnumerable<ChartPoint[]> Runs(IReadOnlyList<ChartPoint> points)
    {
        for (int first = 0; first < points.Count; first++)
        {
            ChartPoint[] run = [.. points.Skip(first).TakeWhile(Shows)];
            if (run.Length > 0) yield return run;
            first += run.Length;
        }
    }

    /// <summary>What a series shows, in words.</summary>
    /// <param name="series">The series.</param>
    public string Describe(ChartSeries series)
    {
        ChartPoint[] points = [.. series.Points.Where(Shows)];
        return (points, series.Mark) switch
        {
            ([], _) => $"{series.Name}: no points.",
            (_, ChartMark.Circles or ChartMark.FaintCircles) => FormattableString.Invariant($"{series.Name}: {points.Length} circles."),
            (_, ChartMark.Words) => $"{series.Name}: {string.Join(", ", points.Select(point => point.Word))}.",
            ([.., var last], ChartMark.Bars) => FormattableString.Invariant($"{series.Name}: {points.Length - 1} bars from {Markup.Brief(points[0].X)} to {Markup.Brief(last.X)}, the highest {Markup.Brief(points.Max(point => point.Y))}."),
            ([var only], _) => $"{series.Name}: {Markup.Brief(only.Y)} at {Markup.Brief(only.X)}.",
            _ => FormattableString.Invariant($"{series.Name}: {points.Length} points from {Markup.Brief(points[0].Y)} at {Markup.Brief(points[0].X)} to {Markup.Brief(points[^1].Y)} at {Markup.Brief(points[^1].X)}."),
        };
    }
}
