using System;
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
            ["rows", "dimension", "clusters", "coreset_size", "cost", "iterations", "seconds", "peak_rss_bytes", "threads", "seed"],
            summary.EnumerateObject().Select(key => key.Name));
        Assert.Equal(20, summary.GetProperty("rows").GetInt32());
        string[] lines = File.ReadAllLines(assignment);
        Assert.Equal("index,cluster,distance", lines[0]);
        Assert.Equal(Enumerable.Range(0, 20).Select(row => $"{row}"), lines[1..].Select(row => row.Split(',')[0]));
        Assert.Equal(["a.csv", "c.npy", "x.npy"], _scratch.FileNames);
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
