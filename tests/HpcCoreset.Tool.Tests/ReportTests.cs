using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Xml.Linq;
using Xunit;

namespace HpcCoreset.Tool.Tests;

public sealed class ReportTests : IDisposable
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";
    private readonly Scratch _scratch = new();

    [Fact]
    public void A_page_of_a_selection_shows_rows_and_picks_gains_classes_weights_and_what_made_it()
    {
        XElement page = Select("digits", "--method", "facility-location", "--size", "50", "--seed", "7");
        Assert.Equal(["Rows and picks", "Gains", "Classes", "Weights", "How this was made"], page.Descendants("h2").Select(heading => heading.Value));
        Assert.Single(page.Descendants("h1"), heading => heading.Value == "digits: a coreset by facility-location");

        XElement[] marks = [.. Charts(page)[0].Descendants(s_svg + "circle").Where(IsMark)];
        Assert.Equal(1797 + 50, marks.Length);
        Assert.All(marks, mark => Assert.Matches("^row [0-9]+, label [0-9](, weight [0-9.]+)?$", mark.Value));
        double[] radii = [.. marks[1797..].Select(mark => double.Parse(mark.Attribute("r")!.Value, CultureInfo.InvariantCulture))];
        Assert.Equal(radii.OrderDescending(), radii);
        Assert.Equal(14, radii[0]);

        string[] picked = ToolRun.Of("select", "digits", "--method", "facility-location", "--size", "50").Succeeds().Out.Split('\n')[1..51];
        Assert.Equal(picked.Select(line => line.Split(',')[0]).Order(), marks[1797..].Select(mark => mark.Value.Split(' ', ',')[1]).Order());
        string[][] facts = Cells(page, "Command, seed, versions and kernel");
        Assert.Equal("7", facts.Single(fact => fact[0] == "Seed")[1]);
        Assert.StartsWith("hpc-coreset select digits --method facility-location --size 50 --seed 7 --report ", facts.Single(fact => fact[0] == "Command")[1]);
        Assert.Contains(facts, fact => fact[0] == "Kernel" && fact[1].StartsWith("SquaredEuclidean/64", StringComparison.Ordinal));

        string[][] classes = Cells(page, "Class counts: rows and picks");
        Assert.Equal(10, classes.Length);
        Assert.Equal(1797, classes.Sum(row => int.Parse(row[1], CultureInfo.InvariantCulture)));
        Assert.Equal(50, classes.Sum(row => int.Parse(row[3], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_page_asks_for_nothing_and_allows_its_own_script_only()
    {
        string text = Page("digits", "--size", "20"), script = XElement.Parse(text).Descendants("script").Single().Value;
        Assert.StartsWith("<!DOCTYPE html >\n<html lang=\"en\">", text, StringComparison.Ordinal);
        Assert.All(
            (string[])["http:", "https:", "src=", "href", "url(", "@import", "fetch", "<link", "<iframe", "<img"],
            word => Assert.DoesNotContain(word, text.Replace("xmlns=\"http://www.w3.org/2000/svg\"", ""), StringComparison.OrdinalIgnoreCase));
        Assert.Contains($"script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'", text);
        Assert.Contains("default-src 'none'", text);
        // HTML does not unescape what is in a script.
        Assert.DoesNotContain(script, letter => letter is '<' or '&');
    }

    [Fact]
    public void Every_chart_has_a_name_and_a_description_and_every_table_headings()
    {
        XElement page = Select("digits", "--method", "facility-location", "--size", "20");
        Assert.All(Charts(page), chart =>
        {
            Assert.NotEqual("", chart.Element(s_svg + "title")!.Value);
            XElement drawing = chart.Element(s_svg + "g")!;
            Assert.Equal("img", drawing.Attribute("role")!.Value);
            Assert.NotEqual("", drawing.Element(s_svg + "desc")!.Value);
        });
        Assert.All(page.Descendants("table"), table => Assert.NotEqual("", table.Element("caption")!.Value));
        Assert.All(page.Descendants("tbody").Elements("tr"), row => Assert.Equal("row", row.Element("th")!.Attribute("scope")!.Value));
        Assert.All(page.Descendants("section"), section => Assert.Equal(section.Element("h2")!.Attribute("id")!.Value, section.Attribute("aria-labelledby")!.Value));
        Assert.Single(page.Descendants(), element => (string?)element.Attribute("role") == "status");
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\" onmouseover=\"alert(1)' x='")]
    [InlineData("</title></svg><img onerror=alert(1)>")]
    [InlineData("--><!--]]>&lt;&#0;\u0001")]
    public void What_stands_in_files_and_arguments_is_text(string label)
    {
        string quoted = $"\"{label.Replace("\"", "\"\"")}\"";
        string input = _scratch.Text(
            "a '<b>&.csv", "x,\"" + label.Replace("\"", "\"\"") + "!\",class\n" + string.Concat(Enumerable.Range(0, 30).Select(row => $"{row},{row % 7},{quoted}\n")));
        string text = Page(input, "--label-column", "class", "--size", "6", "--method", "facility-location");
        XElement page = XElement.Parse(text), plain = Select(Plain(), "--label-column", "class", "--size", "6", "--method", "facility-location");

        Assert.Equal(Names(plain), Names(page));
        Assert.DoesNotContain(page.DescendantsAndSelf().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        string shown = label.Replace('\u0001', '\ufffd');
        Assert.Equal(30, Charts(page)[0].Descendants(s_svg + "circle").Count(mark => mark.Value.EndsWith($", label {shown}", StringComparison.Ordinal)));
        Assert.Equal(shown, Table(page, "Class counts: rows and picks").Single().First().Value);
        Assert.Contains("a '<b>&.csv", page.Descendants("h1").Single().Value);

        string Plain() => _scratch.Text("plain.csv", "x,y,class\n" + string.Concat(Enumerable.Range(0, 30).Select(row => $"{row},{row % 7},k\n")));
        static IEnumerable<string> Names(XElement page) => page.DescendantsAndSelf().Select(element => element.Name.ToString());
    }

    [Theory]
    [InlineData("facility-location")]
    [InlineData("sensitivity")]
    [InlineData("kcenter")]
    public void Nothing_but_timings_differs_between_runs_and_nothing_but_the_command_between_numbers_of_threads(string method)
    {
        string[] options = ["digits", "--method", method, "--size", "40", "--threads"];
        Assert.Equal(Timeless(Select([.. options, "1"])), Timeless(Select([.. options, "1"])));
        Assert.Equal(Pictures(Select([.. options, "1"])), Pictures(Select([.. options, "3"])));
    }

    [Fact]
    public void A_page_of_an_evaluation_shows_distortions_and_the_coreset()
    {
        string coreset = _scratch.At("c.json");
        ToolRun.Of("select", "digits", "--method", "bico", "--size", "60", "--output", coreset).Succeeds();
        string[] command = ["evaluate", "digits", "--coreset", coreset, "--clusters", "5", "--candidates", "18", "--summary", "json"];
        XElement page = Report(command, out string summary);
        Assert.Equal(["Distortion", "Rows and picks", "Classes", "Weights", "How this was made"], page.Descendants("h2").Select(heading => heading.Value));
        string[][] families = Cells(page, "Distortion, as a table");
        Assert.Equal(["all", "on the coreset", "held out", "between two"], families.Select(family => family[0]));
        Assert.Equal(18, families[1..].Sum(family => int.Parse(family[1], CultureInfo.InvariantCulture)));
        double worst = JsonDocument.Parse(summary).RootElement.GetProperty("distortion").GetProperty("max").GetDouble();
        Assert.Equal(worst, double.Parse(families[0][4], CultureInfo.InvariantCulture), 1e-4 * worst);
        Assert.Equal(4, Charts(page)[0].Descendants(s_svg + "path").Count(path => (string?)path.Attribute("class") == "error"));
        Assert.Equal(Timeless(page), Timeless(Report(command, out _)));

        string labels = _scratch.Text("labels.csv", "class\n" + string.Concat(Enumerable.Repeat("<b>\n", 1797)));
        ToolRun.Of([.. command, "--labels", labels]).IsRefused("--labels: allowed with --report");
        Assert.Equal("<b>", Cells(Report([.. command, "--labels", labels], out _), "Class counts: rows and picks").Single()[0]);
        ToolRun.Of([.. command, "--report", coreset]).IsRefused("allowed are files ending in .html");
    }

    [Fact]
    public void A_page_of_a_comparison_shows_every_method_and_size()
    {
        string[] command = ["compare", "digits", "--clusters", "5", "--methods", "uniform,sensitivity,kcenter", "--sizes", "20,60", "--target", "9", "--output", _scratch.At("t.csv")];
        XElement page = Report(command, out string table);
        Assert.Equal(["Distortion", "Accuracy", "Seconds", "How this was made"], page.Descendants("h2").Select(heading => heading.Value));
        Assert.EndsWith($"{table.TrimEnd().Split('\n')[^1][1..]}.", page.Descendants("p").First().Value, StringComparison.Ordinal);
        string[] notes = [.. Charts(page)[0].Descendants(s_svg + "circle").Where(IsMark).Select(mark => mark.Value)];
        Assert.Equal(6, notes.Length);
        Assert.StartsWith("uniform, 20 rows: distortion ", notes[0], StringComparison.Ordinal);
        Assert.Equal(
            File.ReadLines(_scratch.At("t.csv")).Skip(1).Select(line => string.Join(' ', line.Split(',')[..2])),
            Cells(page, "Methods and sizes, as a table").Select(row => $"{row[0]} {row[1]}"));
        Assert.Equal("all rows", Charts(page)[1].Element(s_svg + "g")!.Elements(s_svg + "g").Last().Element(s_svg + "title")!.Value);
        Assert.Equal(Timeless(page), Timeless(Report(command, out _)));
        ToolRun.Of("compare", "digits", "--clusters", "5", "--output", _scratch.At("t.csv"), "--report", _scratch.At("t.csv")).IsRefused("--report: found");
    }

    [Fact]
    public void A_page_of_a_stream_shows_a_sample_of_all_inputs_and_what_is_kept()
    {
        string second = _scratch.Text("more<>.csv", string.Concat(Enumerable.Range(0, 900).Select(row => string.Concat(Enumerable.Repeat($"{row % 17},", 63)) + "1\n")));
        string[] command = ["reduce", "digits", second, "--size", "50", "--first-id", "10000", "--output", _scratch.At("s.hpcs")];
        XElement page = Report(command, out _);
        Assert.Equal("digits and 1 more: a summary by sensitivity", page.Descendants("h1").Single().Value);
        Assert.Contains("Drawn are 2,000 of 2,697 rows at random and all", page.ToString());
        string[] notes = [.. Charts(page)[0].Descendants(s_svg + "circle").Where(IsMark).Select(mark => mark.Value)];
        int[] numbers = [.. notes.Take(2000).Select(note => int.Parse(note.Split(' ', ',')[1], CultureInfo.InvariantCulture))];
        Assert.Equal(2000, numbers.Distinct().Count());
        Assert.All(numbers, number => Assert.InRange(number, 10_000, 12_696));
        Assert.InRange(numbers.Count(number => number >= 11_797), 600, 735); // of 2000 * 900 / 2697 = 667, within 4 deviations
        Assert.All(notes.Take(2000), note => Assert.Equal(int.Parse(note.Split(' ', ',')[1], CultureInfo.InvariantCulture) < 11_797, note.Contains("label")));
        Assert.Equal(Timeless(page), Timeless(Report(command, out _)));
        ToolRun.Of("reduce", "digits", "--size", "50", "--output", _scratch.At("s.hpcs"), "--report", _scratch.At("s.hpcs")).IsRefused("--report: found");
    }

    [Theory]
    [InlineData("--trainer", "full")]
    [InlineData("--trainer", "random", "--seeds", "3")]
    [InlineData("--trainer", "crest", "--budget", "0.2", "--history", "h.csv")]
    public void A_page_of_training_shows_its_curve(params string[] options)
    {
        string[] command = ["train", "digits", "--epochs", "6", "--network", "mlp:16", .. options.Select(option => option == "h.csv" ? _scratch.At(option) : option), "--summary", "json"];
        XElement page = Report(command, out string json);
        JsonElement summary = JsonDocument.Parse(json).RootElement;
        bool hasHistory = options.Contains("--history");
        Assert.Equal(
            ["Learning curves", "Against the clock", .. hasHistory ? (string[])["Which examples were picked"] : [], "Examples", "Classes", "How this was made"],
            page.Descendants("h2").Select(heading => heading.Value));
        string[][] curve = Cells(page, "Learning curve, as a table");
        Assert.Equal(6, curve.Length);
        Assert.Equal(summary.GetProperty("test_accuracy").GetDouble(), double.Parse(curve[^1][2], CultureInfo.InvariantCulture), 1e-5);
        Assert.Equal(options.Contains("--seeds") ? 1 : 0, Charts(page)[0].Descendants(s_svg + "path").Count(path => (string?)path.Attribute("class") == "band"));
        string[][] classes = Cells(page, $"Class counts: training examples and {(hasHistory ? "picks" : "test examples")}");
        Assert.Equal(1438, classes.Sum(row => int.Parse(row[1], CultureInfo.InvariantCulture)));
        XElement picture = Charts(page).Single(chart => chart.Element(s_svg + "title")!.Value == "Training examples in two dimensions");
        XElement[][] drawn = [.. picture.Element(s_svg + "g")!.Elements(s_svg + "g").Select(series => series.Elements().Where(IsMark).ToArray()).Where(marks => marks.Length > 0)];
        Assert.Equal(hasHistory ? 3 : 2, drawn.Length);
        Assert.Equal(1438, drawn[0].Length);
        Assert.All(drawn[0], mark => Assert.Matches("^example [0-9]+, label [0-9]$", mark.Value));
        Assert.Equal(Enumerable.Range(0, 10).Select(label => $"{label}"), drawn[^1].Select(word => word.Nodes().OfType<XText>().Single().Value));
        Assert.All(drawn[^1], word => Assert.Matches("^label [0-9], 1[0-9]+ examples drawn", word.Element(s_svg + "title")!.Value));
        if (hasHistory) AreTheMostPicked(drawn[1], File.ReadAllLines(_scratch.At("h.csv")));
        if (hasHistory) Assert.True(classes.Sum(row => int.Parse(row[3], NumberStyles.AllowThousands, CultureInfo.InvariantCulture)) >= 6 * 2 * 128);
        Assert.Equal(Timeless(page), Timeless(Report(command, out _)));
    }

    /// <summary>Circles are in the order of the picks of their examples, which the history counts as well.</summary>
    private static void AreTheMostPicked(XElement[] circles, string[] history)
    {
        string[] names = history[0].Split(',');
        int[] columns = [.. Enumerable.Range(0, names.Length).Where(column => names[column].Contains("pick", StringComparison.Ordinal))];
        Assert.NotEmpty(columns);
        Dictionary<string, int> picked = history[1..].Select(line => line.Split(',')).ToDictionary(
            fields => fields[0], fields => columns.Sum(column => int.Parse(fields[column], CultureInfo.InvariantCulture)));
        (string Example, int Times)[] drawn = [.. circles.Select(circle => circle.Value.Split(' ', ',')).Select(words => (words[1], int.Parse(words[^2], CultureInfo.InvariantCulture)))];
        Assert.All(drawn, pick => Assert.Equal(picked[pick.Example], pick.Times));
        Assert.Equal(picked.Values.Where(times => times > 0).OrderDescending().Take(1000), drawn.Select(pick => pick.Times));
        double[] radii = [.. circles.Select(circle => double.Parse(circle.Attribute("r")!.Value, CultureInfo.InvariantCulture))];
        Assert.Equal(radii.OrderDescending(), radii);
        Assert.True(radii[0] > radii[^1]);
    }

    [Fact]
    public void A_page_of_a_stream_counts_labels_of_all_rows_and_of_those_it_keeps()
    {
        // More rows than labels are remembered of, the rare class in one far cluster, and the last input without labels.
        string rows = string.Concat(Enumerable.Range(0, 150_000).Select(row => FormattableString.Invariant($"{row % 1000 + (row % 100 == 99 ? 5000 : 0)},{row % 7},{(row % 100 == 99 ? "rare" : $"c{row % 2}")}\n")));
        string labelled = _scratch.Text("a.csv", "x,y,class\n" + rows);
        XElement page = Report(["reduce", labelled, "--label-column", "class", "--size", "50", "--output", _scratch.At("s.hpcs")], out _);
        Assert.Equal(["Rows and picks", "Classes", "Weights", "How this was made"], page.Descendants("h2").Select(heading => heading.Value));
        string[][] classes = Cells(page, "Class counts: rows and kept rows");
        Assert.Equal([("c0", "75,000"), ("c1", "73,500"), ("rare", "1,500")], classes.Select(row => (row[0], row[1])));
        XElement[] kept = [.. Charts(page)[0].Element(s_svg + "g")!.Elements(s_svg + "g").Select(series => series.Elements().Where(IsMark).ToArray()).Last(marks => marks.Length > 0)];
        foreach (XElement mark in kept)
        {
            string[] words = mark.Value.Split(' ', ',');
            int row = int.Parse(words[1], CultureInfo.InvariantCulture);
            Assert.Equal(row % 100 == 99 ? "rare" : $"c{row % 2}", words[4]);
        }
        Assert.Equal(kept.Length, classes.Sum(row => int.Parse(row[3], NumberStyles.AllowThousands, CultureInfo.InvariantCulture)));
        XElement plain = Report(["reduce", _scratch.Text("b.csv", "1,2\n3,4\n"), "--size", "50", "--output", _scratch.At("p.hpcs")], out _);
        Assert.DoesNotContain(plain.Descendants("h2"), heading => heading.Value == "Classes");
    }

    [Fact]
    public void Many_rows_picks_classes_and_letters_make_no_long_page()
    {
        string input = _scratch.Text("many.csv", "x,y,label\n" + string.Concat(
            Enumerable.Range(0, 20_000).Select(row => FormattableString.Invariant($"{row * 7 % 1009},{row * 31 % 4001},{new string('<', 500)}{row % 5_000}\n"))));
        string text = Page(input, "--label-column", "label", "--size", "5000", "--method", "uniform");
        Assert.Contains("Drawn are 2,000 of 20,000 rows at random and the heaviest 1,000 of 5,000 picks.", text);
        Assert.InRange(text.Length, 1, 2_000_000);
        Assert.Equal(100, Table(XElement.Parse(text), "Class counts: rows and picks").Count());
    }

    [Theory]
    [InlineData("uniform", "--size", "30")]
    [InlineData("bico", "--size", "5")]
    [InlineData("kcenter", "--size", "1")]
    [InlineData("kmedoids", "--size", "1")]
    [InlineData("craig", "--size", "4")]
    [InlineData("dpp", "--size", "30", "--similarity", "rbf")]
    [InlineData("disparity-min", "--size", "2")]
    [InlineData("oversample", "--size", "70")]
    [InlineData("sensitivity", "--epsilon", "0.9", "--clusters", "2")]
    public void Every_kind_of_method_has_a_page_also_where_rows_are_alike(string method, params string[] options)
    {
        foreach (Func<int, string> row in (Func<int, string>[])[row => FormattableString.Invariant($"{row * 13 % 30},{row / 10}"), _ => "1,2", row => $"0,{row}"])
        {
            string input = _scratch.Text("rows.csv", "x,y,class\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{row(i)},{i % 3}\n")));
            XElement page = Select([input, "--label-column", "class", "--method", method, .. options]);
            Assert.All(page.Descendants(s_svg + "circle").Attributes("cx"), place => Assert.True(double.IsFinite(double.Parse(place.Value, CultureInfo.InvariantCulture))));
        }
    }

    [Fact]
    public void Rows_of_a_summary_have_the_numbers_of_what_was_summarised()
    {
        ToolRun.Of("reduce", "digits", "--size", "60", "--first-id", "100000", "--output", _scratch.At("d.hpcs")).Succeeds();
        XElement page = Select(_scratch.At("d.hpcs"), "--size", "10");
        Assert.All(Charts(page)[0].Descendants(s_svg + "circle").Where(IsMark), mark => Assert.Matches("^row 10[0-9]{4}(,|$)", mark.Value));
    }

    [Fact]
    public void Labels_are_of_use_to_a_page_whatever_the_method()
    {
        string labels = _scratch.Text("labels.csv", "class\n" + string.Concat(Enumerable.Range(0, 12).Select(row => $"{row % 2}\n")));
        string rows = _scratch.Text("rows.csv", string.Concat(Enumerable.Range(0, 12).Select(row => $"{row},{row * row}\n")));
        Assert.Equal(2, Table(Select(rows, "--labels", labels, "--size", "3"), "Class counts: rows and picks").Count());
        ToolRun.Of("select", rows, "--labels", labels, "--size", "3").IsRefused("--labels: allowed with --balance, --report");
    }

    [Theory]
    [InlineData("--report: found {0}/o.csv, allowed are files ending in .html", "--report", "{0}/o.csv")]
    [InlineData("--report: found {0}/none/o.html, whose directory does not exist", "--report", "{0}/none/o.html")]
    [InlineData("--report: found {0}/in.html, which is read as input already", "--report", "{0}/in.html", "--weights", "{0}/in.html")]
    public void A_place_where_no_page_can_be_is_refused_before_any_work(string message, params string[] options) => ToolRun.Of(
        ["select", "digits", "--size", "5", .. options.Select(option => option.Replace("{0}", _scratch.Directory))]).IsRefused(message.Replace("{0}", _scratch.Directory));

    [Fact]
    public void An_interrupted_run_leaves_no_page()
    {
        using var interrupted = new CancellationTokenSource();
        interrupted.Cancel();
        Assert.Equal(130, ToolRun.Of(interrupted.Token, "select", "digits", "--size", "3", "--report", _scratch.At("r.html")).ExitCode);
        Assert.Empty(_scratch.FileNames);
    }

    public void Dispose() => _scratch.Dispose();

    private static bool IsMark(XElement element) => (string?)element.Attribute("class") == "mark";

    private static string Timeless(XElement page)
    {
        XElement[] timings = [.. page.Descendants().Where(element => ((string?)element.Attribute("class"))?.Split(' ').Contains("timing") == true)];
        Assert.NotEmpty(timings);
        foreach (XElement timing in timings) timing.Remove();
        return page.ToString();
    }

    /// <summary>The page without its last section, which has the command.</summary>
    private static string Pictures(XElement page)
    {
        page.Descendants("section").Last().Remove();
        return page.ToString();
    }

    private static XElement[] Charts(XElement page) => [.. page.Descendants(s_svg + "svg")];

    private static IEnumerable<IEnumerable<XElement>> Table(XElement page, string caption) =>
        page.Descendants("table").Single(table => table.Element("caption")!.Value == caption).Element("tbody")!.Elements("tr").Select(row => row.Elements());

    private static string[][] Cells(XElement page, string caption) => [.. Table(page, caption).Select(row => row.Select(cell => cell.Value).ToArray())];

    private XElement Select(params string[] arguments) => XElement.Parse(Page(arguments));

    private XElement Report(string[] command, out string output)
    {
        output = ToolRun.Of([.. command, "--report", _scratch.At("report.html")]).Succeeds().Out;
        return XElement.Load(_scratch.At("report.html"));
    }

    private string Page(params string[] arguments)
    {
        Assert.Equal("", ToolRun.Of(["select", .. arguments, "--report", _scratch.At("report.html")]).Succeeds().Out);
        return File.ReadAllText(_scratch.At("report.html"));
    }
}
