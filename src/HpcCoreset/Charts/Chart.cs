using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml;

namespace HpcCoreset.Charts;

/// <summary>
/// Lines, circles or bars over two axes, as SVG that needs nothing else: light or dark as the reader's system, with a title and a description to
/// be read out.
/// </summary>
internal sealed record Chart
{
    private const string Svg = "http://www.w3.org/2000/svg";
    private const double PlotWidth = 560;
    private const double Above = 48, Below = 56, Left = 84, Gap = 20;
    private const double LegendMark = 26, LegendText = 32, LetterWidth = 7, LineHeight = 20;
    private const int MostLetters = 40;

    /// <summary>What the chart shows.</summary>
    public required string Title { get; init; }

    /// <summary>What it tells, for those who do not see it; first and last values of the lines are added.</summary>
    public string Description { get; init; } = "";

    /// <summary>The horizontal axis.</summary>
    public required ChartAxis X { get; init; }

    /// <summary>The vertical axis.</summary>
    public required ChartAxis Y { get; init; }

    /// <summary>The lines.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>How high what the axes enclose is on the paper.</summary>
    public double PlotHeight { get; init; } = 320;

    private double Height => Above + Math.Max(PlotHeight, LineHeight * Series.Count) + Below;

    /// <summary>A single line is what the axis says.</summary>
    private bool HasLegend => Series.Count > 1;

    private double Width => Left + PlotWidth + Gap
        + (!HasLegend ? 0 : LegendText + LetterWidth * Series.Max(series => Math.Min(series.Name.Length, MostLetters)) + Gap);

    /// <summary>
    /// Writes charts, one below the other: the same bytes for the same charts, under any culture. What XML has no letters for is replaced by U+FFFD.
    /// </summary>
    /// <param name="writer">Where to; left open.</param>
    /// <param name="charts">The charts.</param>
    public static void Write(TextWriter writer, params IReadOnlyList<Chart> charts)
    {
        using XmlWriter xml = XmlWriter.Create(writer, new() { OmitXmlDeclaration = true, Indent = true, IndentChars = " ", NewLineChars = "\n" });
        Write(xml, charts);
        xml.WriteWhitespace("\n");
    }

    /// <summary>Writes charts, one below the other, into a document.</summary>
    /// <param name="xml">The document.</param>
    /// <param name="charts">The charts.</param>
    public static void Write(XmlWriter xml, params IReadOnlyList<Chart> charts)
    {
        (double width, double height) = (charts.Select(chart => chart.Width).DefaultIfEmpty(0).Max(), charts.Sum(chart => chart.Height));
        xml.WriteStartElement("svg", Svg);
        xml.Attributes(
            ("class", "chart"), ("viewBox", $"0 0 {Markup.Number(width)} {Markup.Number(height)}"),
            ("width", Markup.Number(width)), ("height", Markup.Number(height)));
        xml.WriteElementString("title", Markup.Readable(string.Join(", ", charts.Select(chart => chart.Title))));
        bool hasWords = charts.Any(chart => chart.Series.Any(series => series.Mark == ChartMark.Words));
        xml.WriteElementString("style", ChartStyle.Rules + (hasWords ? ChartStyle.WordRules : ""));
        xml.Element("rect", ("class", "paper"), ("width", "100%"), ("height", "100%"));
        double above = 0;
        foreach (Chart chart in charts)
        {
            chart.WriteAt(xml, above);
            above += chart.Height;
        }
        xml.WriteEndElement();
    }

    private void WriteAt(XmlWriter xml, double above)
    {
        var area = new PlotArea(this, Left, Above, PlotWidth);
        xml.WriteStartElement("g", Svg);
        xml.Attributes(("role", "img"), ("aria-label", Title), ("transform", $"translate(0 {Markup.Number(above)})"));
        xml.WriteElementString("title", Markup.Readable(Title));
        xml.WriteElementString("desc", Markup.Readable(string.Join(' ', Series.Select(area.Describe).Prepend(Description).Where(text => text != ""))));
        Text(xml, Title, Left, 26, "title", "start");
        WriteAxes(xml, area);
        for (int i = 0; i < Series.Count; i++)
        {
            if (HasLegend) WriteLegend(xml, i);
            SeriesDrawing.Write(xml, Series[i], i, area);
        }
        xml.WriteEndElement();
    }

    private void WriteAxes(XmlWriter xml, PlotArea area)
    {
        foreach (double tick in area.TicksUp)
        {
            double y = area.Down(tick);
            xml.Element("path", ("class", "grid"), ("d", FormattableString.Invariant($"M{Left} {Markup.Number(y)}h{PlotWidth}")));
            Text(xml, Y.Label(tick), Left - 8, y + 4, "", "end");
        }
        foreach (double tick in area.TicksAcross)
        {
            double x = area.Across(tick);
            xml.Element("path", ("class", "axis"), ("d", FormattableString.Invariant($"M{Markup.Number(x)} {Above + PlotHeight}v5")));
            Text(xml, X.Label(tick), x, Above + PlotHeight + 20, "", "middle");
        }
        xml.Element("path", ("class", "axis"), ("d", FormattableString.Invariant($"M{Left} {Above}v{PlotHeight}h{PlotWidth}")));
        Text(xml, X.Title, Left + PlotWidth / 2, Above + PlotHeight + 44, "", "middle");
        Text(xml, Y.Title, 18, Above + PlotHeight / 2, "", "middle", ("transform", FormattableString.Invariant($"rotate(-90 18 {Above + PlotHeight / 2})")));
    }

    private void WriteLegend(XmlWriter xml, int series)
    {
        (double x, double y, ChartMark mark) = (Left + PlotWidth + Gap, Above + LineHeight * (series + 0.5), Series[series].Mark);
        string kind = ChartStyle.ClassOf(series, mark);
        if (mark is ChartMark.Circles or ChartMark.FaintCircles)
            xml.Element("circle", ("class", kind), ("cx", Markup.Number(x + LegendMark / 2)), ("cy", Markup.Number(y)), ("r", "4"));
        else if (mark == ChartMark.Words)
        {
            xml.WriteStartElement("g");
            xml.Attributes(("class", kind));
            Text(xml, "a", x + LegendMark / 2, y + 5, "", "middle");
            xml.WriteEndElement();
        }
        else if (mark == ChartMark.Bars)
            xml.Element("rect", ("class", kind), ("x", Markup.Number(x)), ("y", Markup.Number(y - 5)), ("width", Markup.Number(LegendMark)), ("height", "10"));
        else
            xml.Element("path", ("class", kind), ("d", FormattableString.Invariant($"M{x} {y}h{LegendMark}")));
        Text(xml, Markup.Short(Series[series].Name, MostLetters), x + LegendText, y + 4, "", "start");
    }

    private static void Text(
        XmlWriter xml, string text, double x, double y, string style, string anchor, params ReadOnlySpan<(string Name, string Value)> more)
    {
        xml.WriteStartElement("text");
        if (style != "") xml.Attributes(("class", style));
        xml.Attributes(("x", Markup.Number(x)), ("y", Markup.Number(y)), ("text-anchor", anchor));
        xml.Attributes(more);
        xml.WriteString(Markup.Readable(text));
        xml.WriteEndElement();
    }
}
