using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace HpcCoreset.Tool.Tests;

public sealed class ClusterTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Theory]
    [InlineData]
    [InlineData("--coreset-size", "12", "--polish", "2")]
    public void Every_row_is_assigned(params string[] options)
    {
        string input = _scratch.Counting("x.npy", 20, 3), assignment = _scratch.At("a.csv"), centres = _scratch.At("c.npy");
        string line = ToolRun.Of(
            ["cluster", input, "--clusters", "2", "--centers-output", centres, "--assignment-output", assignment,
                "--summary", "json", .. options])
            .Succeeds().Out;
        JsonElement summary = JsonDocument.Parse(line).RootElement;
        Assert.Equal(
            ["method", "rows", "dimension", "clusters", "coreset_size", "cost", "iterations", "seconds", "peak_rss_bytes", "threads", "seed"],
            summary.EnumerateObject().Select(key => key.Name));
        Assert.Equal(20, summary.GetProperty("rows").GetInt32());
        string[] lines = File.ReadAllLines(assignment);
        Assert.Equal("index,cluster,distance", lines[0]);
        Assert.Equal(Enumerable.Range(0, 20).Select(row => $"{row}"), lines[1..].Select(row => row.Split(',')[0]));
        Assert.Equal(["a.csv", "c.npy", "x.npy"], _scratch.FileNames);
    }

    [Theory]
    [InlineData]
    [InlineData("--coreset-size", "12")]
    [InlineData("--metric", "manhattan")]
    public void Medoids_are_rows(params string[] options)
    {
        string input = _scratch.Counting("x.npy", 20, 3), assignment = _scratch.At("a.csv");
        JsonElement summary = JsonDocument.Parse(ToolRun.Of(
            ["cluster", input, "--method", "kmedoids", "--clusters", "3", "--assignment-output", assignment, "--summary", "json", .. options])
            .Succeeds().Out).RootElement;
        Assert.Equal("kmedoids", summary.GetProperty("method").GetString());
        int[] medoids = [.. summary.GetProperty("medoids").EnumerateArray().Select(medoid => medoid.GetInt32())];
        Assert.Equal(3, medoids.Distinct().Count());
        string[][] rows = [.. File.ReadAllLines(assignment).Skip(1).Select(line => line.Split(','))];
        Assert.Equal(20, rows.Length);
        for (int i = 0; i < medoids.Length; i++) Assert.Equal([$"{medoids[i]}", $"{i}", "0"], rows[medoids[i]]);
        double cost = rows.Sum(row => double.Parse(row[2], CultureInfo.InvariantCulture));
        Assert.Equal(cost, summary.GetProperty("cost").GetDouble(), 1e-5 * cost);
    }

    [Fact]
    public void Options_that_do_not_go_with_the_method_are_refused_before_any_work()
    {
        string input = _scratch.Counting("x.npy", 20, 3);
        ToolRun.Of("cluster", input, "--clusters", "2", "--metric", "manhattan")
            .IsRefused("allowed with --method kmeans are squared-euclidean, cosine");
        ToolRun.Of("cluster", input, "--clusters", "2", "--method", "kmedoids", "--polish", "1").IsRefused("--polish: allowed with --method kmeans");
    }

    [Fact]
    public void Outputs_that_cannot_be_written_are_refused_before_any_work()
    {
        string input = _scratch.Counting("x.npy", 20, 3);
        ToolRun.Of("cluster", input, "--clusters", "2", "--centers-output", _scratch.At("c.csv"))
            .IsRefused("allowed are files ending in .npy");
        ToolRun.Of("cluster", input, "--clusters", "2", "--assignment-output", _scratch.At("a.npy"))
            .IsRefused("allowed are files ending in .csv");
        Assert.Equal(["x.npy"], _scratch.FileNames);
    }

    public void Dispose() => _scratch.Dispose();
}
