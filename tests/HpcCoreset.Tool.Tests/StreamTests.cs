using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Threading;
using Xunit;

namespace HpcCoreset.Tool.Tests;

/// <summary><c>reduce</c> and <c>merge</c>, and what reads their files.</summary>
public sealed class StreamTests : IDisposable
{
    private const int Dimension = 3;
    private readonly Scratch _scratch = new();
    private readonly float[] _values = [.. Enumerable.Range(0, 5000 * Dimension).Select(i => (float)(i * 7919L % 1000) / 10)];

    [Fact]
    public void Every_way_in_gives_the_bytes_of_the_library()
    {
        using var stream = new CoresetStream(new() { Size = 100, Clusters = 4, Seed = 5 });
        stream.Append(new Points(_values, Dimension));
        using var expected = new MemoryStream();
        stream.Save(expected);
        byte[] bytes = MemoryMarshal.AsBytes(_values.AsSpan()).ToArray();
        string text = string.Concat(_values.Chunk(Dimension).Select(row => string.Join(',', row.Select(v => v.ToString("R", CultureInfo.InvariantCulture))) + "\n"));
        string[][] inputs =
        [
            [_scratch.Bytes("x.npy", Scratch.Npy("<f4", "(5000, 3)", bytes))], [_scratch.Compressed("x.npy.gz", Scratch.Npy("<f4", "(5000, 3)", bytes))],
            [_scratch.Text("x.csv", text)], [_scratch.Bytes("x.f32", bytes), "--dimension", "3"],
            [_scratch.Bytes("a.f32", bytes[..(12 * 1234)]), _scratch.Bytes("b.f32", bytes[(12 * 1234)..]), "--dimension", "3", "--threads", "1"],
        ];
        foreach (string[] input in inputs)
        {
            Reduce(input, "--seed", "5").Succeeds();
            Assert.Equal(expected.ToArray(), File.ReadAllBytes(_scratch.At("out.hpcs")));
        }
    }

    [Fact]
    public void Shards_are_merged_in_the_order_given_and_select_names_the_rows_of_the_source()
    {
        for (int shard = 0; shard < 4; shard++)
        {
            string part = _scratch.Bytes($"{shard}.f32", MemoryMarshal.AsBytes(_values.AsSpan(shard * 1250 * Dimension, 1250 * Dimension)).ToArray());
            ToolRun.Of("reduce", part, "--dimension", "3", "--size", "100", "--clusters", "4", "--seed", $"{shard}", "--first-id", $"{10_000_000_000 + 1250 * shard}",
                "--output", _scratch.At($"{shard}.hpcs")).Succeeds();
        }
        string[] shards = [.. Enumerable.Range(0, 4).Select(shard => _scratch.At($"{shard}.hpcs"))];
        JsonNode summary = JsonNode.Parse(ToolRun.Of(["merge", .. shards, "--output", _scratch.At("all.hpcs"), "--summary", "json"]).Succeeds().Out)!;
        Assert.Equal((5000, 3, 5000.0), ((int)summary["rows"]!, (int)summary["dimension"]!, (double)summary["total_weight"]!));
        Assert.InRange((int)summary["size"]!, 100, 1000);

        ToolRun.Of("select", _scratch.At("all.hpcs"), "--size", "50", "--clusters", "4", "--output", _scratch.At("picks.csv"), "--rows", _scratch.At("rows.csv")).Succeeds();
        string[][] picks = [.. File.ReadLines(_scratch.At("picks.csv")).Skip(1).Select(line => line.Split(','))];
        string[] rows = File.ReadAllLines(_scratch.At("rows.csv"));
        Assert.Equal(50, picks.Length);
        Assert.Equal(5000, picks.Sum(pick => double.Parse(pick[1], CultureInfo.InvariantCulture)), 1e-8);
        for (int i = 0; i < picks.Length; i++)
        {
            int row = (int)(long.Parse(picks[i][0], CultureInfo.InvariantCulture) - 10_000_000_000);
            Assert.Equal(_values[(row * 3)..(row * 3 + 3)], rows[i].Split(',').Select(v => float.Parse(v, CultureInfo.InvariantCulture)));
        }
        // A coreset of a summary names rows by their numbers in what was summarised, here and where it is judged.
        ToolRun.Of("evaluate", _scratch.At("all.hpcs"), "--coreset", _scratch.At("picks.csv"), "--clusters", "4").Succeeds();
        ToolRun.Of("evaluate", _scratch.At("all.hpcs"), "--coreset", _scratch.Text("none.csv", "index,weight,gain\n123456789,1,1\n"), "--clusters", "1")
            .IsRefused("found index 123456789 in pick 0, allowed are the numbers of the");
        ToolRun.Of("cluster", _scratch.At("all.hpcs"), "--clusters", "4", "--assignment-output", _scratch.At("assignment.csv")).Succeeds();
        HashSet<string> numbers = [.. Column("assignment.csv")];
        Assert.All(numbers, number => Assert.InRange(long.Parse(number, CultureInfo.InvariantCulture), 10_000_000_000, 10_000_004_999));
        string medoids = ToolRun.Of("cluster", _scratch.At("all.hpcs"), "--method", "kmedoids", "--clusters", "3", "--summary", "json").Succeeds().Out;
        Assert.All(JsonNode.Parse(medoids)!["medoids"]!.AsArray(), medoid => Assert.Contains($"{medoid}", numbers));
        string outliers = ToolRun.Of("select", _scratch.At("all.hpcs"), "--method", "kcenter", "--size", "3", "--outliers", "40", "--summary", "json").Succeeds().Out;
        Assert.All(JsonNode.Parse(outliers)!["outliers"]!.AsArray(), row => Assert.Contains($"{row}", numbers));
        ToolRun.Of("score", _scratch.At("all.hpcs"), "--coreset", _scratch.At("picks.csv"), "--output", _scratch.At("scores.csv")).Succeeds();
        ToolRun.Of("dedup", _scratch.At("all.hpcs"), "--threshold", "0.9", "--output", _scratch.At("kept.csv"), "--pairs", _scratch.At("pairs.csv")).Succeeds();
        Assert.Equal(numbers.Order(), Column("scores.csv").Order());
        Assert.Equal(numbers.Order(), Column("kept.csv").Order());
        Assert.All(Column("pairs.csv"), number => Assert.Contains(number, numbers));

        IEnumerable<string> Column(string file) => File.ReadLines(_scratch.At(file)).Skip(1).Select(line => line.Split(',')[0]);
    }

    /// <summary>The cost of one centre is exact on cells, with what they have dropped.</summary>
    [Fact]
    public void What_cells_have_dropped_is_in_every_cost()
    {
        string rows = _scratch.Bytes("x.f32", MemoryMarshal.AsBytes(_values.AsSpan()).ToArray()), cells = _scratch.At("cells.hpcs");
        ToolRun.Of("reduce", rows, "--dimension", "3", "--size", "100", "--method", "coreset-tree", "--output", cells).Succeeds();
        double cost = Number(ToolRun.Of("cluster", rows, "--dimension", "3", "--clusters", "1", "--centers-output", _scratch.At("centre.npy"), "--summary", "json"), "cost");
        Assert.Equal(1, Number(ToolRun.Of("cluster", cells, "--clusters", "1", "--summary", "json"), "cost") / cost, 1e-5);
        JsonNode[] evaluations = [.. new[] { "picks.csv", "picks.json" }.Select(picks =>
        {
            ToolRun.Of("select", cells, "--size", "60", "--clusters", "4", "--output", _scratch.At(picks)).Succeeds();
            return JsonNode.Parse(ToolRun.Of(
                "evaluate", cells, "--coreset", _scratch.At(picks), "--clusters", "1", "--centers", _scratch.At("centre.npy"), "--summary", "json").Succeeds().Out)!;
        })];
        foreach (JsonNode evaluation in evaluations) Assert.Equal(1, (double)evaluation["cost_full"]! / cost, 1e-5);
        Assert.Equal((double)evaluations[0]["distortion"]!["max"]!, (double)evaluations[1]["distortion"]!["max"]!, 1e-9); // only one of the files tells the offset

        static double Number(ToolRun run, string key) => (double)JsonNode.Parse(run.Succeeds().Out)![key]!;
    }

    [Fact]
    public void Weights_in_a_column_count()
    {
        string csv = _scratch.Text("x.csv", "a,w\n1,2\n2,0\n3,0.5\n");
        JsonNode summary = JsonNode.Parse(ToolRun.Of(
            "reduce", csv, "--weight-column", "w", "--size", "10", "--output", _scratch.At("out.hpcs"), "--summary", "json").Succeeds().Out)!;
        Assert.Equal((3, 2, 2.5), ((int)summary["rows"]!, (int)summary["size"]!, (double)summary["total_weight"]!));
    }

    [Theory]
    [InlineData(".npy")]
    [InlineData(".csv")]
    [InlineData(".gz")]
    [InlineData(".f32")]
    public void Standard_input_is_read_by_what_it_begins_with(string kind)
    {
        byte[] raw = MemoryMarshal.AsBytes(_values.AsSpan()).ToArray();
        byte[] npy = Scratch.Npy("<f4", "(5000, 3)", raw);
        byte[] input = kind switch
        {
            ".npy" => npy,
            ".gz" => File.ReadAllBytes(_scratch.Compressed("x.npy.gz", npy)),
            ".f32" => raw,
            _ => System.Text.Encoding.ASCII.GetBytes(string.Concat(_values.Chunk(Dimension).Select(row => $"{row[0]:R},{row[1]:R},{row[2]:R}\n"))),
        };
        Reduce([_scratch.Bytes("x.npy", npy)]).Succeeds();
        byte[] expected = File.ReadAllBytes(_scratch.At("out.hpcs"));
        (int code, string error) = Piped(input, "reduce", "-", "--size", "100", "--clusters", "4", "--output", _scratch.At("piped.hpcs"), kind == ".f32" ? "--dimension=3" : "--threads=2");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(expected, File.ReadAllBytes(_scratch.At("piped.hpcs")));
    }

    [Fact]
    public void What_is_wrong_is_told_in_one_line_and_nothing_is_written()
    {
        string good = _scratch.Counting("good.npy", 50, 3), narrow = _scratch.Counting("narrow.npy", 50, 2);
        ToolRun.Of("reduce", good, "--size", "10", "--output", _scratch.At("good.hpcs")).Succeeds();
        ToolRun.Of("reduce", good, "--size", "11", "--output", _scratch.At("other.hpcs")).Succeeds();
        byte[] saved = File.ReadAllBytes(_scratch.At("good.hpcs"));
        string[] before = [.. _scratch.FileNames];

        Reduce([good, narrow]).IsRefused("narrow.npy: found 2 values per row, allowed are 3 as in");
        Reduce([_scratch.At("good.hpcs")]).IsRefused("is a summary already, allowed with merge");
        Reduce([good], "--leaf-rows", "150").IsRefused("--leaf-rows");
        ToolRun.Of("reduce", good, "--size", "10", "--output", _scratch.At("x.npy")).IsRefused("--output: found");
        ToolRun.Of("reduce", good, "--output", _scratch.At("x.hpcs")).IsRefused("--size");
        Reduce([_scratch.At("none.npy")]).IsRefused("none.npy: no such file");
        ToolRun.Of("merge", good, "--output", _scratch.At("x.hpcs")).IsRefused("good.npy: not a .hpcs file");
        ToolRun.Of("merge", _scratch.At("good.hpcs"), _scratch.At("other.hpcs"), "--output", _scratch.At("x.hpcs")).IsRefused("other.hpcs: does not go with");
        ToolRun.Of("select", _scratch.At("good.hpcs"), "--size", "2", "--weights", good).IsRefused("whose rows have weights already");
        Assert.Equal(before, _scratch.FileNames);

        string cut = _scratch.Bytes("cut.hpcs", saved[..^1]), flipped = _scratch.Bytes("flipped.hpcs", [.. saved[..^40], (byte)(saved[^40] ^ 1), .. saved[^39..]]);
        ToolRun.Of("merge", cut, "--output", _scratch.At("x.hpcs")).IsRefused($"cut.hpcs: truncated: found {saved.Length - 1} bytes, expected {saved.Length}");
        ToolRun.Of("select", flipped, "--size", "2").IsRefused("flipped.hpcs: damaged: the checksum");
        string zero = _scratch.Text("zero.csv", "1,2\n0,0\n");
        Reduce([zero], "--metric", "cosine").IsRefused("zero.csv: in the rows from 0 on");
    }

    [Fact]
    public void An_interrupted_run_leaves_nothing()
    {
        string good = _scratch.Counting("good.npy", 50, 3);
        using var interrupted = new CancellationTokenSource();
        interrupted.Cancel();
        ToolRun run = ToolRun.Of(interrupted.Token, "reduce", good, "--size", "10", "--output", _scratch.At("x.hpcs"));
        Assert.Equal((130, "hpc-coreset: interrupted"), (run.ExitCode, run.Error.Trim()));
        Assert.Equal(["good.npy"], _scratch.FileNames);
    }

    public void Dispose() => _scratch.Dispose();

    private ToolRun Reduce(string[] inputs, params string[] options) =>
        ToolRun.Of(["reduce", .. inputs, "--size", "100", "--clusters", "4", "--output", _scratch.At("out.hpcs"), .. options]);

    /// <summary>Runs the command as a process of its own, with something on its standard input.</summary>
    private static (int ExitCode, string Error) Piped(byte[] input, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardError = true };
        string tool = typeof(CommandLine).Assembly.Location;
        foreach (string argument in (string[])["exec", tool, .. args]) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}
