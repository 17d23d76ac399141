using System;
using System.IO;
using System.Text;
using HpcCoreset.Tool.Tests;
using HpcCoreset.Training.Data;
using Xunit;

namespace HpcCoreset.Training.Tests.Data;

public sealed class CsvDataTests
{
    [Theory]
    [InlineData("a,kind,b\n1,dog,2\n3,cat,4\n5,dog,6\n", "kind")]
    [InlineData("a,kind,b\n1,dog,2\n3,cat,4\n5,dog,6\n", "1")]
    [InlineData("1;dog;2\n3;cat;4\n5;dog;6\n", "1")]
    [InlineData("1,\"dog\",2\n3,\"cat\",4\n5,dog,6\n", "1")]
    public void Labels_and_values_are_read(string text, string label)
    {
        LabelledData data = Read(text, label);

        Assert.Equal([[1, 2], [3, 4], [5, 6]], Gathered.Rows(data));
        Assert.Equal(["cat", "dog"], data.ClassNames);
        Assert.Equal([1, 0, 1], data.Labels.ToArray());
        Assert.Equal(ExampleShape.Vector(2), data.Shape);
    }

    [Fact]
    public void Classes_are_numbered_in_order_or_as_they_are_known()
    {
        Assert.Equal(["2", "10"], Read("10,1\n2,1\n", "0").ClassNames);
        Assert.Equal(["10", "2", "b"], Read("10,1\n2,1\nb,1\n", "0").ClassNames);

        LabelledData test = Read("cat,1\n", "0", ["dog", "cat"]);
        Assert.Equal((1, 2), (test.Labels[0], test.Classes));

        string[] names = ["dog", "cat"];
        test = Read("cat,1\n", "0", names);
        names[1] = "cow";
        Assert.Equal(["dog", "cat"], test.ClassNames); // a copy
        Assert.StartsWith("classNames: found 'dog' twice", Assert.Throws<ArgumentException>("classNames", () => Read("dog,1\n", "0", ["dog", "dog"])).Message, StringComparison.Ordinal);
        Assert.StartsWith("classNames: found null", Assert.Throws<ArgumentException>("classNames", () => Read("dog,1\n", "0", ["dog", null!])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "kind", "x.csv: found no column 'kind' for the labels, allowed are 0 to 1, or a name of x.csv's header")]
    [InlineData("1,2\n", "2", "found no column '2' for the labels, allowed are 0 to 1, x.csv has no header")]
    [InlineData("a,b\n1,2\nx,y\n", "b", "x.csv: found 'x' in row 1, column 0 ('a') (both counted from 0), allowed are finite float32 values")]
    [InlineData("1,2\n3\n", "0", "found 1 columns in row 1")]
    [InlineData("1,2\n1e99,4\n", "1", "found 1e99 in row 1, column 0")]
    [InlineData("1\n2\n", "0", "no columns are left for the values of a row")]
    [InlineData("a,b\n1,x\n2,\n", "b", "x.csv: found no label for row 1 (counted from 0), allowed is any text")]
    [InlineData("", "0", "empty")]
    public void Broken_files_are_refused(string text, string label, string message) => Gathered.IsRefused(message, () => Read(text, label));

    [Fact]
    public void Files_are_read_plain_and_compressed()
    {
        using var scratch = new Scratch();

        Assert.Equal([[2], [3]], Gathered.Rows(CsvData.Read(scratch.Text("x.tsv", "a\t2\nb\t3\n"), "0")));
        Assert.Equal([[2], [3]], Gathered.Rows(CsvData.Read(scratch.Compressed("x.csv.gz", Encoding.UTF8.GetBytes("a,2\nb,3\n")), "0")));
        Gathered.IsRefused("nowhere.csv: no such file", () => CsvData.Read("nowhere.csv", "0"));
    }

    private static LabelledData Read(string text, string label, string[]? names = null) =>
        CsvData.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x.csv", label, names);
}
