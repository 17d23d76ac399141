using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace HpcCoreset.Tool.Tests;

public sealed class EvaluateTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Theory]
    [InlineData("c.csv")]
    [InlineData("c.json")]
    [InlineData("c.npz")]
    public void The_summary_of_what_select_wrote_has_the_keys_of_the_contract(string name)
    {
        string input = _scratch.Counting("x.npy", 20, 3), coreset = _scratch.At(name);
        ToolRun.Of("select", input, "--method", "facility-location", "--size", "6", "--output", coreset).Succeeds();
        string line = ToolRun.Of("evaluate", input, "--coreset", coreset, "--clusters", "2", "--summary", "json").Succeeds().Out;
        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        JsonElement summary = JsonDocument.Parse(line).RootElement;
        Assert.Equal(["distortion", "cost_full", "cost_coreset", "mass", "mass_full", "bytes"], summary.EnumerateObject().Select(key => key.Name));
        Assert.Equal(
            ["max", "mean", "worst_candidate", "standard_error", "coreset", "held_out", "hull"],
            summary.GetProperty("distortion").EnumerateObject().Select(key => key.Name));
        Assert.Equal(JsonValueKind.Null, summary.GetProperty("distortion").GetProperty("hull").GetProperty("standard_error").ValueKind);
        Assert.Equal(20 * 3 * 4, summary.GetProperty("bytes").GetProperty("full").GetInt64());
        Assert.Equal(6 * (3 * 4 + 8), summary.GetProperty("bytes").GetProperty("coreset").GetInt64());
    }

    [Fact]
    public void People_read_aligned_text()
    {
        string input = _scratch.Counting("x.npy", 20, 3), coreset = _scratch.Text("c.csv", "index,weight\n3,5\n17,15\n");
        string[] lines = ToolRun.Of("evaluate", input, "--coreset", coreset, "--clusters", "2").Succeeds().Out.Split('\n');
        string[] families = ["coreset", "held_out", "hull"];
        Assert.Equal(
            [
                "distortion.max", "distortion.mean", "distortion.worst_candidate", "distortion.standard_error",
                .. families.SelectMany(family => new[] { "candidates", "max", "mean", "standard_error" }.Select(figure => $"distortion.{family}.{figure}")),
                "cost_full", "cost_coreset", "mass", "mass_full", "bytes.full", "bytes.coreset", "bytes.ratio", "",
            ],
            lines.Select(line => line.Split(' ')[0]));
        Assert.Single(lines[..^1].Select(line => line.LastIndexOf(' ')).Distinct());
    }

    [Theory]
    [InlineData("c.csv", "index,weight\n", "found a header but no rows")]
    [InlineData("c.csv", "index,weight\n1,5\n2,15", "c.csv: truncated: the last line has no line feed")]
    [InlineData("c.csv", "row,weight\n1,2\n", "found no column 'index' in the header, expected index,weight,gain")]
    [InlineData("c.csv", "1,2\n", "found no column 'index' in the header")]
    [InlineData("c.csv", "index,weight\n1,2\n1.5,2\n", "found index 1.5 in pick 1, allowed are row numbers from 0")]
    [InlineData("c.csv", "index,weight\n20,2\n", "found index 20 in pick 0, allowed are 0 to 19, the rows of")]
    [InlineData("c.csv", "index,weight\n-1,2\n", "found index -1 in pick 0")]
    [InlineData("c.csv", "index,weight\n1,-2\n", "found -2 as the weight of row 0")]
    [InlineData("c.csv", "index,weight\n1,2\nx,2\n", "found 'x' as the index of pick 1")]
    [InlineData("c.csv", "index,weight\n1,\"2,5\"\n", "found '2,5' (commas within numbers are not read")]
    [InlineData("c.json", "{\"index\":[1,2],\"weight\":[1]}", "found 2 values of index and 1 of weight")]
    [InlineData("c.json", "{\"index\":[1,2]}", "expected an object with an array of numbers 'weight'")]
    [InlineData("c.json", "{\"index\":[1,\"2\"],\"weight\":[1,2]}", "expected an object with an array of numbers 'index'")]
    [InlineData("c.json", "[1]", "expected an object with an array of numbers 'index'")]
    [InlineData("c.json", "{\"index\":[],\"weight\":[]}", "found no picks")]
    [InlineData("c.json", "{\n\"index\":[1,", "not valid JSON in line 2")]
    [InlineData("c.npz", "nonsense", "not a valid .npz file")]
    [InlineData("c.txt", "index,weight\n1,2\n", "unknown format of a coreset, allowed are .csv, .json, .npz")]
    public void A_file_that_is_no_coreset_of_these_rows_is_refused(string name, string text, string message)
    {
        string input = _scratch.Counting("x.npy", 20, 3);
        ToolRun.Of("evaluate", input, "--coreset", _scratch.Text(name, text), "--clusters", "2").IsRefused(message);
    }

    [Fact]
    public void A_coreset_that_costs_nothing_has_an_infinite_distortion_by_name()
    {
        string input = _scratch.Counting("x.npy", 20, 3), coreset = _scratch.Text("c.csv", "index,weight\n3,5\n17,15\n");
        string line = ToolRun.Of("evaluate", input, "--coreset", coreset, "--clusters", "2", "--summary", "json").Succeeds().Out;
        JsonElement distortion = JsonDocument.Parse(line).RootElement.GetProperty("distortion");
        Assert.Equal("Infinity", distortion.GetProperty("max").GetString());
    }

    [Fact]
    public void Centres_have_the_dimension_of_the_rows()
    {
        string input = _scratch.Counting("x.npy", 20, 3), coreset = _scratch.Text("c.csv", "index,weight\n3,5\n17,15\n");
        ToolRun.Of("evaluate", input, "--coreset", coreset, "--clusters", "2", "--centers", _scratch.Counting("two.npy", 2, 2))
            .IsRefused("two.npy: found centres of 2 values, allowed are 3 as in");
        ToolRun.Of("evaluate", input, "--coreset", coreset, "--clusters", "2", "--centers", _scratch.Counting("three.npy", 2, 3))
            .Succeeds();
    }

    [Fact]
    public void Centroids_and_an_offset_are_read_and_judged()
    {
        string input = _scratch.Counting("x.npy", 20, 3), centres = _scratch.Counting("three.npy", 1, 3);
        double cost = CostOf("{\"index\":[0,1],\"weight\":[5,15],\"centroids\":[0,1,2,10,11,12]}");
        Assert.Equal(cost + 7, CostOf("{\"index\":[0,1],\"weight\":[5,15],\"offset\":7,\"centroids\":[0,1,2,10,11,12]}"));
        Assert.Equal(15 * 3 * 100, cost); // the first centroid is the centre
        Assert.Equal(13 * 3 * 100, CostOf("{\"index\":[0,1],\"weight\":[5,15],\"centroids\":[0,1,2,10,11,12]}", "--outliers", "2"));
        ToolRun.Of("evaluate", input, "--coreset", _scratch.Text("c.json", "{\"index\":[0,1],\"weight\":[5,15],\"centroids\":[0,1]}"), "--clusters", "2")
            .IsRefused("c.json: found centroids of 1 values, allowed are 3 as in");

        double CostOf(string coreset, params string[] more)
        {
            string[] arguments = ["--coreset", _scratch.Text("c.json", coreset), "--clusters", "1", "--centers", centres, "--summary", "json", .. more];
            return JsonDocument.Parse(ToolRun.Of(["evaluate", input, .. arguments]).Succeeds().Out).RootElement.GetProperty("cost_coreset").GetDouble();
        }
    }

    [Fact]
    public void Threads_change_nothing()
    {
        string coreset = _scratch.Text("c.csv", "index,weight\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"{i * 30},36\n")));
        string[] results = [.. new[] { "1", "2", "3" }.Select(threads => ToolRun.Of(
            "evaluate", "digits", "--coreset", coreset, "--clusters", "3", "--seed", "9", "--threads", threads, "--summary", "json")
            .Succeeds().Out)];
        Assert.All(results, result => Assert.Equal(results[0], result));
    }

    public void Dispose() => _scratch.Dispose();
}
