using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Tool.Tests;
using HpcCoreset.Training.Data;
using Xunit;

namespace HpcCoreset.Training.Tests.Data;

public sealed class LibSvmDataTests
{
    [Fact]
    public void Rows_are_dense_and_targets_as_written()
    {
        LibSvmData data = Read("+1 1:0.5 4:-2e3\n-1 2:7 # a comment 9:9\n\n# nothing else\n1\t3:1 \r\n2.5 \n");

        Assert.Equal((4, 4), (data.Count, data.Dimension));
        Assert.Equal([1, -1, 1, 2.5], data.Targets.ToArray());
        Assert.Equal([[0.5f, 0, 0, -2000], [0, 7, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]], Rows(data));
    }

    [Fact]
    public void Targets_become_classes_in_ascending_order()
    {
        LabelledData binary = Read("+1 1:1\n-1 1:2\n1 1:3\n").ToClasses(), several = Read("10 1:1\n9 1:2\n-3 1:3\n").ToClasses();

        Assert.Equal([1, 0, 1], binary.Labels.ToArray());
        Assert.Equal(["-1", "1"], binary.ClassNames);
        Assert.Equal([2, 1, 0], several.Labels.ToArray());
        Assert.Equal([[1], [2], [3]], Gathered.Rows(several));

        LabelledData test = Read("9 1:1\n").ToClasses(several.ClassNames);
        Assert.Equal((1, 3), (test.Labels[0], test.Classes));
        Gathered.IsRefused("found '4' as the label of row 0", () => Read("4 1:1\n").ToClasses(several.ClassNames));
        Gathered.IsRefused("x.txt: found 0.5 as the target in row 1 (counted from 0), allowed are whole numbers as classes", () => Read("1 1:1\n0.5 1:1\n").ToClasses());
    }

    [Fact]
    public void What_was_written_is_read() => Prop.ForAll<int[], byte>((entries, targets) =>
    {
        float[] values = [.. entries.Select(entry => entry % 3 == 0 ? entry / 7f : 0), 1];
        string line = string.Join(' ', values.Select((value, i) => (value, i)).Where(entry => entry.value != 0)
            .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.i + 1}:{entry.value:R}")));
        LibSvmData data = Read(string.Concat(Enumerable.Range(0, targets + 1).Select(target => $"{target} {line}\n")));

        Assert.Equal(Enumerable.Range(0, targets + 1).Select(target => (double)target), data.Targets.ToArray());
        Assert.All(Rows(data), row => Assert.Equal(values, row));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_test_file_has_the_dimension_of_the_training_file()
    {
        Assert.Equal(5, Read("1 2:1\n", dimension: 5).Dimension);
        Gathered.IsRefused("found '6:1' after index 2 in row 0 (counted from 0), allowed: indices from 3 to 5, ascending", () => Read("1 2:1 6:1\n", dimension: 5));
    }

    [Theory]
    [InlineData("", "x.txt: empty, at least one row is required")]
    [InlineData("1\n-1\n", "found rows without any value")]
    [InlineData("1 1:1\nx 1:1\n", "found 'x' as the target in row 1 (counted from 0), allowed: a finite number")]
    [InlineData("nan 1:1\n", "found 'nan' as the target")]
    [InlineData("1,2 1:1\n", "found '1,2' as the target")]
    [InlineData("1 1:1 qid:3\n", "found 'qid:3' in row 0 (counted from 0), allowed: index:value")]
    [InlineData("1 1:1 2\n", "found '2' in row 0")]
    [InlineData("1 1:1 :2\n", "found ':2' in row 0")]
    [InlineData("1 2147483647:1 5:1\n", "found '5:1' after index 2147483647 in row 0 (counted from 0), allowed: indices from 2147483648 ")]
    [InlineData("1 0:1\n", "found '0:1' after index 0 in row 0 (counted from 0), allowed: indices from 1 to 2147483647, ascending")]
    [InlineData("1 2:1 2:1\n", "found '2:1' after index 2")]
    [InlineData("1 3:1 2:1\n", "found '2:1' after index 3")]
    [InlineData("1 1:1e99\n", "found '1:1e99' in row 0 (counted from 0), allowed: finite float32 values")]
    [InlineData("1 99999999999:1\n", "found '99999999999:1' in row 0")]
    [InlineData("1 2000000000:1\n", "found 1 values in 1 rows of 2000000000, too sparse to keep as dense rows")]
    public void Broken_files_are_refused(string text, string message) => Gathered.IsRefused(message, () => Read(text));

    [Fact]
    public void A_compressed_file_is_read()
    {
        using var scratch = new Scratch();

        Assert.Equal([-1], LibSvmData.Read(scratch.Compressed("x.gz", Encoding.UTF8.GetBytes("-1 1:1"))).Targets.ToArray());
    }

    private static LibSvmData Read(string text, int dimension = 0) => LibSvmData.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x.txt", dimension);

    private static float[][] Rows(LibSvmData data) => [.. Enumerable.Range(0, data.Count).Select(row => data.Points[row].ToArray())];
}
