using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace HpcCoreset.Tool.Tests;

public sealed class EpsilonTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public void The_coreset_that_is_written_is_within_the_target_and_the_summary_says_what_was_tried()
    {
        string coreset = _scratch.At("c.csv");
        JsonElement summary = Select("digits", "--epsilon", "0.05", "--clusters", "5", "--output", coreset);
        int size = summary.GetProperty("size").GetInt32();
        Assert.InRange(size, 5, 1796);
        Assert.Equal(size, File.ReadLines(coreset).Count() - 1);
        JsonElement search = summary.GetProperty("search");
        Assert.Equal(
            ["epsilon", "distortion", "mean_distortion", "standard_error", "sizes_tried", "seconds"],
            search.EnumerateObject().Select(key => key.Name));
        Assert.InRange(search.GetProperty("distortion").GetDouble(), 1, 1.05);
        Assert.InRange(search.GetProperty("mean_distortion").GetDouble() + search.GetProperty("standard_error").GetDouble(), 1, 1.05);

        // The seed of the candidates is the complement of that of the coreset, so this is the judge that the search had.
        JsonElement distortion = JsonDocument.Parse(ToolRun.Of(
            "evaluate", "digits", "--coreset", coreset, "--clusters", "5", "--candidates", "9", "--seed", $"{ulong.MaxValue}", "--summary", "json")
            .Succeeds().Out).RootElement.GetProperty("distortion");
        Assert.Equal(search.GetProperty("distortion").GetDouble(), distortion.GetProperty("max").GetDouble());
    }

    [Fact]
    public void Nothing_is_lost_if_nothing_may_be()
    {
        JsonElement summary = Select("digits", "--epsilon", "0", "--method", "uniform");
        Assert.Equal(1797, summary.GetProperty("size").GetInt32());
        Assert.Equal(1, summary.GetProperty("search").GetProperty("distortion").GetDouble());
    }

    private static JsonElement Select(params string[] arguments) =>
        JsonDocument.Parse(ToolRun.Of(["select", .. arguments, "--summary", "json"]).Succeeds().Out).RootElement;

    public void Dispose() => _scratch.Dispose();
}
