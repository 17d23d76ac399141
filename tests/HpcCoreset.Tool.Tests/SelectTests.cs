using System;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using System.Threading;
using HpcCoreset.Tool.CoresetFiles;
using HpcCoreset.Tool.Input;
using Xunit;

namespace HpcCoreset.Tool.Tests;

public sealed class SelectTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public void The_summary_has_the_keys_of_the_contract_on_one_line()
    {
        ToolRun run = Select("--size", "3", "--summary", "json", "--threads", "2", "--seed", "18446744073709551615").Succeeds();
        Assert.Equal(run.Out.Length - 1, run.Out.IndexOf('\n', StringComparison.Ordinal));
        JsonElement summary = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal(
            ["method", "rows", "dimension", "size", "seconds", "objective", "total_weight", "evaluations", "allocated_bytes",
                "peak_rss_bytes", "kernel", "threads", "seed", "coverage"],
            summary.EnumerateObject().Select(key => key.Name));
        Assert.Equal(["load", "select", "write"], summary.GetProperty("seconds").EnumerateObject().Select(key => key.Name));
        Assert.Equal("facility-location", summary.GetProperty("method").GetString());
        Assert.Equal(12, summary.GetProperty("rows").GetInt32());
        Assert.Equal(2, summary.GetProperty("dimension").GetInt32());
        Assert.Equal(3, summary.GetProperty("size").GetInt32());
        Assert.Equal(2, summary.GetProperty("threads").GetInt32());
        Assert.Equal(ulong.MaxValue, summary.GetProperty("seed").GetUInt64());
        Assert.True(summary.GetProperty("peak_rss_bytes").GetInt64() > 1 << 20);
        Assert.True(summary.GetProperty("seconds").GetProperty("select").GetDouble() > 0);
    }

    [Theory]
    [InlineData("uniform")]
    [InlineData("lightweight")]
    [InlineData("sensitivity")]
    [InlineData("fast-coreset")]
    [InlineData("coreset-tree")]
    [InlineData("bico")]
    [InlineData("kmeans")]
    [InlineData("kmedoids")]
    [InlineData("kcenter")]
    [InlineData("protras")]
    public void Every_method_for_clusters_runs(string method)
    {
        JsonElement summary = JsonDocument.Parse(
            ToolRun.Of("select", "digits", "--method", method, "--size", "20", "--clusters", "5", "--summary", "json")
                .Succeeds().Out).RootElement;
        Assert.Equal(method, summary.GetProperty("method").GetString());
        Assert.Equal(1797, summary.GetProperty("rows").GetInt32());
    }

    [Fact]
    public void A_covering_ends_at_its_radius_and_lists_its_outliers()
    {
        string picks = ToolRun.Of("select", "digits", "--method", "kcenter", "--size", "500", "--metric", "euclidean", "--radius", "40").Succeeds().Out;
        string[] lines = picks.TrimEnd('\n').Split('\n');
        Assert.InRange(lines.Length, 10, 400);
        Assert.EndsWith(",Infinity", lines[1]);
        Assert.All(lines[2..], line => Assert.True(double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture) > 40));

        JsonElement summary = JsonDocument.Parse(ToolRun.Of(
            "select", "digits", "--method", "kcenter", "--size", "20", "--metric", "euclidean", "--outliers", "15", "--summary", "json",
            "--output", _scratch.At("c.json")).Succeeds().Out).RootElement;
        int outliers = summary.GetProperty("outliers").GetArrayLength();
        Assert.InRange(outliers, 1, 15);
        Assert.Equal(1797 - outliers, summary.GetProperty("total_weight").GetDouble());
        ToolRun.Of("evaluate", "digits", "--coreset", _scratch.At("c.json"), "--clusters", "3").Succeeds();
        ToolRun.Of("select", "digits", "--method", "kcenter", "--size", "20", "--output", _scratch.At("d.json")).Succeeds();
        Assert.Contains("\"Infinity\"", File.ReadAllText(_scratch.At("d.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Sensitivity_is_the_default() =>
        Assert.Contains("\"method\":\"sensitivity\"", ToolRun.Of("select", "digits", "--size", "20", "--summary", "json").Succeeds().Out);

    [Theory]
    [InlineData("0.25", 3)]
    [InlineData("1", 12)]
    [InlineData("1e-9", 1)]
    public void A_fraction_is_a_share_of_the_rows(string fraction, int size) =>
        Assert.Equal(size + 1, Select("--fraction", fraction).Succeeds().Out.Count(letter => letter == '\n'));

    [Theory]
    [InlineData]
    [InlineData("--output", "-")]
    public void Picks_go_to_standard_output_as_csv(params string[] options)
    {
        string[] lines = Select(["--size", "3", .. options]).Succeeds().Out.Split('\n');
        Assert.Equal("index,weight,gain", lines[0]);
        Assert.Equal(5, lines.Length);
        Assert.Equal("", lines[4]);
        Assert.All(lines[1..4], line => Assert.InRange(int.Parse(line.Split(',')[0]), 0, 11));
        Assert.Equal(3, lines[1..4].Select(line => line.Split(',')[0]).Distinct().Count());
    }

    [Fact]
    public void Files_leave_standard_output_alone()
    {
        Assert.Equal("", Select("--size", "3", "--output", _scratch.At("o.csv")).Succeeds().Out);
        Assert.Equal("", Select("--size", "3", "--rows", _scratch.At("r.csv")).Succeeds().Out);
        Assert.Equal(["o.csv", "r.csv", "x.csv"], _scratch.FileNames);
    }

    [Fact]
    public void Every_format_holds_the_same_picks()
    {
        string csv = Select("--size", "4").Succeeds().Out;
        foreach (string extension in new[] { "csv", "json", "npz" })
            Select("--size", "4", "--output", _scratch.At($"o.{extension}")).Succeeds();
        Assert.Equal(csv, File.ReadAllText(_scratch.At("o.csv")));
        int[] index = [.. csv.Split('\n')[1..5].Select(line => int.Parse(line.Split(',')[0]))];
        foreach (string extension in new[] { "csv", "json", "npz" })
        {
            using Stream stream = File.OpenRead(_scratch.At($"o.{extension}"));
            StoredCoreset coreset = CoresetFormat.Of($"o.{extension}").Read(stream, $"o.{extension}");
            Assert.Equal(index, coreset.Rows);
            Assert.Equal(csv.Split('\n')[1..5].Select(line => double.Parse(line.Split(',')[1])), coreset.Weight);
        }
        using ZipArchive zip = ZipFile.OpenRead(_scratch.At("o.npz"));
        Assert.Equal(["index.npy", "weight.npy", "gain.npy"], zip.Entries.Select(entry => entry.FullName));
        JsonElement json = JsonDocument.Parse(File.ReadAllText(_scratch.At("o.json"))).RootElement;
        Assert.Equal(["index", "weight", "gain"], json.EnumerateObject().Select(key => key.Name));
        Assert.Equal(
            csv.Split('\n')[1..5].Select(line => double.Parse(line.Split(',')[2])),
            json.GetProperty("gain").EnumerateArray().Select(g => g.GetDouble()));
    }

    [Theory]
    [InlineData("coreset-tree")]
    [InlineData("bico")]
    public void Cells_have_centroids_and_an_offset_in_json_and_npz(string method)
    {
        StoredCoreset[] stored = [.. new[] { "json", "npz" }.Select(extension =>
        {
            string path = _scratch.At($"cells.{extension}");
            ToolRun.Of("select", Blobs(), "--method", method, "--size", "6", "--output", path).Succeeds();
            using Stream stream = File.OpenRead(path);
            return CoresetFormat.Of(path).Read(stream, path);
        })];
        foreach (StoredCoreset coreset in stored)
        {
            Assert.InRange(coreset.Index.Length, 1, 6);
            Assert.Equal(30, coreset.Weight.Sum());
            Assert.Equal(2 * coreset.Index.Length, coreset.Centroids.Length);
            Assert.True(coreset.Offset > 0);
        }
        Assert.Equal(stored[0].Centroids, stored[1].Centroids);
        Assert.Equal(stored[0].Offset, stored[1].Offset);
    }

    [Theory]
    [InlineData("r.npy")]
    [InlineData("r.csv")]
    public void The_selected_rows_are_those_of_the_input_in_the_order_picked(string name)
    {
        int[] index = Indices(Select(
            "--size", "5", "--standardize", "--rows", _scratch.At(name), "--output", _scratch.At("o.csv")).Succeeds());
        using InputData input = Loading.Load(_scratch.At("x.csv"));
        using InputData rows = Loading.Load(_scratch.At(name));
        Loading.HasRows(rows, [.. index.Select(row => input.Rows[row].ToArray())]);
        Assert.Equal(name == "r.csv" ? ["first, so to say", "second"] : null, rows.ColumnNames);
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_and_a_link_stays_one()
    {
        string real = _scratch.Text("real.csv", "old");
        File.CreateSymbolicLink(_scratch.At("o.csv"), real);
        Select("--size", "3", "--output", _scratch.At("o.csv")).Succeeds();
        Assert.StartsWith("index,weight,gain\n", File.ReadAllText(real));
        Assert.NotNull(new FileInfo(_scratch.At("o.csv")).LinkTarget);
        Assert.Equal(["o.csv", "real.csv", "x.csv"], _scratch.FileNames);
    }

    [Theory]
    [InlineData("facility-location")]
    [InlineData("uniform")]
    [InlineData("lightweight")]
    [InlineData("sensitivity")]
    [InlineData("fast-coreset")]
    [InlineData("coreset-tree")]
    [InlineData("bico")]
    [InlineData("kmeans")]
    [InlineData("kmedoids")]
    public void Threads_change_no_byte(string method)
    {
        string[] results = [.. new[] { "1", "2", "3" }.Select(threads => ToolRun.Of(
            "select", Blobs(), "--method", method, "--size", "6", "--clusters", "3", "--seed", "5", "--threads", threads).Succeeds().Out)];
        Assert.StartsWith("index,weight,gain\n", results[0]);
        Assert.All(results, result => Assert.Equal(results[0], result));
    }

    [Fact]
    public void A_progress_bar_leaves_standard_output_alone()
    {
        using var stdout = new StringWriter();
        using var stderr = new StringWriter();
        string[] args = ["select", Blobs(), "--method", "facility-location", "--size", "3"];
        Assert.Equal(0, CommandLine.Run(args, stdout, stderr, interactive: true));
        Assert.Equal(ToolRun.Of(args).Succeeds().Out, stdout.ToString());
        Assert.Contains("picking", stderr.ToString());
    }

    [Fact]
    public void Equal_coresets_make_equal_files()
    {
        Select("--size", "3", "--output", _scratch.At("a.npz")).Succeeds();
        Select("--size", "3", "--output", _scratch.At("b.npz")).Succeeds();
        Assert.Equal(File.ReadAllBytes(_scratch.At("a.npz")), File.ReadAllBytes(_scratch.At("b.npz")));
    }

    [Fact]
    public void An_interrupted_run_writes_nothing()
    {
        using var interrupted = new CancellationTokenSource();
        interrupted.Cancel();
        ToolRun run = ToolRun.Of(
            interrupted.Token, "select", Blobs(), "--method", "facility-location", "--size", "3",
            "--output", _scratch.At("o.csv"), "--rows", _scratch.At("r.npy"));
        Assert.Equal((130, "", "hpc-coreset: interrupted"), (run.ExitCode, run.Out, run.Error.TrimEnd()));
        Assert.Equal(["blobs.csv"], _scratch.FileNames);
    }

    public void Dispose() => _scratch.Dispose();

    private ToolRun Select(params string[] options) => ToolRun.Of(
        ["select", _scratch.Text("x.csv", "\"first, so to say\",second\n" + Rows(12)), "--method", "facility-location", .. options]);

    private string Blobs() => _scratch.Text("blobs.csv", Rows(30));

    private static string Rows(int count) => string.Concat(Enumerable.Range(0, count).Select(row =>
        FormattableString.Invariant($"{row % 3 * 100 + row * 0.5},{row * row % 7 + 0.25}\n")));

    private int[] Indices(ToolRun run)
    {
        Assert.Equal("", run.Out);
        return [.. File.ReadAllLines(_scratch.At("o.csv"))[1..].Select(line => int.Parse(line.Split(',')[0]))];
    }
}
