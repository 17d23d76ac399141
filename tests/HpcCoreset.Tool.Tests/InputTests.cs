using System;
using System.Linq;
using HpcCoreset.Tool.Input;
using Xunit;

namespace HpcCoreset.Tool.Tests;

public sealed class InputTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public void The_sample_has_rows_and_labels()
    {
        using InputData data = Loading.Load("digits");
        Assert.Equal((1797, 64), (data.Rows.Count, data.Rows.Dimension));
        Assert.Equal(Enumerable.Range(0, 10).Select(digit => $"{digit}"), data.Labels!.Names.Order());
        Assert.Equal(1797, data.Labels.Codes.Length);
        Assert.Equal([0, 0, 5, 13, 9, 1, 0, 0], data.Rows[0][..8].ToArray());
        Assert.Equal(561718, Enumerable.Range(0, 1797).Sum(row => data.Rows[row].ToArray().Sum(value => (double)value)));
    }

    [Theory]
    [InlineData("nothing.npy", "nothing.npy: no such file")]
    [InlineData("nothing/here.csv", "nothing/here.csv: no such file")]
    [InlineData("nothing/here", "nothing/here: no such file")]
    [InlineData("x.parquet", "x.parquet: no such file")]
    [InlineData("digit", "digit: no such file; did you mean digits?")]
    public void An_input_that_is_not_there_is_refused(string input, string message) => Loading.IsRefused(message, input);

    [Theory]
    [InlineData("x.parquet")]
    [InlineData("x")]
    public void An_input_whose_name_tells_no_format_is_refused(string name) =>
        Loading.IsRefused($"{name}: unknown format, allowed are .npy, .csv, .tsv, IDX", _scratch.Text(name, "1,2\n"));

    [Fact]
    public void A_directory_is_refused()
    {
        string directory = System.IO.Directory.CreateDirectory(_scratch.At("d.npy")).FullName;
        Loading.IsRefused("is a directory, allowed is a file", directory);
        Loading.IsRefused("is a directory, allowed is a file", _scratch.Directory);
    }

    [Theory]
    [InlineData("w.csv", "1\n0.25\n3\n")]
    [InlineData("w.csv", "w\n1\n0.25\n3\n")]
    public void Weights_are_read_from_text(string name, string text)
    {
        using InputData data = Loading.Load(_scratch.Counting("x.npy", 3, 2), weights: _scratch.Text(name, text));
        Assert.Equal([1, 0.25, 3], data.Weights);
    }

    [Fact]
    public void Weights_are_read_from_arrays_of_every_kind()
    {
        string input = _scratch.Counting("x.npy", 3, 2);
        byte[] doubles = [.. new[] { 1, 0.1, 3 }.SelectMany(BitConverter.GetBytes)];
        byte[] longs = [.. new[] { 1L, 0, 3 }.SelectMany(BitConverter.GetBytes)];
        using InputData fromDoubles = Loading.Load(input, weights: _scratch.Bytes("d.npy", Scratch.Npy("<f8", "(3,)", doubles)));
        using InputData fromLongs = Loading.Load(input, weights: _scratch.Bytes("l.npy", Scratch.Npy("<i8", "(3,)", longs)));
        Assert.Equal([1, 0.1, 3], fromDoubles.Weights);
        Assert.Equal([1, 0, 3], fromLongs.Weights);
    }

    [Theory]
    [InlineData("1\n2\n", "found 2 weights, expected one for each of the 3 rows")]
    [InlineData("1\n-2\n3\n", "found -2 as the weight of row 1, allowed are finite numbers from 0")]
    [InlineData("1\nNaN\n3\n", "found NaN as the weight of row 1")]
    [InlineData("1\n2\nx\n", "found 'x' as the weight of row 2")]
    [InlineData("0\n0\n0\n", "found only weights of 0")]
    [InlineData("1,2\n3,4\n", "found 2 columns, allowed is one value per row")]
    public void Bad_weights_are_refused(string text, string message) =>
        Loading.IsRefused(message, _scratch.Counting("x.npy", 3, 2), "--weights", _scratch.Text("w.csv", text));

    [Fact]
    public void Weights_of_two_axes_are_refused() => Loading.IsRefused(
        "found an array of shape (3, 1), allowed is one axis",
        _scratch.Counting("x.npy", 3, 2), "--weights", _scratch.Bytes("w.npy", Scratch.Npy("|u1", "(3, 1)", [1, 2, 3])));

    [Theory]
    [InlineData("cat\ndog\ncat\n")]
    [InlineData("kind\ncat\ndog\ncat\n")]
    public void Labels_are_read_from_text(string text)
    {
        using InputData data = Loading.Load(_scratch.Counting("x.npy", 3, 2), labels: _scratch.Text("l.csv", text));
        Assert.Equal(["cat", "dog"], data.Labels!.Names);
        Assert.Equal([0, 1, 0], data.Labels.Codes);
    }

    [Fact]
    public void Labels_are_read_from_idx()
    {
        using InputData data = Loading.Load(
            _scratch.Counting("x.npy", 3, 2), labels: _scratch.Bytes("l-idx1-ubyte", Scratch.Idx(8, [3], [7, 7, 2])));
        Assert.Equal(["7", "2"], data.Labels!.Names);
    }

    [Fact]
    public void Labels_of_other_rows_are_refused() => ToolRun.Of(
        "select", _scratch.Counting("x.npy", 3, 2), "--size", "1", "--method", "undersample", "--labels", _scratch.Text("l.csv", "a\nb\n"))
        .IsRefused("found 2 labels, expected one for each of the 3 rows");

    [Fact]
    public void Weights_and_labels_come_from_one_place()
    {
        string file = _scratch.Text("x.csv", "a,b\n1,2\n");
        Loading.IsRefused("--weights and --weight-column: allowed is one", file, "--weights", file, "--weight-column", "a");
        Loading.IsRefused("--labels and --label-column: allowed is one", file, "--labels", file, "--label-column", "a");
    }

    [Fact]
    public void Standardized_columns_have_mean_0_and_deviation_1()
    {
        using InputData data = Loading.Load(_scratch.Text("x.csv", "1,0.1,10\n2,0.1,10\n3,0.1,16\n"), standardize: true);
        float step = (float)Math.Sqrt(1.5);
        Assert.Equal([-step, 0, (float)-Math.Sqrt(0.5)], data.Rows[0].ToArray());
        Assert.Equal([step, 0, (float)Math.Sqrt(2)], data.Rows[2].ToArray());
    }

    [Fact]
    public void Normalized_rows_have_length_1()
    {
        using InputData data = Loading.Load(_scratch.Text("x.csv", "3,4\n0,2e-30\n"), normalize: true);
        Loading.HasRows(data, [0.6f, 0.8f], [0, 1]);
    }

    [Fact]
    public void A_row_of_zeros_cannot_be_normalized() =>
        Loading.IsRefused("found zeros only in row 1", _scratch.Text("x.csv", "3,4\n0,0\n"), "--normalize");

    public void Dispose() => _scratch.Dispose();
}
