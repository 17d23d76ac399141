using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;

namespace HpcCoreset.Charts;

/// <summary>
/// Lines over two axes, as SVG that needs nothing else: light or dark as the reader's system, with a title and a description to be read out.
/// </summary>
internal sealed record LineChart
{
    private const string Svg = "http://www.w3.org/2000/svg";
    private const double PlotWidth = 560, PlotHeight = 320;
    private const double Above = 48, Below = 56, Left = 84, Gap = 20;
    private const double LegendText = 32, LetterWidth = 7, LineHeight = 20;
    private const int MostLetters = 40, MostMarkers = 40;

    // At least 3 : 1 against their backgrounds; lines differ in their dashes as well.
    private static readonly (string Light, string Dark)[] s_colours =
    [
        ("#0066b3", "#5cb8f5"), ("#c24400", "#ff9a57"), ("#007a56", "#3ecf9f"), ("#8a3a9e", "#d69be8"), ("#7d5f00", "#e6c34a"), ("#555555", "#bdbdbd"),
    ];

    private static readonly string[] s_dashes = ["none", "7 3", "2 4", "9 3 2 3"];

    private static readonly string s_style = Style();

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

    private double Height => Above + Math.Max(PlotHeight, LineHeight * Series.Count) + Below;

    private double Width => Left + PlotWidth + Gap
        + (Series.Count == 0 ? 0 : LegendText + LetterWidth * Series.Max(series => Math.Min(series.Name.Length, MostLetters)) + Gap);

    /// <summary>
    /// Writes charts, one below the other: the same bytes for the same charts, under any culture. What XML has no letters for is replaced by U+FFFD.
    /// </summary>
    /// <param name="writer">Where to; left open.</param>
    /// <param name="charts">The charts.</param>
    public static void Write(TextWriter writer, params IReadOnlyList<LineChart> charts)
    {
        using XmlWriter xml = XmlWriter.Create(writer, new() { OmitXmlDeclaration = true, Indent = true, IndentChars = " ", NewLineChars = "\n" });
        (double width, double height) = (charts.Select(chart => chart.Width).DefaultIfEmpty(0).Max(), charts.Sum(chart => chart.Height));
        xml.WriteStartElement("svg", Svg);
        Attributes(xml, ("class", "line-chart"), ("viewBox", $"0 0 {Number(width)} {Number(height)}"), ("width", Number(width)), ("height", Number(height)));
        xml.WriteElementString("title", Readable(string.Join(", ", charts.Select(chart => chart.Title))));
        xml.WriteElementString("style", s_style);
        Element(xml, "rect", ("class", "paper"), ("width", "100%"), ("height", "100%"));
        double above = 0;
        foreach (LineChart chart in charts)
        {
            chart.WriteAt(xml, above);
            above += chart.Height;
        }
        xml.WriteEndElement();
        xml.WriteWhitespace("\n");
    }

    private void WriteAt(XmlWriter xml, double above)
    {
        ChartPoint[] points = [.. Series.SelectMany(series => series.Points).Where(Shows)];
        double[] across = X.Ticks(points.Select(point => point.X));
        double[] up = Y.Ticks(points.SelectMany(point => (double[])[point.Y, point.Low, point.High]).Where(Y.Shows));
        xml.WriteStartElement("g", Svg);
        Attributes(xml, ("role", "img"), ("aria-label", Readable(Title)), ("transform", $"translate(0 {Number(above)})"));
        xml.WriteElementString("title", Readable(Title));
        xml.WriteElementString("desc", Readable(string.Join(' ', Series.Select(Summary).Prepend(Description).Where(text => text != ""))));
        Text(xml, Title, Left, 26, "title", "start");
        WriteAxes(xml, across, up);
        for (int i = 0; i < Series.Count; i++)
        {
            Element(xml, "path", ("class", Class(i)), ("d", Invariant($"M{Left + PlotWidth + Gap} {Above + LineHeight * (i + 0.5)}h26")));
            Text(xml, Short(Series[i].Name), Left + PlotWidth + Gap + LegendText, Above + LineHeight * (i + 0.5) + 4, "", "start");
            WriteSeries(xml, Series[i], Class(i), across, up);
        }
        xml.WriteEndElement();
    }

    private void WriteAxes(XmlWriter xml, double[] across, double[] up)
    {
        foreach (double tick in up)
        {
            double y = Down(tick, up);
            Element(xml, "path", ("class", "grid"), ("d", Invariant($"M{Left} {Number(y)}h{PlotWidth}")));
            Text(xml, Label(tick), Left - 8, y + 4, "", "end");
        }
        foreach (double tick in across)
        {
            double x = Across(tick, across);
            Element(xml, "path", ("class", "axis"), ("d", Invariant($"M{Number(x)} {Above + PlotHeight}v5")));
            Text(xml, Label(tick), x, Above + PlotHeight + 20, "", "middle");
        }
        Element(xml, "path", ("class", "axis"), ("d", Invariant($"M{Left} {Above}v{PlotHeight}h{PlotWidth}")));
        Text(xml, X.Title, Left + PlotWidth / 2, Above + PlotHeight + 44, "", "middle");
        Text(xml, Y.Title, 18, Above + PlotHeight / 2, "", "middle", ("transform", Invariant($"rotate(-90 18 {Above + PlotHeight / 2})")));
    }

    private void WriteSeries(XmlWriter xml, ChartSeries series, string style, double[] across, double[] up)
    {
        xml.WriteStartElement("g");
        Attributes(xml, ("class", style));
        xml.WriteElementString("title", Readable(series.Name));
        foreach (ChartPoint[] run in Runs(series.Points))
        {
            WriteErrors(xml, series, run, across, up);
            string line = string.Join('L', run.Select(point => Place(point.X, point.Y)));
            Element(xml, "path", ("d", $"M{line}{(run.Length == 1 ? "h0" : "")}")); // a path of no length has round ends, so it is a dot
        }
        if (series.Points.Count <= MostMarkers)
            foreach (ChartPoint point in series.Points.Where(Shows))
                Element(xml, "circle", ("cx", Number(Across(point.X, across))), ("cy", Number(Down(point.Y, up))), ("r", "3"));
        xml.WriteEndElement();

        string Place(double x, double y) => $"{Number(Across(x, across))} {Number(Down(y, up))}";
    }

    private void WriteErrors(XmlWriter xml, ChartSeries series, ChartPoint[] run, double[] across, double[] up)
    {
        (double X, double High, double Low)[] errors = [.. run.Where(point => point.HasError).Select(point => (
            Across(point.X, across), Down(Y.Shows(point.High) ? point.High : up[^1], up), Down(Y.Shows(point.Low) ? point.Low : up[0], up)))];
        if (!series.HasBand)
            foreach ((double x, double high, double low) in errors)
                Element(xml, "path", ("class", "error"), ("d", $"M{Number(x - 3)} {Number(high)}h6m-3 0V{Number(low)}m-3 0h6"));
        else if (errors.Length > 0)
        {
            IEnumerable<string> edge = errors.Select(error => $"{Number(error.X)} {Number(error.High)}")
                .Concat(errors.Reverse().Select(error => $"{Number(error.X)} {Number(error.Low)}"));
            Element(xml, "path", ("class", "band"), ("d", $"M{string.Join('L', edge)}Z"));
        }
    }

    /// <summary>Points that are joined: up to the next that is left out.</summary>
    private IEnumerable<ChartPoint[]> Runs(IReadOnlyList<ChartPoint> points)
    {
        for (int first = 0; first < points.Count; first++)
        {
            ChartPoint[] run = [.. points.Skip(first).TakeWhile(Shows)];
            if (run.Length > 0) yield return run;
            first += run.Length;
        }
    }

    private bool Shows(ChartPoint point) => X.Shows(point.X) && Y.Shows(point.Y);

    private double Across(double value, double[] ticks) => Left + PlotWidth * X.Place(value, ticks);

    private double Down(double value, double[] ticks) => Above + PlotHeight * (1 - Y.Place(value, ticks));

    private string Summary(ChartSeries series)
    {
        ChartPoint[] points = [.. series.Points.Where(Shows)];
        return points switch
        {
            [] => $"{series.Name}: no points.",
            [var only] => $"{series.Name}: {Brief(only.Y)} at {Brief(only.X)}.",
            _ => $"{series.Name}: {points.Length} points from {Brief(points[0].Y)} at {Brief(points[0].X)} to {Brief(points[^1].Y)} at {Brief(points[^1].X)}.",
        };
    }

    private static string Class(int series) => Invariant($"line colour-{series % s_colours.Length} dash-{series % s_dashes.Length}");

    private static string Style()
    {
        string Rules(Func<(string Light, string Dark), string> colour, string paper, string ink, string grid) => string.Concat(
            [$".line-chart .paper{{fill:{paper}}}.line-chart text{{fill:{ink}}}.line-chart .axis{{stroke:{ink}}}.line-chart .grid{{stroke:{grid}}}",
                .. s_colours.Select((pair, i) => Invariant($".line-chart .colour-{i}{{stroke:{colour(pair)};fill:{colour(pair)}}}"))]);
        return ".line-chart text{font:12px system-ui,sans-serif}.line-chart .title{font-size:15px;font-weight:600}"
            + ".line-chart path{fill:none}.line-chart .line{stroke-width:2;stroke-linecap:round;stroke-linejoin:round}"
            + ".line-chart .error{stroke-width:1;stroke-dasharray:none}"
            + ".line-chart circle{stroke:none}.line-chart .line .band{fill:inherit;fill-opacity:.2;stroke:none}"
            + string.Concat(s_dashes.Select((dash, i) => Invariant($".line-chart .dash-{i}{{stroke-dasharray:{dash}}}")))
            + Rules(pair => pair.Light, "#ffffff", "#222222", "#dddddd")
            + $"@media (prefers-color-scheme:dark){{{Rules(pair => pair.Dark, "#15181c", "#e4e4e4", "#3a3f45")}}}";
    }

    private static void Text(
        XmlWriter xml, string text, double x, double y, string style, string anchor, params ReadOnlySpan<(string Name, string Value)> more)
    {
        xml.WriteStartElement("text");
        if (style != "") Attributes(xml, ("class", style));
        Attributes(xml, ("x", Number(x)), ("y", Number(y)), ("text-anchor", anchor));
        Attributes(xml, more);
        xml.WriteString(Readable(text));
        xml.WriteEndElement();
    }

    private static void Element(XmlWriter xml, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name);
        Attributes(xml, attributes);
        xml.WriteEndElement();
    }

    private static void Attributes(XmlWriter xml, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach ((string name, string value) in attributes) xml.WriteAttributeString(name, value);
    }

    /// <summary>A place on the paper, in hundredths: the last bits of a logarithm are not the same everywhere.</summary>
    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Label(double tick) => tick.ToString(CultureInfo.InvariantCulture);

    private static string Brief(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static string Short(string text) => text.Length <= MostLetters ? text : string.Concat(text.AsSpan(0, MostLetters - 1), "…");

    private static string Readable(string text)
    {
        var readable = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes()) // which already replaces half pairs
            readable.Append(rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value) ? rune : Rune.ReplacementChar);
        return readable.ToString();
    }
}
