using System;
using System.Linq;
using HpcCoreset.Tool.Input;
using Xunit;

namespace HpcCoreset.Tool.Tests;

public sealed class DelimitedInputTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Theory]
    [InlineData("x.csv", "1,2\n3,4\n", null)]
    [InlineData("x.csv", "a,b\n1,2\n3,4\n", "a,b")]
    [InlineData("x.csv", "a,b\r\n1,2\r\n3,4", "a,b")]
    [InlineData("x.csv", "\"a, too\",b\n1,2\n\"3\",4\n", "a, too,b")]
    [InlineData("x.csv", "1 , 2\n\n 3,4\n", null)]
    [InlineData("x.csv", "\ufeffa,b\n1,2\n3,4\n", "a,b")]
    [InlineData("x.csv", "a;b\n1;2\n3;4\n", "a,b")]
    [InlineData("x.tsv", "a\tb\n1\t2\n3\t4\n", "a,b")]
    [InlineData("X.CSV", "1e0,+2\n3.0,4\n", null)]
    public void Rows_are_read_and_the_header_is_found(string name, string text, string? header)
    {
        using InputData data = Loading.Load(_scratch.Text(name, text));
        Loading.HasRows(data, [1, 2], [3, 4]);
        Assert.Equal(header, data.ColumnNames is { } names ? string.Join(',', names) : null);
    }

    [Theory]
    [InlineData("1,2\n3,\"1,5\"\n", "found '1,5' (commas within numbers are not read")]
    [InlineData("1;2\n3;4,5\n", "found '4,5' (commas within numbers are not read")]
    [InlineData("\"1,5\";\"2,5\"\n3;4\n", "found '1,5' (commas within numbers are not read")]
    [InlineData("1,2\n3,\"1,234\"\n", "found '1,234' (commas within numbers are not read")]
    [InlineData("1;2\n3;1.234,5\n", "found '1.234,5' (commas within numbers are not read")]
    public void Commas_within_numbers_are_refused(string text, string message) =>
        Loading.IsRefused(message, _scratch.Text("x.csv", text));

    [Fact]
    public void Commas_within_weights_are_refused()
    {
        string file = _scratch.Text("x.csv", "a;w\n1;0,5\n2;1\n");
        Loading.IsRefused("found '0,5' (commas within numbers are not read", file, "--weight-column", "w");
        string weights = _scratch.Text("w.csv", "\"0,5\"\n1\n");
        Loading.IsRefused("found '0,5' (commas within numbers are not read", _scratch.Counting("x.npy", 2, 2), "--weights", weights);
    }

    [Theory]
    [InlineData("oops,1,2\n3,4,5\n", "found 'oops' in row 0, column 0 (both counted from 0), beside numbers and above one")]
    [InlineData("0,1,label\n5,6,1\n", "found 'label' in row 0, column 2 (both counted from 0), beside numbers and above one")]
    [InlineData(",0,1\n0,5,6\n", "found '' in row 0, column 0 (both counted from 0), beside numbers and above one")]
    public void A_first_line_of_numbers_and_text_is_refused(string text, string message) =>
        Loading.IsRefused(message, _scratch.Text("x.csv", text));

    [Fact]
    public void A_first_line_of_numbers_is_a_row() => Loading.HasRows(_scratch.Text("x.csv", "0,1\n5,6\n"), [0, 1], [5, 6]);

    [Theory]
    [InlineData("2019,2020\n1,2\n3,4\n", "yes", 2, "2019")]
    [InlineData("2019,2020\n1,2\n3,4\n", "no", 3, null)]
    [InlineData("x,2020\n1,2\n3,4\n", "yes", 2, "x")]
    [InlineData("x,y\n1,2\n3,4\n", "yes", 2, "x")]
    public void A_user_may_say_what_the_first_line_is(string text, string header, int rows, string? name)
    {
        ToolRun.Of("select", _scratch.Text("x.csv", text), "--header", header, "--method", "uniform", "--fraction", "1", "--rows", _scratch.At("rows.csv")).Succeeds();
        string[] lines = System.IO.File.ReadAllLines(_scratch.At("rows.csv"));
        Assert.Equal(name, lines.Length > rows ? lines[0].Split(',')[0] : null);
        Assert.Equal("3,4", lines[^1]);
    }

    [Fact]
    public void What_the_first_line_is_not_is_refused()
    {
        ToolRun.Of("select", _scratch.Text("x.csv", "a,b\n1,2\n"), "--header", "no", "--size", "1").IsRefused("found 'a' in row 0, column 0");
        ToolRun.Of("select", _scratch.Text("one.csv", "1,2\n"), "--header", "yes", "--size", "1").IsRefused("found a header but no rows");
        ToolRun.Of("select", _scratch.Counting("x.npy", 2, 2), "--header", "no", "--size", "1").IsRefused("--header: found the input");
        ToolRun.Of("select", "digits", "--header", "maybe", "--size", "1").IsRefused("--header: found 'maybe', allowed are no, yes");
    }

    [Theory]
    [InlineData("a,species\n1,setosa\n", "allowed are finite float32 values (labels? --label-column species)")]
    [InlineData("1,setosa\n2,setosa\n", "allowed are finite float32 values (labels? --label-column 1)")]
    public void A_text_column_may_be_labels(string text, string message) => Loading.IsRefused(message, _scratch.Text("x.csv", text));

    [Fact]
    public void Text_labels_are_no_header()
    {
        using InputData data = Loading.Load(_scratch.Text("x.csv", "cat,1.5,2\ndog,3,4\ncat,5,6\n"), labelColumn: "0");
        Loading.HasRows(data, [1.5f, 2], [3, 4], [5, 6]);
        Assert.Equal(["cat", "dog"], data.Labels!.Names);
        Assert.Equal([0, 1, 0], data.Labels.Codes);
    }

    [Fact]
    public void Weights_and_labels_are_taken_out_of_the_rows()
    {
        using InputData data = Loading.Load(_scratch.Text("x.csv", "a,w,b,l\n1,0.5,2,x\n3,2,4,y\n"), labelColumn: "l", weightColumn: "w");
        Loading.HasRows(data, [1, 2], [3, 4]);
        Assert.Equal([0.5, 2], data.Weights);
        Assert.Equal(["a", "b"], data.ColumnNames!);
    }

    [Theory]
    [InlineData("c,a", 30, 10)]
    [InlineData("2,0", 30, 10)]
    [InlineData("1-2", 20, 30)]
    [InlineData("b-c", 20, 30)]
    public void Columns_are_chosen_by_name_number_and_range(string columns, float first, float second)
    {
        using InputData data = Loading.Load(_scratch.Text("x.csv", "a,b,c\n10,20,30\n"), columns: columns);
        Loading.HasRows(data, [first, second]);
    }

    [Fact]
    public void A_name_with_a_dash_is_no_range()
    {
        using InputData data = Loading.Load(_scratch.Text("x.csv", "a-b,c\n1,2\n"), columns: "a-b");
        Loading.HasRows(data, [1]);
    }

    [Fact]
    public void Many_rows_are_read()
    {
        const int Rows = 9000, Columns = 1000; // more than one block of growing rows
        string line = string.Join(',', Enumerable.Range(0, Columns - 1));
        string text = string.Concat(Enumerable.Range(0, Rows).Select(row => $"{row}.5,{line}\n"));
        using InputData data = Loading.Load(_scratch.Text("x.csv", text));
        Assert.Equal(Rows, data.Rows.Count);
        for (int row = 0; row < Rows; row++) Assert.Equal((row + 0.5f, Columns - 2), (data.Rows[row][0], data.Rows[row][Columns - 1]));
    }

    [Theory]
    [InlineData("", "empty, at least one row is required")]
    [InlineData("a,b\n", "found a header but no rows")]
    [InlineData("a,b\n1,2\n3\n", "found 1 columns in row 1 (counted from 0), allowed are 2")]
    [InlineData("a,b\n1,2\n3,4,5\n", "found 3 columns in row 1")]
    [InlineData("1,2,x\n3,4,5\n", "found 'x' in row 0, column 2")]
    [InlineData("a,b\n1,2\n3,x\n", "found 'x' in row 1, column 1 ('b')")]
    [InlineData("a,b\n1,\n", "found '' in row 0, column 1 ('b')")]
    [InlineData("1,2\nNaN,4\n", "found NaN in row 1, column 0")]
    [InlineData("1,2\n3,1e300\n", "found 1e300 in row 1, column 1")]
    [InlineData("a,b\n1,2\n3,\"4", "x.csv: ")]
    public void Malformed_text_is_refused_with_its_place(string text, string message) =>
        Loading.IsRefused(message, _scratch.Text("x.csv", text));

    [Theory]
    [InlineData("--label-column", "z", "--label-column: found 'z', allowed are 0 to 1, or a name of")]
    [InlineData("--weight-column", "2", "--weight-column: found '2', allowed are 0 to 1")]
    [InlineData("--columns", "a,a", "found a column twice")]
    [InlineData("--columns", "b-a", "found the range b-a")]
    [InlineData("--weight-column", "a", "found -1 as the weight of row 1")]
    public void Columns_that_make_no_sense_are_refused(string option, string value, string message) =>
        Loading.IsRefused(message, _scratch.Text("x.csv", "a,b\n1,2\n-1,4\n"), option, value);

    [Fact]
    public void A_column_means_one_thing_only()
    {
        string file = _scratch.Text("x.csv", "a,b,c\n1,2,3\n");
        Loading.IsRefused("found column 0 ('a') of", file, "--label-column", "a", "--weight-column", "0");
        Loading.IsRefused("which is the column of the labels", file, "--label-column", "a", "--columns", "a,b");
        Loading.IsRefused("no columns are left", _scratch.Text("y.csv", "a\n1\n"), "--label-column", "a");
    }

    [Fact]
    public void Columns_of_other_formats_are_refused()
    {
        Loading.IsRefused("allowed are .csv and .tsv", "digits", "--columns", "1-3");
        Loading.IsRefused("allowed are .csv and .tsv", _scratch.Counting("x.npy", 2, 2), "--label-column", "0");
    }

    public void Dispose() => _scratch.Dispose();
}
