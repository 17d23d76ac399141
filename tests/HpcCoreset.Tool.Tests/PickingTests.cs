using System;
using System.Globalization;
using System.IO;
using System.Linq;
using HpcCoreset.Tool.Input;
using Xunit;

namespace HpcCoreset.Tool.Tests;

/// <summary>Rows picked one after the other: what the library picks, and the files that say what it starts from.</summary>
public sealed class PickingTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("cosine", null)]
    [InlineData("cosine", "0.2")]
    [InlineData("exp-euclidean", "1")]
    public void Marginal_relevance_picks_as_the_library_does(string similarity, string? weight)
    {
        string query = _scratch.Text("q.csv", string.Join(',', Enumerable.Range(0, 64).Select(column => column % 7)) + "\n");
        string[] lambda = weight is null ? [] : ["--relevance-weight", weight];
        string[] lines = Lines([
            "select", "digits", "--method", "mmr", "--size", "12", "--query", query, "--similarity", similarity, .. lambda]);
        using InputData digits = Loading.Load("digits");
        using var selector = new MmrSelector(new()
        {
            Size = 12,
            Similarity = similarity == "cosine" ? Similarity.Cosine : Similarity.ExpEuclidean,
            Lambda = weight is null ? 0.5 : double.Parse(weight, CultureInfo.InvariantCulture),
        });
        using InputData vector = Loading.Load(query);
        Coreset expected = selector.Select(digits.Rows.AsPoints(), vector.Rows[0]);
        Assert.Equal(Picks(expected), lines);
    }

    [Fact]
    public void A_query_becomes_z_scores_and_a_unit_row_with_the_input()
    {
        string rows = _scratch.Text("x.csv", "1,200\n2,100\n3,900\n4,500\n"), query = _scratch.Text("q.csv", "3,900\n");
        // The query is row 2 itself, and nothing is more like it.
        Assert.StartsWith("2,1,1", Lines(["select", rows, "--method", "mmr", "--size", "1", "--query", query, "--relevance-weight", "1", "--standardize"])[0]);
        Assert.StartsWith("2,1,", Lines(["select", rows, "--method", "mmr", "--size", "1", "--query", query, "--similarity", "rbf", "--standardize", "--normalize"])[0]);
    }

    [Theory]
    [InlineData("first.csv")]
    [InlineData("first.json")]
    [InlineData("first.npz")]
    public void A_ranking_goes_on_from_the_picks_before(string name)
    {
        string[] all = Lines(["select", "digits", "--method", "facility-location", "--size", "9"]);
        ToolRun.Of("select", "digits", "--method", "facility-location", "--size", "4", "--output", _scratch.At(name)).Succeeds();
        string[] rest = Lines(["select", "digits", "--method", "facility-location", "--size", "5", "--initial", _scratch.At(name)]);
        Assert.Equal(all[4..].Select(Index), rest.Select(Index));
    }

    [Theory]
    [InlineData("rows.txt", "30\n4\n17\n")]
    [InlineData("rows.csv", "row\n30\n4\n17\n")]
    [InlineData("rows.csv", "name,index\na,30\nb,4\nc,17\n")]
    [InlineData("rows.csv", "index,group,kept\n4,4,1\n5,4,0\n17,17,1\n30,30,1\n")]
    public void Candidates_are_the_only_rows_to_pick(string name, string text)
    {
        string[] picks = Lines([
            "select", "digits", "--method", "facility-location", "--size", "2", "--candidates", _scratch.Text(name, text)]);
        using InputData digits = Loading.Load("digits");
        using var selector = new FacilityLocationSelector(new() { Size = 2 });
        Coreset expected = selector.Select(digits.Rows.AsPoints(), default, new GreedyTerms { Candidates = [30, 4, 17] });
        Assert.Equal(expected.Indices.ToArray(), picks.Select(Index));
    }

    [Fact]
    public void Every_row_is_told_the_pick_that_covers_it()
    {
        string initial = _scratch.Text("i.csv", "100\n"), output = _scratch.At("assignment.csv");
        string summary = ToolRun.Of(
            "select", "digits", "--method", "facility-location", "--similarity", "cosine", "--size", "4", "--initial", initial, "--assignment-output", output,
            "--summary", "json").Succeeds().Out;
        using InputData digits = Loading.Load("digits");
        using var selector = new FacilityLocationSelector(new() { Size = 4, Similarity = Similarity.Cosine });
        CoresetSnapshot expected = selector.Select(digits.Points, default, new GreedyTerms { Initial = [100] }).ToOwned();
        Assert.Contains(-1, expected.Assignment);
        Assert.Equal(
            ["index,pick,similarity", .. Enumerable.Range(0, 1797).Select(row => FormattableString.Invariant(
                $"{row},{(expected.Assignment[row] < 0 ? -1 : expected.Indices[expected.Assignment[row]])},{expected.Coverage[row]:R}"))],
            File.ReadAllLines(output));
        System.Text.Json.Nodes.JsonNode coverage = System.Text.Json.Nodes.JsonNode.Parse(summary)!["coverage"]!;
        Assert.Equal(expected.Coverage.Average(), (double)coverage["mean"]!);
        Assert.Equal(expected.Coverage.Min(), (double)coverage["least"]!);
        ToolRun.Of("select", "digits", "--method", "dpp", "--size", "4", "--assignment-output", output)
            .IsRefused("--assignment-output: allowed with --method facility-location and craig, found dpp");
    }

    [Fact]
    public void Scores_are_added_to_gains_by_their_weight()
    {
        double[] scores = [.. Enumerable.Range(0, 1797).Select(row => row * 31 % 100 / 10.0)];
        string file = _scratch.Text("scores.csv", "quality\n" + string.Concat(scores.Select(score => FormattableString.Invariant($"{score:R}\n"))));
        string[] picks = Lines([
            "select", "digits", "--method", "facility-location", "--size", "8", "--similarity", "cosine", "--scores", file, "--score-weight", "2.5"]);
        using InputData digits = Loading.Load("digits");
        using var selector = new FacilityLocationSelector(new() { Size = 8, Similarity = Similarity.Cosine, ScoreWeight = 2.5 });
        Coreset expected = selector.Select(digits.Rows.AsPoints(), default, new GreedyTerms { Scores = scores });
        Assert.Equal(Picks(expected), picks);
        Assert.NotEqual(Lines(["select", "digits", "--method", "facility-location", "--size", "8", "--similarity", "cosine"]).Select(Index), picks.Select(Index));
    }

    [Theory]
    [InlineData("--method mmr", "--query: found none, --method mmr needs the row that picks shall be like")]
    [InlineData("--query x.csv", "--query: allowed with --method facility-location and mmr, found sensitivity")]
    [InlineData("--method mmr --query x.csv --metric cosine", "--metric: allowed with --method uniform, lightweight, sensitivity,")]
    [InlineData("--method mmr --query x.csv --similarity max-euclidean", "--similarity: found max-euclidean, which is relative to the farthest pair of all rows; "
        + "allowed with --method mmr are cosine, cosine-squared, correlation-squared, rbf, dot, exp-euclidean")]
    [InlineData("--method mmr --query x.csv --initial x.csv", "--initial: allowed with --method facility-location, graph-cut,")]
    [InlineData("--method mmr --query x.csv --weights x.csv", "--weights: not with --method mmr")]
    [InlineData("--method mmr --query x.csv --labels x.csv", "--labels: allowed with --balance, --report, --method undersample, oversample and craig")]
    [InlineData("--method mmr --query x.csv --relevance-weight 1.5", "--relevance-weight: found '1.5', allowed are numbers from 0 to 1")]
    [InlineData("--method mmr --query none.csv", "none.csv: no such file")]
    [InlineData("--method facility-location --score-weight 2", "--score-weight: allowed with --scores")]
    [InlineData("--method facility-location --relevance-weight 1", "--relevance-weight: allowed with --method mmr, found facility-location")]
    [InlineData("--cache-bytes 100", "--cache-bytes: allowed with --method facility-location, found sensitivity")]
    public void Options_that_a_method_would_ignore_are_refused(string options, string message) =>
        ToolRun.Of(["select", "digits", "--size", "5", .. options.Split(' ')]).IsRefused(message);

    [Theory]
    [InlineData("--initial", "1797\n", "found row number 1797 at position 0 (counted from 0), allowed are 0 to 1796")]
    [InlineData("--initial", "3\n-1\n", "found row number -1 at position 1 (counted from 0), allowed are 0 to 1796")]
    [InlineData("--initial", "3\n4\n3\n", "found row number 3 at position 2 (counted from 0) a second time, allowed is each once")]
    [InlineData("--candidates", "2.5\n", "found row number 2.5 at position 0 (counted from 0), allowed are 0 to 1796")]
    [InlineData("--candidates", "row\n3\nx\n", "found 'x' at position 1 (counted from 0), allowed are row numbers from 0")]
    [InlineData("--candidates", "1,2\n3,4\n", "found 2 columns and none named index, allowed is one row number per line")]
    [InlineData("--candidates", "1\n2\n", "--candidates: found 2 candidates; --size asks for 5 of them")]
    [InlineData("--scores", "1\n2\n", "found 2 scores, expected one for each of the 1797 rows of the input")]
    [InlineData("--scores", "score\nx\n", "found 'x' as the score of row 0, allowed are numbers from 0")]
    public void Files_that_do_not_go_with_the_input_are_refused(string option, string text, string message) => ToolRun.Of(
        "select", "digits", "--method", "facility-location", "--size", "5", option, _scratch.Text("f.csv", text)).IsRefused(message);

    [Fact]
    public void Scores_below_0_and_queries_of_other_rows_are_refused()
    {
        string rows = _scratch.Counting("x.npy", 3, 2);
        ToolRun.Of("select", rows, "--method", "facility-location", "--size", "1", "--scores", _scratch.Text("s.csv", "1\n-2\n3\n"))
            .IsRefused("s.csv: found -2 as the score of row 1, allowed are finite numbers from 0");
        Refused("q.csv: found rows of 3 values, allowed are 2 as in", "1,2,3\n");
        Refused("q.csv: found 2 rows, allowed with --method mmr is one", "1,2\n3,4\n");
        Refused("--query: found", "0,0\n");

        void Refused(string message, string query) =>
            ToolRun.Of("select", rows, "--method", "mmr", "--size", "1", "--query", _scratch.Text("q.csv", query), "--similarity", "cosine").IsRefused(message);
    }

    [Fact]
    public void What_is_read_is_not_written()
    {
        string initial = _scratch.Text("i.csv", "1\n");
        ToolRun.Of("select", "digits", "--method", "facility-location", "--size", "5", "--initial", initial, "--output", initial)
            .IsRefused("which is read as input already");
    }

    [Fact]
    public void Commands_without_labels_have_no_option_for_them() =>
        ToolRun.Of("cluster", "digits", "--clusters", "3", "--labels", "x.csv").IsRefused("--labels: no option of cluster");

    private static string[] Lines(string[] args) => ToolRun.Of(args).Succeeds().Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];

    internal static string[] Picks(Coreset coreset) => Picks(coreset.ToOwned());

    internal static string[] Picks(CoresetSnapshot picks) =>
        [.. Enumerable.Range(0, picks.Count).Select(i => FormattableString.Invariant($"{picks.Indices[i]},{picks.Weights[i]:R},{picks.Gains[i]:R}"))];

    private static int Index(string line) => int.Parse(line.Split(',')[0], CultureInfo.InvariantCulture);
}
