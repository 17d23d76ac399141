using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml;

namespace HpcCoreset.Charts;

/// <summary>Draws a series of a chart.</summary>
internal static class SeriesDrawing
{
    private const int MostMarkers = 40;

    /// <summary>Draws.</summary>
    /// <param name="xml">The chart.</param>
    /// <param name="series">The series.</param>
    /// <param name="number">Its number in the chart.</param>
    /// <param name="area">What the axes enclose.</param>
    public static void Write(XmlWriter xml, ChartSeries series, int number, PlotArea area)
    {
        xml.WriteStartElement("g");
        xml.Attributes(("class", ChartStyle.ClassOf(number, series.Mark)));
        xml.WriteElementString("title", Markup.Readable(series.Name));
        if (series.Mark == ChartMark.Bars) WriteBars(xml, series.Points, area);
        else if (series.Mark == ChartMark.Words) WriteWords(xml, series.Points, area);
        else
        {
            foreach (ChartPoint[] run in area.Runs(series.Points))
            {
                WriteErrors(xml, series, run, area);
                if (series.Mark == ChartMark.Line) WriteLine(xml, run, area);
            }
            foreach (ChartPoint point in series.Points.Where(area.Shows))
                if (series.Points.Count <= MostMarkers || point.Note is not null || series.Mark != ChartMark.Line)
                    WriteMark(
                        xml, "circle", point.Note, ("cx", Markup.Number(area.Across(point.X))), ("cy", Markup.Number(area.Down(point.Y))),
                        ("r", Markup.Number(point.Radius)));
        }
        xml.WriteEndElement();
    }

    private static void WriteLine(XmlWriter xml, ChartPoint[] run, PlotArea area)
    {
        string line = string.Join('L', run.Select(point => $"{Markup.Number(area.Across(point.X))} {Markup.Number(area.Down(point.Y))}"));
        xml.Element("path", ("d", $"M{line}{(run.Length == 1 ? "h0" : "")}")); // a path of no length has round ends, so it is a dot
    }

    private static void WriteErrors(XmlWriter xml, ChartSeries series, ChartPoint[] run, PlotArea area)
    {
        (double X, double High, double Low)[] errors = [.. run.Where(point => point.HasError).Select(point =>
        {
            (double high, double low) = area.Errors(point);
            return (area.Across(point.X), high, low);
        })];
        if (!series.HasBand)
            foreach ((double x, double high, double low) in errors)
                xml.Element("path", ("class", "error"), ("d", $"M{Markup.Number(x - 3)} {Markup.Number(high)}h6m-3 0V{Markup.Number(low)}m-3 0h6"));
        else if (errors.Length > 0)
        {
            IEnumerable<string> edge = errors.Select(error => $"{Markup.Number(error.X)} {Markup.Number(error.High)}")
                .Concat(errors.Reverse().Select(error => $"{Markup.Number(error.X)} {Markup.Number(error.Low)}"));
            xml.Element("path", ("class", "band"), ("d", $"M{string.Join('L', edge)}Z"));
        }
    }

    private static void WriteBars(XmlWriter xml, IReadOnlyList<ChartPoint> points, PlotArea area)
    {
        string bottom = Markup.Number(area.Down(area.TicksUp[0]));
        for (int i = 0; i < points.Count - 1; i++)
        {
            if (!area.Shows(points[i]) || !area.Shows(points[i + 1])) continue;
            (string from, string to) = (Markup.Number(area.Across(points[i].X)), Markup.Number(area.Across(points[i + 1].X)));
            WriteMark(xml, "path", points[i].Note, ("class", "bar"), ("d", $"M{from} {bottom}V{Markup.Number(area.Down(points[i].Y))}H{to}V{bottom}Z"));
        }
    }

    private static void WriteWords(XmlWriter xml, IReadOnlyList<ChartPoint> points, PlotArea area)
    {
        foreach (ChartPoint point in points.Where(area.Shows))
        {
            BeginMark(xml, "text", point.Note, ("x", Markup.Number(area.Across(point.X))), ("y", Markup.Number(area.Down(point.Y) + 5)), ("text-anchor", "middle"));
            xml.WriteString(Markup.Readable(point.Word ?? ""));
            xml.WriteEndElement();
        }
    }

    private static void WriteMark(XmlWriter xml, string name, string? note, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        BeginMark(xml, name, note, attributes);
        xml.WriteEndElement();
    }

    /// <summary>Begins a mark; its note is a title, which a browser shows without any script.</summary>
    private static void BeginMark(XmlWriter xml, string name, string? note, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name);
        foreach ((string attribute, string value) in attributes) xml.WriteAttributeString(attribute, attribute == "class" && note is not null ? $"{value} mark" : value);
        if (note is not null)
        {
            if (attributes[0].Name != "class") xml.WriteAttributeString("class", "mark");
            xml.WriteElementString("title", Markup.Readable(note));
        }
    }
}
