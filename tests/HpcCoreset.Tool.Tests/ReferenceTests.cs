using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using HpcCoreset.Tool.Input;
using Xunit;

namespace HpcCoreset.Tool.Tests;

/// <summary>Facility location about other rows than those it picks from, and class by class: what the command picks is what the library picks.</summary>
public sealed class ReferenceTests : IDisposable
{
    private const int Size = 9;

    private readonly Scratch _scratch = new();

    /// <summary>What follows the method on the command line; q.csv, p.csv and r.csv are rows of digits, with noise.</summary>
    private static readonly Dictionary<string, FacilityLocationOptions> s_options = new()
    {
        ["--query q.csv"] = new() { Size = Size },
        ["--query q.csv --eta 0.5 --similarity cosine"] = new() { Size = Size, Eta = 0.5, Similarity = Similarity.Cosine },
        ["--query q.csv --represent-query --similarity cosine"] = new() { Size = Size, RepresentQuery = true, Similarity = Similarity.Cosine },
        ["--private p.csv --nu 0.7 --similarity cosine"] = new() { Size = Size, Nu = 0.7, Similarity = Similarity.Cosine },
        ["--query q.csv --private p.csv --similarity cosine"] = new() { Size = Size, Similarity = Similarity.Cosine },
        ["--represented r.csv"] = new() { Size = Size },
        ["--neighbours 20 --similarity cosine"] = new() { Size = Size, Neighbours = 20, Similarity = Similarity.Cosine },
    };

    public static TheoryData<string> Options => [.. s_options.Keys];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Options))]
    public void Picks_as_the_library_does(string options)
    {
        string[] arguments = [.. options.Split(' ').Select(word => word.EndsWith(".csv", StringComparison.Ordinal) ? Rows(word) : word)];
        string output = ToolRun.Of(["select", "digits", "--method", "facility-location", "--size", $"{Size}", .. arguments]).Succeeds().Out;
        using InputData digits = Loading.Load("digits"), query = Loading.Load(Rows("q.csv")), known = Loading.Load(Rows("p.csv")), represented = Loading.Load(Rows("r.csv"));
        using var selector = new FacilityLocationSelector(s_options[options]);
        Coreset expected = selector.Select(digits.Points, new ReferenceRows
        {
            Query = options.Contains("q.csv", StringComparison.Ordinal) ? query.Points : default,
            Private = options.Contains("p.csv", StringComparison.Ordinal) ? known.Points : default,
            Represented = options.Contains("r.csv", StringComparison.Ordinal) ? represented.Points : default,
        });
        Assert.Equal(PickingTests.Picks(expected.ToOwned()), output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..]);
    }

    [Theory]
    [InlineData("", ClassBalance.Proportional, 1)]
    [InlineData("--balance equal", ClassBalance.Equal, 1)]
    [InlineData("--min-per-class 2", ClassBalance.Proportional, 2)]
    public void Craig_picks_as_the_library_does(string options, ClassBalance balance, int least)
    {
        string assignment = _scratch.At("a.csv");
        string output = ToolRun.Of([
            "select", "digits", "--method", "craig", "--size", "33", "--assignment-output", assignment, "--output", "-",
            .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).Succeeds().Out;
        using InputData digits = Loading.Load("digits");
        using var selector = new CraigSelector(new() { Size = 33, Balance = balance, MinPerClass = least });
        CoresetSnapshot expected = selector.Select(digits.Points, default, digits.Labels!.Codes).ToOwned();
        Assert.Equal(PickingTests.Picks(expected), output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..]);
        Assert.Equal(
            expected.Assignment.Select(pick => expected.Indices[pick]),
            File.ReadLines(assignment).Skip(1).Select(line => int.Parse(line.Split(',')[1], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Craig_without_labels_is_one_class()
    {
        using InputData digits = Loading.Load("digits");
        string rows = _scratch.Text("x.csv", string.Concat(Enumerable.Range(0, 200).Select(row => string.Join(',', digits.Rows[row].ToArray()) + "\n")));
        string output = ToolRun.Of("select", rows, "--method", "craig", "--size", "8").Succeeds().Out;
        using InputData data = Loading.Load(rows);
        using var selector = new CraigSelector(new() { Size = 8 });
        Assert.Equal(PickingTests.Picks(selector.Select(data.Points).ToOwned()), output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..]);
    }

    [Theory]
    [InlineData("--method facility-location --eta 2", "--eta: allowed with --query")]
    [InlineData("--method facility-location --nu 2", "--nu: allowed with --private")]
    [InlineData("--method facility-location --represent-query", "--represent-query: allowed with --query")]
    [InlineData("--method facility-location --query q.csv --represent-query --represented r.csv", "--represent-query: not together with --represented")]
    [InlineData("--method facility-location --query q.csv --neighbours 5", "with --neighbours none are allowed")]
    [InlineData("--method facility-location --query q.csv --eta -1", "--eta: found '-1', allowed are finite numbers from 0")]
    [InlineData("--method facility-location --represented r.csv --weights w.csv", "--weights: found weights of the rows of the input, and other rows that picks stand for")]
    [InlineData("--method graph-cut --private p.csv", "--private: allowed with --method facility-location, found graph-cut")]
    [InlineData("--method craig --initial q.csv", "--initial: allowed with --method facility-location,")]
    [InlineData("--method craig --gamma 2", "--gamma: allowed with --method facility-location,")]
    [InlineData("--method craig --equalize-classes", "--equalize-classes: allowed with --method uniform,")]
    public void What_does_not_go_together_is_refused(string options, string message)
    {
        _scratch.Text("w.csv", string.Concat(Enumerable.Repeat("1\n", 1797)));
        string[] arguments = [.. options.Split(' ').Select(word => word == "w.csv" ? _scratch.At(word) : word.EndsWith(".csv", StringComparison.Ordinal) ? Rows(word) : word)];
        ToolRun.Of(["select", "digits", "--size", "5", .. arguments]).IsRefused(message);
    }

    private string Rows(string name)
    {
        var random = new Random(name[0]);
        return _scratch.Text(name, string.Concat(Enumerable.Range(0, 12).Select(_ => string.Join(
            ',', Enumerable.Range(0, 64).Select(column => column % 8 == 0 ? 0 : random.Next(17))) + "\n")));
    }
}
