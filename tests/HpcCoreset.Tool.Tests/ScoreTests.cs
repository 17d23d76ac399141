using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace HpcCoreset.Tool.Tests;

public sealed class ScoreTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public void Rows_are_scored_against_the_coreset_of_other_rows()
    {
        string coreset = _scratch.At("c.csv"), output = _scratch.At("s.csv");
        string rows = _scratch.Text("x.csv", "0,0,0\n1000,1000,1000\n30,31,32\n");
        string normal = _scratch.Counting("n.npy", 20, 3);
        ToolRun.Of("select", normal, "--size", "12", "--clusters", "3", "--output", coreset).Succeeds();
        ToolRun.Of("score", rows, "--coreset", coreset, "--rows", normal, "--neighbours", "4", "--output", output, "--summary", "json").Succeeds();
        string[] lines = File.ReadAllLines(output);
        Assert.Equal("index,score", lines[0]);
        Assert.Equal(["0", "1", "2"], lines[1..].Select(line => line.Split(',')[0]));
        double[] scores = [.. lines[1..].Select(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture))];
        Assert.True(scores[1] > scores[0] && scores[0] > scores[2], string.Join(' ', scores));
    }

    /// <summary>Row i of x.npy is (3i, 3i + 1, 3i + 2); the nearest mass of 2 of 9.npy's rows to row 5 of the 20 is rows 5 and 4 or 6.</summary>
    [Fact]
    public void Scores_are_mean_distances()
    {
        string rows = _scratch.Counting("x.npy", 20, 3), normal = _scratch.Counting("9.npy", 9, 3);
        string[] lines = Lines("score", rows, "--coreset", normal, "--neighbours", "2", "--unscaled");
        Assert.Equal(21, lines.Length);
        Assert.Equal(Math.Sqrt(27) / 2, Score(lines[6]), 1e-6);
        Assert.Equal(Math.Sqrt(27) * (11 + 12) / 2, Score(lines[20]), 1e-4);
        Assert.Equal(Score(lines[6]), Score(Lines("score", rows, "--coreset", normal, "--neighbours", "2", "--metric", "squared-euclidean", "--unscaled")[6]) / Math.Sqrt(27), 1e-5);
    }

    [Fact]
    public void The_highest_come_first_the_lower_row_among_equals()
    {
        string rows = _scratch.Text("x.csv", "5\n1\n9\n9\n2\n");
        string coreset = _scratch.Text("c.csv", "index,weight\n1,3\n");
        Assert.Equal(["2", "3", "0"], Lines("score", rows, "--coreset", coreset, "--neighbours", "3", "--top", "3").Skip(1).Select(line => line.Split(',')[0]));
        Assert.Equal(6, Lines("score", rows, "--coreset", coreset, "--neighbours", "3", "--top", "30").Length);
    }

    [Fact]
    public void The_summary_tells_what_was_done()
    {
        string rows = _scratch.Counting("x.npy", 20, 3), coreset = _scratch.Text("c.csv", "index,weight\n3,5\n17,15\n");
        JsonElement summary = JsonDocument.Parse(ToolRun.Of("score", rows, "--coreset", coreset, "--summary", "json").Succeeds().Out).RootElement;
        Assert.Equal(
            ["rows", "dimension", "normal_rows", "normal_mass", "neighbours", "score", "seconds", "peak_rss_bytes", "threads"],
            summary.EnumerateObject().Select(key => key.Name));
        Assert.Equal(2, summary.GetProperty("normal_rows").GetInt32());
        Assert.Equal(20, summary.GetProperty("normal_mass").GetDouble());
        Assert.Equal(["load", "fit", "score", "write"], summary.GetProperty("seconds").EnumerateObject().Select(key => key.Name));
        Assert.Equal(["min", "mean", "max"], summary.GetProperty("score").EnumerateObject().Select(key => key.Name));
    }

    [Theory]
    [InlineData("--coreset n.npy --rows x.npy", "--rows:")]
    [InlineData("--coreset n.npy --standardize", "--standardize: the z-scores of INPUT are not those of the normal rows")]
    [InlineData("--coreset c.csv --neighbours 0", "--neighbours: found '0', allowed are finite numbers above 0")]
    [InlineData("--coreset c.csv --neighbours 30", "weights: found a sum of 20; --neighbours asks for a mass of 30")]
    [InlineData("--coreset c.csv --top 0", "--top: found '0'")]
    [InlineData("--coreset c.csv --output s.npy", "--output: found")]
    [InlineData("--coreset c.csv --output x.npy", "--output: found")]
    [InlineData("--coreset c.csv --rows two.npy", "two.npy: found rows of 2 values, allowed are 3 as in")]
    [InlineData("--coreset c.csv --rows n.npy", "c.csv: found index 17 in pick 1, allowed are 0 to 8, the rows of")]
    [InlineData("--coreset c.csv --weights c.csv", "--weights and --weight-column: scores have none")]
    [InlineData("--coreset c.csv --output - --summary json", "--output -: not together with --summary")]
    [InlineData("--coreset none.csv", "none.csv")]
    [InlineData("", "--coreset")]
    public void Score_refuses(string options, string message)
    {
        _scratch.Counting("n.npy", 9, 3);
        _scratch.Counting("two.npy", 30, 2);
        _scratch.Text("c.csv", "index,weight\n3,5\n17,15\n");
        string[] arguments = [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Contains('.', StringComparison.Ordinal) ? _scratch.At(word) : word)];
        ToolRun.Of(["score", _scratch.Counting("x.npy", 20, 3), .. arguments]).IsRefused(message);
    }

    public void Dispose() => _scratch.Dispose();

    private static double Score(string line) => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture);

    private static string[] Lines(params string[] arguments) => ToolRun.Of(arguments).Succeeds().Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
