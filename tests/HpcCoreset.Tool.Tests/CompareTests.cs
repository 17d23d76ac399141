using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using HpcCoreset.Tool.Commands;
using HpcCoreset.Tool.Selection;
using Xunit;

namespace HpcCoreset.Tool.Tests;

public sealed class CompareTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public void Resampling_without_labels_is_refused() =>
        ToolRun.Of("compare", _scratch.Counting("rows.npy", 600, 6), "--clusters", "5", "--methods", "sensitivity,undersample")
            .IsRefused("--methods: undersample found no labels, needs --labels FILE or --label-column");

    [Fact]
    public void Every_method_and_size_is_judged_and_models_are_tested_on_rows_held_out()
    {
        string file = _scratch.At("table.csv");
        JsonElement summary = Json(
            "digits", "--clusters", "10", "--sizes", "400,100", "--methods", "sensitivity, uniform", "--seeds", "2", "--output", file);
        Assert.Equal(1797, summary.GetProperty("rows").GetInt32() + summary.GetProperty("held_out").GetInt32());
        Assert.InRange(summary.GetProperty("held_out").GetInt32(), 350, 370);
        double full = summary.GetProperty("full").GetProperty("accuracy").GetDouble();
        Assert.InRange(full, 0.93, 1);
        JsonElement[] results = [.. summary.GetProperty("results").EnumerateArray()];
        Assert.Equal(
            [("sensitivity", 100), ("sensitivity", 400), ("uniform", 100), ("uniform", 400)],
            results.Select(result => (result.GetProperty("method").GetString()!, result.GetProperty("size").GetInt32())));
        foreach (JsonElement[] ofMethod in results.Chunk(2))
        {
            Assert.True(Mean(ofMethod[1]) < Mean(ofMethod[0]));
            Assert.True(Accuracy(ofMethod[1]) > Accuracy(ofMethod[0]));
            Assert.All(ofMethod, result => Assert.InRange(Accuracy(result), 0.7, full + 0.02));
            Assert.All(ofMethod, result => Assert.InRange(result.GetProperty("distortion").GetProperty("standard_error").GetDouble(), 0, 1));
        }
        string[] lines = File.ReadAllLines(file);
        Assert.Equal("method,size,distortion_mean,distortion_max,distortion_standard_error,accuracy,balanced_accuracy,seconds", lines[0]);
        Assert.Equal(5, lines.Length);
        Assert.StartsWith(FormattableString.Invariant($"uniform,400,{Mean(results[3]):R},"), lines[4]);

        static double Mean(JsonElement result) => result.GetProperty("distortion").GetProperty("mean").GetDouble();
        static double Accuracy(JsonElement result) => result.GetProperty("score").GetProperty("accuracy").GetDouble();
    }

    [Fact]
    public void The_smallest_size_within_the_target_is_named()
    {
        string[] arguments = ["digits", "--clusters", "10", "--sizes", "50,200,800", "--methods", "sensitivity", "--seeds", "2"];
        JsonElement summary = Json([.. arguments, "--target", "0.1"]);
        int size = summary.GetProperty("choice").GetProperty("size").GetInt32();
        Assert.Contains(size, new[] { 200, 800 });
        foreach (JsonElement result in summary.GetProperty("results").EnumerateArray())
        {
            JsonElement distortion = result.GetProperty("distortion");
            bool within = distortion.GetProperty("mean").GetDouble() + distortion.GetProperty("standard_error").GetDouble() <= 1.1;
            Assert.Equal(result.GetProperty("size").GetInt32() >= size, within);
        }
        Assert.Equal(JsonValueKind.Null, Json([.. arguments, "--target", "0"]).GetProperty("choice").ValueKind);
    }

    [Fact]
    public void Without_clusters_the_target_is_a_loss_of_accuracy()
    {
        string[] lines = Lines("digits", "--sizes", "60,700", "--methods", "uniform", "--seeds", "1", "--target", "0.05");
        Assert.Equal("loss of accuracy of at most 0.05: uniform, 700 rows", lines[^2]);
    }

    [Fact]
    public void In_a_pipe_columns_are_aligned()
    {
        string[] lines = Lines("digits", "--clusters", "3", "--sizes", "50", "--seeds", "1", "--target", "0.5");
        Assert.Equal(["method", "size", "distortion", "error", "worst", "accuracy", "balanced", "seconds"], Words(lines[0]));
        string[] methods = [.. lines[1..^3].Select(line => Words(line)[0])];
        Assert.Equal(
            Vocabulary.Methods.Values.Count(method =>
                ClusteringConstruction.Of(method) is not (null or ClusteringCoresetMethod.KMeans or ClusteringCoresetMethod.KMedoids)),
            methods.Length);
        Assert.Contains("sensitivity", methods);
        Assert.Single(lines[..^3].Select(line => line.Length).Distinct());
        Assert.StartsWith("trained on all ", lines[^3]);
        Assert.StartsWith("distortion of at most 1 + 0.5: ", lines[^2]);
        Assert.Equal("", lines[^1]);

        static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public void Constructions_that_refuse_the_metric_are_left_out_unless_they_are_asked_for()
    {
        string[] lines = Lines(_scratch.Counting("x.npy", 60, 3), "--clusters", "2", "--metric", "cosine", "--sizes", "20");
        Assert.Contains(lines, line => line.StartsWith("sensitivity ", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("bico ", StringComparison.Ordinal));
        ToolRun.Of("compare", _scratch.Counting("x.npy", 60, 3), "--clusters", "2", "--metric", "cosine", "--methods", "bico")
            .IsRefused("--metric: found Cosine");
    }

    [Fact]
    public void Rows_without_labels_have_distortions_only()
    {
        string[] lines = Lines(_scratch.Counting("x.npy", 60, 3), "--clusters", "2", "--methods", "uniform");
        Assert.DoesNotContain("accuracy", lines[0]);
        Assert.Equal(["10", "20", ""], lines[1..].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1) ?? ""));
    }

    [Fact]
    public void Threads_change_nothing_but_the_seconds()
    {
        string[] results = [.. new[] { "1", "3" }.Select(threads => string.Join('\n', Json(
            "digits", "--clusters", "4", "--sizes", "60", "--seeds", "2", "--threads", threads).GetProperty("results").EnumerateArray()
            .Select(result => $"{result.GetProperty("distortion")} {result.GetProperty("score")}")))];
        Assert.Equal(results[0], results[1]);
    }

    [Theory]
    [InlineData("", "--clusters: found none and no labels, expected --clusters K, --labels FILE or --label-column")]
    [InlineData("--clusters 61", "--clusters: found 61, allowed are 1 to 60, the rows of")]
    [InlineData("--clusters 5 --sizes 4", "--sizes: found 4, allowed are 5 (--clusters) to 60, the rows of")]
    [InlineData("--clusters 5 --sizes 61", "--sizes: found 61, allowed are 5")]
    [InlineData("--clusters 5 --sizes 10,x", "--sizes: found 'x', allowed are whole numbers from 1")]
    [InlineData("--clusters 5 --methods sensitvity", "--methods: found 'sensitvity', allowed are uniform,")]
    [InlineData("--clusters 5 --methods sensitvity", "did you mean sensitivity?")]
    [InlineData("--clusters 5 --target -1", "--target: found '-1', allowed are finite numbers from 0")]
    [InlineData("--clusters 5 --output table.txt", "--output: found table.txt, allowed are files ending in .csv")]
    public void Bad_arguments_are_refused(string arguments, string message) => ToolRun.Of(
        ["compare", _scratch.Counting("x.npy", 60, 3), .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).IsRefused(message);

    private static JsonElement Json(params string[] arguments) =>
        JsonDocument.Parse(ToolRun.Of(["compare", .. arguments, "--summary", "json"]).Succeeds().Out).RootElement;

    private static string[] Lines(params string[] arguments) => ToolRun.Of(["compare", .. arguments]).Succeeds().Out.Split('\n');

    public void Dispose() => _scratch.Dispose();
}
