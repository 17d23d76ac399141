using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tool.Tests;

/// <summary>Inputs that are vectors and little else: <c>.fvecs</c>, <c>.bvecs</c>, <c>.f32</c>.</summary>
public sealed class VectorInputTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public void Vectors_after_their_dimension_are_read()
    {
        Loading.HasRows(_scratch.Bytes("x.fvecs", Floats([1, 2.5f], [3, -4])), [1, 2.5f], [3, -4]);
        Loading.HasRows(_scratch.Compressed("x.fvecs.gz", Floats([1, 2.5f], [3, -4])), [1, 2.5f], [3, -4]);
        Loading.HasRows(_scratch.Bytes("x.bvecs", [3, 0, 0, 0, 1, 2, 255, 3, 0, 0, 0, 4, 5, 6]), [1, 2, 255], [4, 5, 6]);
    }

    [Fact]
    public void Damaged_vectors_are_refused()
    {
        byte[] good = Floats([1, 2.5f], [3, -4]);
        for (int length = 1; length < good.Length; length++)
            if (length != good.Length / 2) Loading.IsRefused("truncated: found", _scratch.Bytes("x.fvecs", good[..length]));
        Loading.IsRefused("empty", _scratch.Bytes("x.fvecs"));
        Loading.IsRefused("found dimension 3 in row 1 (counted from 0), allowed is 2", _scratch.Bytes("x.fvecs", [.. Floats([1, 2]), .. Floats([1, 2, 3])]));
        Loading.IsRefused("found dimension -1 in row 0", _scratch.Bytes("x.fvecs", 255, 255, 255, 255));
        Loading.IsRefused("found dimension 2147483647 in row 0", _scratch.Bytes("x.fvecs", 255, 255, 255, 127));
        Loading.IsRefused("found NaN in row 1, column 0", _scratch.Bytes("x.fvecs", Floats([1, 2], [float.NaN, 3])));
    }

    [Fact]
    public void Raw_rows_need_a_dimension_that_fits()
    {
        string raw = _scratch.Bytes("x.f32", [.. new float[] { 1, 2, 3, 4, 5, 6 }.SelectMany(BitConverter.GetBytes)]);
        ToolRun run = ToolRun.Of("select", raw, "--dimension", "2", "--size", "3", "--method", "uniform", "--rows", _scratch.At("rows.csv")).Succeeds();
        Assert.Equal("1,2\n3,4\n5,6\n", System.IO.File.ReadAllText(_scratch.At("rows.csv")));
        Assert.Equal("", run.Out);
        Loading.IsRefused("--dimension: required for", raw);
        Loading.IsRefused("found 24 bytes, 8 more than 1 rows of 4 float32 values take", raw, "--dimension", "4");
        string packed = _scratch.Compressed("y.f32.gz", [0, 0, 0, 0, 0, 0, 0, 0, 1]);
        Loading.IsRefused("found 9 bytes, 1 more than 2 rows of 1 float32", packed, "--dimension", "1");
        Loading.IsRefused("--dimension: found the input", _scratch.Counting("x.npy", 2, 2), "--dimension", "2");
    }

    [Fact]
    public void A_format_can_be_told()
    {
        string named = _scratch.Bytes("vectors", Floats([1, 2], [3, 4]));
        ToolRun.Of("select", named, "--format", "fvecs", "--size", "2", "--method", "uniform", "--rows", _scratch.At("rows.csv")).Succeeds();
        Assert.Equal("1,2\n3,4\n", System.IO.File.ReadAllText(_scratch.At("rows.csv")));
        Loading.IsRefused("--format: found 'fvec', allowed are npy, csv, idx, f32, fvecs, bvecs, hpcs; did you mean fvecs?", named, "--format", "fvec");
    }

    public void Dispose() => _scratch.Dispose();

    private static byte[] Floats(params IEnumerable<float>[] rows) =>
        [.. rows.SelectMany(row => (byte[])[.. BitConverter.GetBytes(row.Count()), .. row.SelectMany(BitConverter.GetBytes)])];
}
