using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using HpcCoreset.Tool.Tests;
using Microsoft.Playwright;
using Xunit;

namespace HpcCoreset.Browser.Tests;

/// <summary>Reports as a reader has them: drawn, pointed at, walked through by keys, in light and dark, and printed.</summary>
public sealed class ReportsInChromiumTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private const string Light = "rgb(255, 255, 255)", Dark = "rgb(21, 24, 28)";
    private readonly Scratch _scratch = new();

    [FactWhereChromiumIsInstalled]
    public async Task Every_report_opens_without_a_complaint_or_a_request_and_fits_its_window()
    {
        string coreset = _scratch.At("c.csv");
        ToolRun.Of("select", "digits", "--size", "50", "--output", coreset).Succeeds();
        string[][] commands =
        [
            ["select", "digits", "--method", "facility-location", "--size", "50"],
            ["evaluate", "digits", "--coreset", coreset, "--clusters", "5"],
            ["compare", "digits", "--clusters", "5", "--sizes", "20,40"],
            ["reduce", "digits", "--size", "50", "--output", _scratch.At("s.hpcs")],
            ["train", "digits", "--epochs", "3", "--seeds", "2", "--network", "logistic"],
        ];
        foreach (string[] command in commands)
            foreach (int width in (int[])[1200, 400])
            {
                await using OpenPage open = await chromium.Open(Report(command), width: width);
                Assert.Empty(open.Complaints);
                Assert.Single(open.Requests);
                Assert.InRange(await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
                Assert.NotEqual(0, await open.Page.Locator("svg.chart").CountAsync());
            }
    }

    [FactWhereChromiumIsInstalled]
    public async Task The_pointer_shows_the_number_and_label_of_the_row_it_is_over()
    {
        string file = Report("select", "digits", "--method", "facility-location", "--size", "50", "--output", _scratch.At("picks.csv"));
        await using OpenPage open = await chromium.Open(file);
        Assert.False(await open.Tip.IsVisibleAsync());
        await open.Page.Locator("svg.chart").First.Locator("g.circles .mark").Last.HoverAsync(); // drawn last, and so above all others
        Assert.True(await open.Tip.IsVisibleAsync());

        // The lightest of the picks, the last of those that are as light.
        string[][] picks = [.. File.ReadLines(_scratch.At("picks.csv")).Skip(1).Select(line => line.Split(','))];
        string[] lightest = picks.Reverse().MinBy(pick => double.Parse(pick[1], CultureInfo.InvariantCulture))!;
        Match note = Regex.Match(await open.Tip.InnerTextAsync(), "^row ([0-9]+), label [0-9], weight ([0-9.]+)$");
        Assert.Equal([lightest[0], lightest[1]], note.Groups.Values.Skip(1).Select(group => group.Value));

        await open.Page.Mouse.MoveAsync(2, 2);
        Assert.False(await open.Tip.IsVisibleAsync());
        Assert.Empty(open.Complaints);
    }

    [FactWhereChromiumIsInstalled]
    public async Task Keys_walk_from_mark_to_mark_and_between_rows_and_picks()
    {
        await using OpenPage open = await chromium.Open(Report("select", "digits", "--method", "facility-location", "--size", "20"));
        ILocator chart = open.Page.Locator("svg.chart").First;
        await open.Page.Keyboard.PressAsync("Tab");
        Assert.True(await chart.EvaluateAsync<bool>("chart => chart === document.activeElement"));
        string first = await Note("ArrowRight"), second = await Note("ArrowRight");
        Assert.Matches("^row [0-9]+, label [0-9], weight [0-9.]+$", first);
        Assert.NotEqual(first, second);
        Assert.Equal(first, await Note("ArrowLeft"));
        Assert.Matches("^row 0, label [0-9]$", await Note("ArrowUp"));
        Assert.Equal(first, await Note("ArrowDown"));
        Assert.Equal(1, await open.Page.Locator(".shown").CountAsync());
        await open.Page.Keyboard.PressAsync("Escape");
        Assert.False(await open.Tip.IsVisibleAsync());
        Assert.Empty(open.Complaints);

        async Task<string> Note(string key)
        {
            await open.Page.Keyboard.PressAsync(key);
            return await open.Tip.InnerTextAsync();
        }
    }

    [FactWhereChromiumIsInstalled]
    public async Task Examples_picks_and_names_of_classes_tell_what_they_are()
    {
        await using OpenPage open = await chromium.Open(Report(
            "train", "digits", "--epochs", "3", "--network", "logistic", "--trainer", "random", "--budget", "0.5", "--history", _scratch.At("h.csv")));
        ILocator picture = open.Page.Locator("svg.chart", new() { HasText = "Training examples in two dimensions" });
        await picture.Locator("g.words .mark").Last.HoverAsync(); // drawn last, and so above all others
        Assert.Matches("^label 9, 1[0-9]+ examples drawn$", await open.Tip.InnerTextAsync());
        Assert.Equal("0123456789", string.Concat((await picture.Locator("g.words .mark").AllTextContentsAsync()).Select(word => word.Trim())));
        await picture.FocusAsync();
        await open.Page.Keyboard.PressAsync("ArrowUp");
        Assert.Matches("^example [0-9]+, label [0-9], picked [0-9]+ times$", await open.Tip.InnerTextAsync());
        Assert.Empty(open.Complaints);
    }

    [FactWhereChromiumIsInstalled]
    public async Task Dark_systems_get_a_dark_page_and_paper_a_light_one()
    {
        string file = Report("select", "digits", "--size", "20");
        byte[][] pictures = new byte[2][];
        foreach ((ColorScheme scheme, string paper) in ((ColorScheme, string)[])[(ColorScheme.Light, Light), (ColorScheme.Dark, Dark)])
        {
            await using OpenPage open = await chromium.Open(file, scheme);
            Assert.Equal((paper, paper), await Papers(open));
            pictures[scheme == ColorScheme.Light ? 0 : 1] = await open.Page.ScreenshotAsync();
            await open.Page.EmulateMediaAsync(new() { Media = Media.Print });
            Assert.Equal((Light, Light), await Papers(open));
            Assert.Empty(open.Complaints);
        }
        Assert.NotEqual(pictures[0], pictures[1]);

        static async Task<(string Body, string Chart)> Papers(OpenPage open) => (
            await open.Page.Locator("body").EvaluateAsync<string>("body => getComputedStyle(body).backgroundColor"),
            await open.Page.Locator("svg .paper").First.EvaluateAsync<string>("paper => getComputedStyle(paper).fill"));
    }

    [FactWhereChromiumIsInstalled]
    public async Task A_label_that_is_a_script_is_read_and_not_run_and_no_other_script_would_be()
    {
        const string Label = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>";
        string input = _scratch.Text("<img src=x onerror=alert(3)>.csv", "x,y,class\n" + string.Concat(
            Enumerable.Range(0, 20).Select(row => $"{row},{row * row % 17},\"{Label.Replace("\"", "\"\"")}\"\n")));
        await using OpenPage open = await chromium.Open(Report("select", input, "--label-column", "class", "--method", "facility-location", "--size", "3"));
        await open.Page.Locator("svg.chart").First.Locator("g.circles .mark").Last.HoverAsync();
        Assert.Contains($"label {Label}", await open.Tip.InnerTextAsync());
        Assert.Equal(0, await open.Page.Locator("img").CountAsync());
        Assert.Empty(open.Complaints);
        Assert.Single(open.Requests);

        bool ran = await open.Page.EvaluateAsync<bool>(
            "() => { const script = document.createElement('script'); script.textContent = 'window.ran = true'; document.body.append(script); return window.ran === true; }");
        Assert.False(ran);
        Assert.Contains(open.Complaints, complaint => complaint.Contains("Content Security Policy"));
    }

    [FactWhereChromiumIsInstalled]
    public async Task Without_scripts_the_marks_have_titles_that_browsers_show()
    {
        await using OpenPage open = await chromium.Open(Report("select", "digits", "--size", "20"), runsScripts: false);
        Assert.Equal(1797 + 20, await open.Page.Locator("svg.chart >> nth=0 >> .mark > title").CountAsync());
        Assert.False(await open.Tip.IsVisibleAsync());
    }

    public void Dispose() => _scratch.Dispose();

    private string Report(params string[] command)
    {
        string file = _scratch.At($"{command[0]}.html");
        ToolRun.Of([.. command, "--report", file]).Succeeds();
        return file;
    }
}
