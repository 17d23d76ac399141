using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using HpcCoreset.Tool.Input;
using Xunit;

namespace HpcCoreset.Tool.Tests;

/// <summary><c>project</c>: what the library's projection makes of every row, as .npy.</summary>
public sealed class ProjectTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly float[] _values = [.. Enumerable.Range(0, 5 * 700).Select(i => i * 7919 % 1009 / 100f - 5)];

    private string Rows => _scratch.Bytes("x.npy", Scratch.Npy("<f4", "(5, 700)", MemoryMarshal.AsBytes(_values.AsSpan()).ToArray()));

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("", false, false)]
    [InlineData("--float16", false, true)]
    [InlineData("--normalize", true, false)]
    [InlineData("--normalize --float16 --seed 7", true, true)]
    public void Writes_what_the_library_projects(string options, bool unit, bool half)
    {
        string output = _scratch.At("p.npy");
        string[] given = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        JsonNode summary = JsonNode.Parse(
            ToolRun.Of(["project", Rows, "--dimension-output", "128", "--output", output, "--summary", "json", .. given]).Succeeds().Out)!;
        Assert.Equal((5, 700, 128), ((int)summary["rows"]!, (int)summary["dimension"]!, (int)summary["dimension_output"]!));
        ulong seed = given.Contains("--seed") ? 7UL : 0;
        Assert.Equal(seed, (ulong)summary["seed"]!);
        var projection = new SparseProjection(128, seed);
        Loading.HasRows(output, [.. _values.Chunk(700).Select(row =>
        {
            float[] projected = new float[128];
            projection.Project(row, projected);
            double scale = 1 / Math.Sqrt(projected.Sum(value => (double)value * value));
            return projected.Select(value => unit ? (float)(value * scale) : value).Select(value => half ? (float)(Half)value : value).ToArray();
        })]);
    }

    [Fact]
    public void Rows_from_a_stream_of_unknown_length_make_the_same_file()
    {
        ToolRun.Of("project", Rows, "--dimension-output", "64", "--output", _scratch.At("a.npy")).Succeeds();
        string raw = _scratch.Compressed("x.f32.gz", MemoryMarshal.AsBytes(_values.AsSpan()).ToArray());
        ToolRun.Of("project", raw, "--dimension", "700", "--dimension-output", "64", "--output", _scratch.At("b.npy")).Succeeds();
        Assert.Equal(File.ReadAllBytes(_scratch.At("a.npy")), File.ReadAllBytes(_scratch.At("b.npy")));
    }

    [Theory]
    [InlineData("--dimension-output 100000000", "--dimension-output: found '100000000', allowed are multiples of 4 from 64 to 262144")]
    [InlineData("--dimension-output 66", "--dimension-output: found '66', allowed are multiples of 4 from 64 to 262144")]
    [InlineData("", "--dimension-output")]
    [InlineData("--dimension-output 64 --threads 2", "--threads: no option of project")]
    public void What_cannot_be_done_is_told(string options, string message) => ToolRun.Of(
        ["project", "digits", "--output", _scratch.At("p.npy"), .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).IsRefused(message);

    [Fact]
    public void Rows_that_cannot_be_written_leave_no_file()
    {
        string rows = _scratch.Text("x.csv", "1,2\n0,0\n300000,1\n");
        ToolRun.Of("project", rows, "--dimension-output", "64", "--output", _scratch.At("p.npy"), "--normalize")
            .IsRefused("x.csv: found a projection of zeros only of row 1 (counted from 0), --normalize needs others");
        ToolRun.Of("project", rows, "--dimension-output", "64", "--output", _scratch.At("p.npy"), "--float16").IsRefused("150000 in the projection of row 2");
        ToolRun.Of("project", rows, "--dimension-output", "64", "--output", rows).IsRefused("--output: found");
        Assert.Equal(["x.csv"], _scratch.FileNames);
    }
}
