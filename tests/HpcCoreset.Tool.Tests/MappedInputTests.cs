using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using HpcCoreset.Tool.Input;
using Xunit;

namespace HpcCoreset.Tool.Tests;

/// <summary>float32 and float16 in .npy files are worked on where they are: nothing but memory tells the difference.</summary>
public sealed class MappedInputTests : IDisposable
{
    private const int Count = 200, Dimension = 6;

    private readonly Scratch _scratch = new();
    private readonly float[] _values = [.. Enumerable.Range(0, Count * Dimension).Select(i => i * 7919 % 1009 / 16f)]; // exact in float16

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("--method facility-location")]
    [InlineData("--method sensitivity --clusters 4")]
    [InlineData("--method facility-location --standardize")]
    [InlineData("--epsilon 0.3 --clusters 4")]
    public void Every_kind_of_file_gives_the_same_picks_and_rows(string options)
    {
        string[] size = options.Contains("epsilon", StringComparison.Ordinal) ? [] : ["--size", "15"];
        byte[] single = Npy<float>("<f4", _values), half = Npy<Half>("<f2", [.. _values.Select(value => (Half)value)]);
        string[] files = [_scratch.Compressed("x.npy.gz", single), _scratch.Bytes("x.npy", single), _scratch.Bytes("h.npy", half)];
        string[] results = [.. files.Select(file =>
        {
            ToolRun.Of(["select", file, .. size, .. options.Split(' '), "--output", _scratch.At("o.csv"), "--rows", _scratch.At("r.npy")]).Succeeds();
            return File.ReadAllText(_scratch.At("o.csv")) + Convert.ToHexString(File.ReadAllBytes(_scratch.At("r.npy")));
        })];
        Assert.All(results, result => Assert.Equal(results[0], result));
    }

    [Theory]
    [InlineData("<f4", true)]
    [InlineData("<f2", true)]
    [InlineData("<f8", false)]
    public void Rows_of_these_types_stay_in_their_file(string type, bool mapped)
    {
        byte[] file = type == "<f4" ? Npy<float>(type, _values) : type == "<f2" ? Npy<Half>(type, new Half[_values.Length]) : Npy<double>(type, new double[_values.Length]);
        using InputData data = InputLoader.Load(
            new InputRequest(_scratch.Bytes("x.npy", file), new DelimitedLayout(), MayMap: true), CancellationToken.None);
        Assert.Equal((Count, Dimension), (data.Count, data.Dimension));
        Assert.Equal(Count, data.Points.Count);
        if (mapped) Assert.Throws<InvalidOperationException>(() => data.Rows);
        else Assert.Equal(Count, data.Rows.Count);
    }

    [Fact]
    public void What_is_wrong_with_a_file_is_told_as_ever()
    {
        Half[] values = new Half[_values.Length];
        values[(3 * Dimension) + 2] = Half.NegativeInfinity;
        Loading.IsRefused(
            "found -Infinity in row 3, column 2 (both counted from 0), allowed are finite float32 values", _scratch.Bytes("x.npy", Npy("<f2", values)));
        Loading.IsRefused("truncated", _scratch.Bytes("y.npy", Npy("<f2", values)[..^1]));
        Loading.IsRefused("--dimension: found the input", _scratch.Bytes("z.npy", Npy("<f2", values)), "--dimension", "6");
    }

    private static byte[] Npy<T>(string type, T[] values) where T : unmanaged =>
        Scratch.Npy(type, $"({Count}, {Dimension})", MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
}
