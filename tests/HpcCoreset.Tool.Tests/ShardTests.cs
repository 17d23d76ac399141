using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace HpcCoreset.Tool.Tests;

/// <summary>Numbered shards, as a scheduler would have them reduced and merged: in any order, twice, killed and run again.</summary>
public sealed class ShardTests : IDisposable
{
    private const int Dimension = 4;
    private readonly Scratch _scratch = new();

    [Fact]
    public void Any_order_and_any_tree_of_merges_gives_the_same_file()
    {
        foreach (int shard in Enumerable.Range(0, 6)) Reduce(shard, $"{shard}.hpcs").Succeeds();
        JsonNode summary = JsonNode.Parse(Merge("all", "0", "1", "2", "3", "4", "5", "--shards", "0-5", "--summary", "json").Succeeds().Out)!;
        Assert.Equal(("0-5", 6 * 700, 6 * 700.0, 9), ((string)summary["shards"]!, (int)summary["rows"]!, (double)summary["total_weight"]!, (int)summary["seed"]!));
        byte[] expected = File.ReadAllBytes(_scratch.At("all.hpcs"));

        Merge("backwards", "5", "4", "3", "2", "1", "0", "3", "3").Succeeds();
        Merge("left", "4", "1", "0").Succeeds();
        Merge("right", "3", "2", "5", "1").Succeeds();
        Merge("both", "right", "left", "4", "--threads", "1").Succeeds();
        Assert.Equal(expected, File.ReadAllBytes(_scratch.At("backwards.hpcs")));
        Assert.Equal(expected, File.ReadAllBytes(_scratch.At("both.hpcs")));
        Merge("all", "all", "2").IsRefused("--output: found");

        ToolRun.Of("select", _scratch.At("all.hpcs"), "--size", "20", "--clusters", "3", "--output", _scratch.At("picks.csv")).Succeeds();
        Assert.Equal(4200, File.ReadLines(_scratch.At("picks.csv")).Skip(1).Sum(line => double.Parse(line.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture)), 1e-6);
    }

    [Fact]
    public void What_is_missing_or_does_not_go_together_is_told()
    {
        foreach (int shard in (int[])[1, 2, 4]) Reduce(shard, $"{shard}.hpcs").Succeeds();
        Reduce(2, "other.hpcs", rows: 8).Succeeds();
        ToolRun.Of("reduce", Rows(0), "--dimension", "4", "--size", "50", "--clusters", "3", "--seed", "9", "--output", _scratch.At("plain.hpcs")).Succeeds();
        ToolRun.Of("reduce", Rows(0), "--dimension", "4", "--size", "50", "--clusters", "3", "--seed", "8", "--shard", "0", "--output", _scratch.At("seed.hpcs")).Succeeds();
        string[] before = [.. _scratch.FileNames];

        Merge("x", "1", "4", "2", "--shards", "0-6").IsRefused("--shards: missing are 0,3,5-6 of 0-6");
        Merge("x", "1", "4", "--shards", "2-3").IsRefused("--shards: missing are 2-3 of 2-3");
        Merge("x", "plain", "--shards", "0-1").IsRefused("--shards: found summaries without the numbers of shards");
        foreach (string text in (string[])["3", "3-2", "-1-3", "0-9223372036854775807", "a-b", ""]) Merge("x", "1", "--shards", text).IsRefused("--shards");
        Merge("x", "1", "plain").IsRefused("plain.hpcs: does not go with");
        Merge("x", "plain", "1").IsRefused("found numbered shards (reduce --shard), allowed are rows without the number of a shard");
        Merge("x", "1", "2", "other").IsRefused("other.hpcs: does not go with those before: other: found shard 2 with other bytes");
        Merge("x", "1", "seed").IsRefused("seed.hpcs: does not go with");
        ToolRun.Of("reduce", Rows(0), "--dimension", "4", "--size", "50", "--shard", "-1", "--output", _scratch.At("x.hpcs")).IsRefused("--shard: found '-1'");
        Assert.Equal(before, _scratch.FileNames);
    }

    /// <summary>Killed after it has read some of its input: a second run gives what a first would have given, and deletes what the first has left.</summary>
    [Fact]
    public void A_run_that_is_killed_while_it_reads_leaves_no_file_and_runs_again()
    {
        Reduce(3, "expected.hpcs", rows: 40_000).Succeeds();
        byte[] rows = File.ReadAllBytes(Rows(3, 40_000)), expected = File.ReadAllBytes(_scratch.At("expected.hpcs"));
        string[] before = [.. _scratch.FileNames];
        string[] command =
        [
            "reduce", "-", "--dimension", "4", "--size", "50", "--clusters", "3", "--seed", "9", "--shard", "3", "--first-id", "300000",
            "--output", _scratch.At("out.hpcs"),
        ];
        var random = new Random(5);
        for (int run = 0; run < 3; run++)
        {
            using var child = new Child(command);
            child.Input.Write(rows.AsSpan(0, random.Next(rows.Length)));
            child.Kill();
            child.End();
            Assert.Equal(before, _scratch.FileNames);
        }
        using var again = new Child(command);
        again.Input.Write(rows);
        again.Input.Close();
        again.End().Succeeds();
        Assert.Equal(expected, File.ReadAllBytes(_scratch.At("out.hpcs")));
    }

    /// <summary>Killed about when it writes: its file is there and whole, or not there; a half-written one has another name, until the next run.</summary>
    [Theory]
    [InlineData("reduce")]
    [InlineData("merge")]
    public async Task A_run_that_is_killed_while_it_writes_leaves_a_whole_file_or_none_and_runs_again(string name)
    {
        string expected = _scratch.At("expected.hpcs"), output = _scratch.At("out.hpcs"), large = Rows(1, 60_000);
        string[] reduce = ["reduce", large, "--dimension", "4", "--size", "50000", "--method", "uniform", "--shard", "1", "--output"];
        ToolRun.Of([.. reduce, _scratch.At("shard.hpcs")]).Succeeds();
        string[] command = name == "reduce" ? reduce : ["merge", _scratch.At("shard.hpcs"), "--output"];
        ToolRun.Of([.. command, expected]).Succeeds();
        string[] before = [.. _scratch.FileNames];
        for (int run = 0; run < 3; run++)
        {
            var written = new TaskCompletionSource();
            using var watcher = new FileSystemWatcher(_scratch.Directory);
            watcher.Created += (_, file) =>
            {
                if (!file.Name!.EndsWith("-try.partial", StringComparison.Ordinal)) written.TrySetResult(); // which is there before it reads
            };
            watcher.EnableRaisingEvents = true;
            using var child = new Child([.. command, output]);
            await Task.WhenAny(written.Task, child.Ended);
            child.Kill();
            child.End();
            string[] left = [.. _scratch.FileNames.Except(before)];
            Assert.All(left, file => Assert.Matches(@"^out\.hpcs(\.\d+-(\d+|try)\.partial)?$", file));
            Assert.InRange(left.Length, 0, 2); // what the first run has left is gone when the second writes
            if (File.Exists(output)) Assert.Equal(File.ReadAllBytes(expected), File.ReadAllBytes(output));
        }
        ToolRun.Of([.. command, output]).Succeeds();
        Assert.Equal(File.ReadAllBytes(expected), File.ReadAllBytes(output));
        Assert.Equal(["out.hpcs"], _scratch.FileNames.Except(before));
    }

    public void Dispose() => _scratch.Dispose();

    private ToolRun Reduce(int shard, string output, int rows = 700) => ToolRun.Of(
        "reduce", Rows(shard, rows), "--dimension", "4", "--size", "50", "--clusters", "3", "--seed", "9", "--shard", $"{shard}", "--first-id", $"{shard * 100_000}",
        "--output", _scratch.At(output));

    private ToolRun Merge(string output, params string[] words) => ToolRun.Of(
        ["merge", .. words.TakeWhile(word => word[..Math.Min(2, word.Length)] != "--").Select(word => _scratch.At($"{word}.hpcs")), "--output", _scratch.At($"{output}.hpcs"),
            .. words.SkipWhile(word => word[..Math.Min(2, word.Length)] != "--")]);

    private string Rows(int shard, int count = 700) => _scratch.Bytes(
        $"{shard}-{count}.f32", MemoryMarshal.AsBytes<float>((float[])[.. Enumerable.Range(shard * 17, count * Dimension).Select(i => (float)(i * 7919L % 1009) / 10)]).ToArray());
}
