using System;
using System.Globalization;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tool.Tests;

/// <summary>Labels: quotas, resampling, and what is said when there are none.</summary>
public sealed class BalanceTests : IDisposable
{
    private readonly Scratch _scratch = new();

    /// <summary>200 rows of class a, 20 of b and 4 of c.</summary>
    private string File => _scratch.Text("rows.csv", "x,y,kind\n" + string.Concat(Enumerable.Range(0, 224).Select(row =>
        FormattableString.Invariant($"{row * 37 % 101},{row * 59 % 89},{Kind(row)}\n"))));

    private static char Kind(int row) => row < 200 ? 'a' : row < 220 ? 'b' : 'c';

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("--method sensitivity --size 30 --balance equal", "13 13 4", "200 20 4")]
    [InlineData("--method uniform --size 30 --balance sqrt", "21 6 3", "200 20 4")]
    [InlineData("--method lightweight --size 30 --balance proportional", "26 3 1", "200 20 4")]
    [InlineData("--method uniform --size 30 --balance proportional --min-per-class 6", "20 6 4", "200 20 4")]
    [InlineData("--size 30 --balance equal --equalize-classes", "13 13 4", "74.666666667 74.666666667 74.666666667")]
    [InlineData("--method undersample --size 30", "4 4 4", "4 4 4")]
    [InlineData("--method oversample --size 60", "20 20 4", "20 20 20")]
    [InlineData("--method oversample --size 600", "200 20 4", "200 200 200")]
    public void Every_class_has_its_picks_and_its_mass(string options, string picks, string masses)
    {
        string[] lines = ToolRun.Of(["select", File, "--label-column", "kind", "--clusters", "2", .. options.Split(' ')]).Succeeds().Out
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        (char Kind, double Weight)[] coreset = [.. lines.Select(line => line.Split(',')).Select(cells =>
            (Kind(int.Parse(cells[0], CultureInfo.InvariantCulture)), double.Parse(cells[1], CultureInfo.InvariantCulture)))];
        Assert.Equal(masses, string.Join(' ', "abc".Select(kind => Math.Round(coreset.Where(pick => pick.Kind == kind).Sum(pick => pick.Weight), 9))));
        Assert.Equal(picks, string.Join(' ', "abc".Select(kind => coreset.Count(pick => pick.Kind == kind))));
    }

    [Theory]
    [InlineData("--size 30 --min-per-class 2", "--min-per-class: allowed with --balance")]
    [InlineData("--size 30 --equalize-classes", "--equalize-classes: allowed with --balance")]
    [InlineData("--size 30 --balance equal", "--balance: found no labels, needs --labels FILE or --label-column")]
    [InlineData("--size 30 --method undersample", "--method undersample: found no labels, needs --labels FILE or --label-column")]
    [InlineData("--size 30 --balance some", "--balance: found 'some', allowed are proportional, equal, sqrt")]
    [InlineData("--size 30 --balance equal --method facility-location", "--balance: allowed with --method uniform,")]
    public void What_cannot_be_done_is_told(string options, string message) =>
        ToolRun.Of(["select", File, "--columns", "x,y", .. options.Split(' ')]).IsRefused(message);
}
