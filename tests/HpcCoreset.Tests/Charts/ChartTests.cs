using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using HpcCoreset.Charts;
using HpcCoreset.Tests.Golden;
using Xunit;

namespace HpcCoreset.Tests.Charts;

public class ChartTests
{
    private const double Left = 84, Right = 644, Top = 48, Bottom = 368; // of what the axes enclose

    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Theory]
    [InlineData("</title><script>alert(1)</script>")]
    [InlineData("\" onload='alert(1)' x=\"&lt;&#0;]]>")]
    [InlineData("a\0b\u0001\u001f\ufffe\ud800c\udc00")]
    [InlineData("smiling 😀, right to left שלום, \r\n\t")]
    public void Any_name_makes_well_formed_xml_of_the_same_elements(string name)
    {
        Chart chart = Draw(new ChartSeries(name, [new(0, 1), new(1, 2)])) with
        {
            Title = name,
            Description = name,
            X = new(name),
            Y = new(name),
        };
        XElement found = Read(chart), plain = Read(Draw(new ChartSeries("line", [new(0, 1), new(1, 2)])));

        Assert.Equal(Names(plain), Names(found));
        Assert.DoesNotContain(found.DescendantsAndSelf().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        string read = string.Concat(name.ReplaceLineEndings("\n").EnumerateRunes()
            .Select(rune => rune.Value is 0 or 1 or 0x1f or 0xfffe ? "\ufffd" : rune.ToString()));
        Assert.Equal(read, found.Element(s_svg + "title")!.Value);

        static IEnumerable<string> Names(XElement chart) => chart.DescendantsAndSelf().Select(element => element.Name.ToString());
    }

    [Fact]
    public void Words_stand_at_their_points_and_are_read_out()
    {
        XElement chart = Read(Draw(new ChartSeries("names", [new(0, 1, Word: "<a>", Note: "first"), new(1, 2, Word: "b"), new(2, double.NaN, Word: "c")], Mark: ChartMark.Words)));
        XElement[] words = [.. Line(chart, 0).Elements(s_svg + "text")];
        Assert.Equal(["<a>", "b"], words.Select(word => word.Nodes().OfType<XText>().Single().Value));
        Assert.Equal("first", words[0].Element(s_svg + "title")!.Value);
        Assert.Equal(["mark", null], words.Select(word => (string?)word.Attribute("class")));
        Assert.Contains("names: <a>, b.", chart.Element(s_svg + "desc")!.Value);
    }

    [Fact]
    public void Points_without_a_place_are_left_out_and_interrupt_the_line()
    {
        ChartPoint[] points =
            [new(0, 1), new(1, 2), new(2, double.NaN), new(double.PositiveInfinity, 3), new(3, 3), new(4, double.NegativeInfinity), new(5, 4), new(6, 5)];
        XElement line = Line(Read(Draw(new ChartSeries("line", points))), 0);
        string[] paths = Paths(line);

        Assert.Equal(3, paths.Length);
        Assert.EndsWith("h0", paths[1], StringComparison.Ordinal); // a dot
        Assert.Equal([2, 1, 2], paths.Select(path => Places(path).Length));
        Assert.Equal(5, line.Elements(s_svg + "circle").Count());
        Assert.Contains("5 points from 1 at 0 to 5 at 6", Read(Draw(new ChartSeries("line", points))).Element(s_svg + "desc")!.Value);

        Chart logarithmic = Draw(new ChartSeries("line", [new(1, 0), new(2, -1), new(3, 10), new(4, 100)])) with { Y = new("y", IsLogarithmic: true) };
        Assert.Equal(2, Line(Read(logarithmic), 0).Elements(s_svg + "circle").Count());
    }

    [Fact]
    public void Every_point_is_where_its_values_are_between_the_axes_ends()
    {
        XElement chart = Read(Draw(new ChartSeries("a", [new(0, 0), new(5, 2.5), new(10, 10)])));
        Assert.Equal([(Left, Bottom), ((Left + Right) / 2, Bottom - (Bottom - Top) / 4), (Right, Top)], Places(Paths(Line(chart, 0))[0]));

        XElement logarithmic = Read(Draw(new ChartSeries("a", [new(1, 0), new(10, 5), new(1000, 10)])) with { X = new("x", IsLogarithmic: true) });
        Assert.Equal([(Left, Bottom), (Math.Round(Left + (Right - Left) / 3, 2), (Top + Bottom) / 2), (Right, Top)], Places(Paths(Line(logarithmic, 0))[0]));
    }

    [Theory]
    [InlineData(0, Bottom)]
    [InlineData(-3, (Top + Bottom) / 2)]
    [InlineData(1e-320, Bottom)]
    [InlineData(1e300, (Top + Bottom) / 2)]
    public void One_point_and_a_constant_line_have_a_place(double value, double height)
    {
        foreach (int count in (int[])[1, 4])
        {
            XElement chart = Read(Draw(new ChartSeries("line", [.. Enumerable.Range(0, count).Select(x => new ChartPoint(x, value))])));
            (double X, double Y)[] places = Places(Paths(Line(chart, 0))[0]);
            Assert.Equal(count, places.Length);
            Assert.All(places, place =>
            {
                Assert.InRange(place.X, Left, Right);
                Assert.Equal(height, place.Y, 100d);
            });
        }
    }

    [Fact]
    public void No_lines_and_lines_of_no_points_are_charts_too()
    {
        Assert.NotEmpty(Read(Draw()).Elements(s_svg + "text"));
        XElement chart = Read(Draw(new ChartSeries("nothing", []), new ChartSeries("nowhere", [new(double.NaN, 1)])));
        Assert.Equal("nothing: no points. nowhere: no points.", chart.Element(s_svg + "desc")!.Value);
        Assert.Empty(Paths(Line(chart, 0)));
    }

    [Fact]
    public void Errors_are_bars_or_a_band_and_end_at_the_axis_where_an_end_has_no_place()
    {
        ChartPoint[] points = [new(0, 5, 0, 10), new(5, 5), new(10, 5, 2.5, 7.5)];
        string[] bars = [.. Errors(Draw(new ChartSeries("a", points)), "error")];
        Assert.Equal(["M81 48h6m-3 0V368m-3 0h6", "M641 128h6m-3 0V288m-3 0h6"], bars);
        string[] band = [.. Errors(Draw(new ChartSeries("a", points, HasBand: true)), "band")];
        Assert.Equal(["M84 48L644 128L644 288L84 368Z"], band);

        Chart logarithmic = Draw(new ChartSeries("a", [new(0, 1, -1, 10), new(1, 10, 1, double.PositiveInfinity)]))
            with
        { Y = new("y", IsLogarithmic: true) };
        Assert.All(Errors(logarithmic, "error"), bar => Assert.EndsWith(" 48h6m-3 0V368m-3 0h6", bar, StringComparison.Ordinal)); // all of the axis

        static IEnumerable<string> Errors(Chart chart, string kind) =>
            Read(chart).Descendants(s_svg + "path").Where(path => (string?)path.Attribute("class") == kind).Select(path => path.Attribute("d")!.Value);
    }

    [Fact]
    public void Bars_reach_from_point_to_point_and_stand_on_the_axis()
    {
        XElement chart = Read(Draw(new ChartSeries("bars", [new(0, 5), new(5, 10, Note: "a <note>"), new(10, 0)], Mark: ChartMark.Bars)));
        XElement[] bars = [.. Line(chart, 0).Elements(s_svg + "path")];
        Assert.Equal(["M84 368V208H364V368Z", "M364 368V48H644V368Z"], bars.Select(bar => bar.Attribute("d")!.Value));
        Assert.Equal(["bar", "bar mark"], bars.Select(bar => bar.Attribute("class")!.Value));
        Assert.Equal("a <note>", bars[1].Element(s_svg + "title")!.Value);
        Assert.Equal("bars: 2 bars from 0 to 10, the highest 10.", chart.Element(s_svg + "desc")!.Value);
    }

    [Fact]
    public void Circles_have_sizes_and_notes_and_no_line()
    {
        ChartPoint[] many = [.. Enumerable.Range(0, 100).Select(i => new ChartPoint(i, i, Radius: 1 + i % 3, Note: $"number {i}"))];
        foreach (ChartMark mark in (ChartMark[])[ChartMark.Circles, ChartMark.FaintCircles])
        {
            XElement chart = Read(Draw(new ChartSeries("circles", many, Mark: mark)));
            Assert.Empty(Line(chart, 0).Elements(s_svg + "path"));
            XElement[] circles = [.. Line(chart, 0).Elements(s_svg + "circle")];
            Assert.Equal(many.Select(point => point.Radius), circles.Select(circle => (double)circle.Attribute("r")!));
            Assert.Equal(many.Select(point => point.Note), circles.Select(circle => circle.Element(s_svg + "title")!.Value));
            Assert.Equal("circles: 100 circles.", chart.Element(s_svg + "desc")!.Value);
        }
        // Of a line only the few points that have something to tell are marked.
        XElement line = Read(Draw(new ChartSeries("line", [.. many.Select(point => point with { Note = point.X == 7 ? "here" : null })])));
        Assert.Equal("here", Assert.Single(Line(line, 0).Elements(s_svg + "circle")).Value);
    }

    [Fact]
    public void An_axis_may_have_names_for_numbers_and_one_line_has_no_legend()
    {
        Chart chart = Draw(new ChartSeries("a", [new(1, 5), new(2, 10), new(2.5, 1), new(3, 1)])) with { X = new("x", Names: ["one", "a name that is much too long"]) };
        string[] texts = [.. Read(chart).Elements(s_svg + "text").Select(text => text.Value)];
        Assert.Equal(["title", "5", "6", "7", "8", "9", "10", "", "one", "a name that is …", "", "x", "y"], texts);
        Assert.Equal(2, Line(Read(chart), 0).Elements(s_svg + "circle").Count());
        Assert.Equal(["8e6", "2e-5"], ((double[])[8e6, 2e-5]).Select(new ChartAxis("").Label));
    }

    [Fact]
    public void It_names_itself_and_refers_to_nothing_else()
    {
        string text = Text(Sample());
        XElement document = XElement.Parse(text), chart = document.Element(s_svg + "g")!;
        Assert.Equal("Loss & picks", document.Elements().First().Value);
        Assert.Equal("img", chart.Attribute("role")!.Value);
        Assert.Equal("Loss & picks", chart.Attribute("aria-label")!.Value);
        Assert.Equal(["title", "desc"], chart.Elements().Take(2).Select(element => element.Name.LocalName));
        Assert.Contains("prefers-color-scheme:dark", document.Element(s_svg + "style")!.Value);
        Assert.DoesNotContain("http", text.Replace("xmlns=\"http://www.w3.org/2000/svg\"", ""));
        Assert.All((string[])["href", "url(", "@import", "script"], word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(Sample().Series.Select(series => series.Name), chart.Elements(s_svg + "g").Select(group => group.Element(s_svg + "title")!.Value));
    }

    [Fact]
    public void Charts_stand_one_below_the_other_each_with_room_for_its_legend()
    {
        Chart small = Draw(), tall = Draw([.. Enumerable.Range(0, 30).Select(i => new ChartSeries($"a line with a long name {i}", []))]);
        XElement document = XElement.Parse(Text(small, tall, small));
        Assert.Equal(["translate(0 0)", "translate(0 424)", "translate(0 1128)"], document.Elements(s_svg + "g").Select(chart => chart.Attribute("transform")!.Value));
        Assert.Equal(1128 + 424, (int)document.Attribute("height")!);
        Assert.Equal((int)XElement.Parse(Text(tall)).Attribute("width")!, (int)document.Attribute("width")!);
        Assert.True((int)document.Attribute("width")! > (int)XElement.Parse(Text(small)).Attribute("width")! + 100);
        Assert.Empty(XElement.Parse(Text()).Elements(s_svg + "g"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Every_colour_stands_out_from_the_paper_and_so_does_the_text(int scheme)
    {
        string rules = XElement.Parse(Text(Sample())).Element(s_svg + "style")!.Value.Split("@media")[scheme];
        string[] paper = Colours(".paper{fill:"), lines = [.. Enumerable.Range(0, 6).SelectMany(i => Colours($".colour-{i}{{stroke:"))];
        Assert.Single(paper);
        Assert.Equal(6, lines.Distinct().Count());
        Assert.All(lines, line => Assert.True(Contrast(line, paper[0]) >= 3, line)); // what WCAG 2 asks of graphics, and of text
        Assert.True(Contrast(Assert.Single(Colours("text{fill:")), paper[0]) >= 7);

        string[] Colours(string rule) => [.. rules.Split(rule).Skip(1).Select(rest => rest[1..7])];
        static double Contrast(string a, string b)
        {
            double[] luminances = [.. ((string[])[a, b]).Select(Luminance).Order()];
            return (luminances[1] + 0.05) / (luminances[0] + 0.05);
        }
        static double Luminance(string colour) => ((double[])[0.2126, 0.7152, 0.0722]).Select((share, i) =>
            share * Math.Pow((Convert.ToInt32(colour.Substring(2 * i, 2), 16) / 255.0 + 0.055) / 1.055, 2.4)).Sum();
    }

    [Fact]
    public void A_chart_is_the_committed_bytes_under_any_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
        try
        {
            GoldenFile.CheckText("chart.svg", Text(Sample()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static Chart Sample() => Draw(
        new ChartSeries("all <examples>", [.. Enumerable.Range(0, 50).Select(i => new ChartPoint(10 * i, 2.3 * Math.Exp(-i / 20.0)))]),
        new ChartSeries("picked", [.. Enumerable.Range(0, 11).Select(i => new ChartPoint(50 * i, 2.3 - i / 8.0, 2 - i / 8.0, 2.5 - i / 9.0))]),
        new ChartSeries("in a band", [.. Enumerable.Range(0, 6).Select(i => new ChartPoint(100 * i, 0.4 + i % 2, 0.2, 0.5 + i % 2))], HasBand: true)) with
    {
        Title = "Loss & picks",
        Description = "A sample.",
        X = new("steps"),
        Y = new("mean loss"),
    };

    private static Chart Draw(params ChartSeries[] series) => new() { Title = "title", X = new("x"), Y = new("y"), Series = series };

    private static string Text(params Chart[] charts)
    {
        using var text = new StringWriter { NewLine = "\r\n" };
        Chart.Write(text, charts);
        return text.ToString();
    }

    private static XElement Read(Chart chart) => XElement.Parse(Text(chart)).Element(s_svg + "g")!;

    private static XElement Line(XElement chart, int index) => chart.Elements(s_svg + "g").ElementAt(index);

    private static string[] Paths(XElement line) =>
        [.. line.Elements(s_svg + "path").Where(path => path.Attribute("class") is null).Select(path => path.Attribute("d")!.Value)];

    private static (double X, double Y)[] Places(string path) => [.. path.Replace("h0", "").TrimStart('M').Split('L')
        .Select(place => place.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray()).Select(place => (place[0], place[1]))];
}
