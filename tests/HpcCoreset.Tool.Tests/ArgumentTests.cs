using System;
using Xunit;

namespace HpcCoreset.Tool.Tests;

public sealed class ArgumentTests : IDisposable
{
    private const StringSplitOptions NoBlanks = StringSplitOptions.RemoveEmptyEntries;

    private readonly Scratch _scratch = new();

    [Theory]
    [InlineData("--coreset: required by evaluate: the coreset: .csv, .json or .npz, as select writes them", "evaluate", "digits", "--clusters", "3")]
    [InlineData("--clusters: required by cluster: number of centres", "cluster", "digits")]
    [InlineData("--output: found no value, one is required: ", "select", "digits", "--size", "3", "--output")]
    [InlineData("--size: found no value, one is required: how many rows to pick", "select", "digits", "--size")]
    public void An_option_that_is_missing_or_has_no_value_is_named_with_what_it_is_for(string message, params string[] args) => ToolRun.Of(args).IsRefused(message);

    [Theory]
    [InlineData("--sise 5", "--sise: no option of select; did you mean --size?")]
    [InlineData("--size 5 --standardise", "--standardise: no option of select; did you mean --standardize?")]
    [InlineData("--size 5 --reports x.html", "--reports: no option of select; did you mean --report?")]
    [InlineData("--size 5 --optimizer lazy", "--optimizer: allowed with --method facility-location, graph-cut,")]
    [InlineData("--size 5 --tokens x", "--tokens: no option of select")]
    [InlineData("--size=5 --tokens=x", "--tokens: no option of select")]
    [InlineData("--size 5 --method facility-locatoin", "did you mean facility-location?")]
    [InlineData("--size 5 --method kc", "--method: found 'kc', allowed are uniform, lightweight, sensitivity, coreset-tree, bico")]
    [InlineData("--size 5 --metric euclidian", "allowed are squared-euclidean, euclidean, cosine, manhattan; did you mean euclidean?")]
    [InlineData("--size 5 --method facility-location --similarity cosin", "did you mean cosine?")]
    [InlineData("--size 5 --summary xml", "--summary: found 'xml', allowed are json")]
    [InlineData("--size abc", "--size: found 'abc', allowed are whole numbers from 1 to 2147483647")]
    [InlineData("--size 0", "--size: found '0', allowed are whole numbers from 1")]
    [InlineData("--size -3", "--size: found '-3', allowed are whole numbers from 1")]
    [InlineData("--size 2.5", "--size: found '2.5', allowed are whole numbers from 1")]
    [InlineData("--size 1798", "--size: found 1798, allowed are 1 to 1797, the rows of digits")]
    [InlineData("--fraction 0", "--fraction: found '0', allowed are numbers above 0 and up to 1")]
    [InlineData("--fraction 1.5", "--fraction: found '1.5', allowed are numbers above 0 and up to 1")]
    [InlineData("--fraction NaN", "--fraction: found 'NaN', allowed are numbers above 0 and up to 1")]
    [InlineData("--fraction 0,5", "--fraction: found '0,5', allowed are numbers above 0 and up to 1")]
    [InlineData("", "--size, --fraction, --epsilon: found none, expected one of them")]
    [InlineData("--size 5 --fraction 0.5", "--size, --fraction, --epsilon: found --size and --fraction, expected one of them")]
    [InlineData("--epsilon -1", "--epsilon: found '-1', allowed are finite numbers from 0")]
    [InlineData("--epsilon 0.1 --method facility-location", "--epsilon: allowed with --method uniform, lightweight, sensitivity, coreset-tree, bico, fast-coreset, kmeans, kmedoids, kcenter and protras, found facility-location")]
    [InlineData("--epsilon 0.1 --labels x.npy --balance equal", "--epsilon: not with --balance")]
    [InlineData("--size 5 --clusters 0", "--clusters: found '0', allowed are whole numbers from 1")]
    [InlineData("--size 5 --clusters 6", "--size: found 5 rows, allowed are 6 (--clusters) and more")]
    [InlineData("--fraction 0.001 --clusters 6", "--fraction: found 2 rows, allowed are 6 (--clusters) and more")]
    [InlineData("--size 5 --threads 0", "--threads: found '0', allowed are whole numbers from 1 to 1024")]
    [InlineData("--size 5 --seed -1", "--seed: found '-1', allowed are whole numbers from 0 to 18446744073709551615")]
    [InlineData("--size 5 --cache-bytes -1", "--cache-bytes: found '-1', allowed are whole numbers from 0")]
    [InlineData("--size 5 --similarity cosine", "--similarity: allowed with --method facility-location, graph-cut, sum-redundancy, saturated-coverage, dpp, craig and mmr, found sensitivity")]
    [InlineData("--size 5 --method bico --metric cosine", "--metric: found cosine, --method bico allows squared-euclidean only")]
    [InlineData("--size 5 --method facility-location --metric cosine", "--metric: allowed with --method uniform,")]
    [InlineData("--size 5 --radius 1", "--radius: allowed with --method kcenter and protras")]
    [InlineData("--size 5 --method kcenter --radius 0", "--radius: found '0', allowed are finite numbers above 0")]
    [InlineData("--epsilon 0.1 --method kcenter --outliers 3", "--outliers: not together with --epsilon")]
    [InlineData("--size 5 --method protras --outliers 3", "--outliers: allowed with --method kcenter and sensitivity")]
    [InlineData("--size 5 --method kcenter --outliers 3 --radius 2", "--outliers: not together with --radius")]
    [InlineData("--size 5 --method kcenter --outliers -1", "--outliers: found '-1', allowed are finite numbers above 0")]
    [InlineData("--size 5 --method facility-location --gamma 2", "--gamma: allowed with --similarity rbf")]
    [InlineData("--size 5 --method facility-location --similarity rbf --gamma 0,5", "--gamma: found '0,5', allowed are finite")]
    [InlineData("--size 5 --method facility-location --similarity rbf --gamma 0", "--gamma: found '0', allowed are finite numbers above 0")]
    [InlineData("--size 5 --size 6", "--size")]
    [InlineData("--size", "--size")]
    [InlineData("--size 5 more", "more")]
    public void Select_refuses(string options, string message) =>
        ToolRun.Of(["select", "digits", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).IsRefused(message);

    [Fact]
    public void An_unknown_option_before_the_input_is_not_taken_for_the_input() =>
        ToolRun.Of("select", "--tokens", "x", "digits", "--size", "5").IsRefused("--tokens: no option of select");

    [Fact]
    public void An_argument_that_begins_with_an_at_sign_is_a_file() =>
        ToolRun.Of("select", "@x.npy", "--size", "5").IsRefused("@x.npy: no such file");

    [Theory]
    [InlineData("selct", "found the command 'selct', allowed are select, evaluate, cluster, compare, score, dedup, reduce, merge, project, train, info, completion; did you mean select?")]
    [InlineData("report", "found the command 'report', allowed are select, evaluate, cluster, compare, score, dedup, reduce, merge, project, train, info, completion")]
    [InlineData("", "a command is required, allowed are select, evaluate, cluster, compare, score, dedup, reduce, merge, project, train, info, completion")]
    [InlineData("--verbose", "--verbose: no option of hpc-coreset")]
    [InlineData("select", "INPUT: required by select, allowed are .npy,")]
    [InlineData("select --size 5", "or the sample 'digits' (select --help tells more)")]
    [InlineData("evaluate --clusters 5", "INPUT: required by evaluate")]
    [InlineData("evaluate digits --clusters 5", "--coreset")]
    [InlineData("evaluate digits --coreset x.csv", "--clusters")]
    [InlineData("cluster digits", "--clusters")]
    [InlineData("cluster digits --clusters 5 --metric manhattan", "--metric: found 'manhattan', allowed with --method kmeans are squared-euclidean, cosine")]
    [InlineData("cluster digits --clusters 1798", "--clusters: found 1798, allowed are 1 to 1797, the rows of digits")]
    [InlineData("cluster digits --clusters 5 --coreset-size 4", "--coreset-size: found 4, allowed are 5 (--clusters) to 1797")]
    [InlineData("cluster digits --clusters 5 --polish -1", "--polish: found '-1', allowed are whole numbers from 0")]
    [InlineData("info --seed 1", "--seed: no option of info")]
    public void Other_arguments_are_refused(string args, string message) =>
        ToolRun.Of(args.Split(' ', StringSplitOptions.RemoveEmptyEntries)).IsRefused(message);

    [Theory]
    [InlineData("--help", "Usage:")]
    [InlineData("select --help", "--cache-bytes")]
    [InlineData("evaluate --help", "--candidates")]
    [InlineData("cluster --help", "--polish")]
    public void Help_is_printed(string args, string expected) => Assert.Contains(expected, ToolRun.Of(args.Split(' ')).Succeeds().Out);

    [Theory]
    [InlineData("--help", "0 done, 1 a fault of the program or of the machine, 2 bad arguments or bad input, 130 interrupted")]
    [InlineData("select --help", "(rows, dimension) of float32, float64, float16, uint8, int8")]
    [InlineData("select --help", "a first line without numbers is a header, one of nothing but numbers is a row")]
    [InlineData("select --help", "in the order picked (by methods that pick one row after the other) or by row number (samplers)")]
    [InlineData("select --help", "gain is the inclusion probability of a sampler")]
    [InlineData("select --help", "the default without --rows and --summary")]
    [InlineData("select --help", "left out of the rows, and used with --balance")]
    [InlineData("select --help", "the k that a k-means coreset is for (default 10)")]
    [InlineData("select --help", "changes no pick (default 0")]
    [InlineData("evaluate --help", "cost_full and cost_coreset are those of the worst candidate")]
    [InlineData("cluster --help", "Lloyd passes over all rows after solving (default 0)")]
    [InlineData("cluster --help", "squared with squared-euclidean, the default metric")]
    public void Help_says(string args, string expected) =>
        Assert.Contains(expected, string.Join(' ', ToolRun.Of(args.Split(' ')).Succeeds().Out.Split((char[]?)null, NoBlanks)));

    [Fact]
    public void A_full_disk_is_told_without_the_name_of_a_type()
    {
        using var stdout = new FullDisk();
        using var stderr = new System.IO.StringWriter();
        Assert.Equal(1, CommandLine.Run(["select", "digits", "--size", "5", "--clusters", "5"], stdout, stderr));
        Assert.Equal("hpc-coreset: reading or writing failed: No space left on device", stderr.ToString().Trim());
    }

    [Theory]
    [InlineData("sensitivity", "--output -")]
    [InlineData("uniform", "--output - --rows rows.csv")]
    public void Standard_output_is_not_shared_with_the_summary(string method, string options)
    {
        ToolRun.Of(["select", "digits", "--size", "5", "--method", method, .. options.Split(' '), "--summary", "json"])
            .IsRefused("--output -: not together with --summary");
        Assert.Empty(_scratch.FileNames);
    }

    [Fact]
    public void Outputs_that_cannot_be_written_are_refused_before_any_work()
    {
        string input = _scratch.Counting("x.npy", 3, 2);
        Refused("o.txt, allowed are files ending in .csv, .json, .npz", "--output", _scratch.At("o.txt"));
        Refused("--rows: found -, allowed are files ending in .npy, .csv", "--rows", "-");
        Refused("whose directory does not exist", "--output", _scratch.At("none/o.csv"));
        Refused("which is read as input already", "--rows", input);
        Refused("which is written by --output already", "--output", _scratch.At("o.csv"), "--rows", _scratch.At("o.csv"));
        System.IO.Directory.CreateDirectory(_scratch.At("d.csv"));
        Refused("found the directory", "--output", _scratch.At("d.csv"));
        Assert.Equal(["x.npy"], _scratch.FileNames);

        void Refused(string message, params string[] options) =>
            ToolRun.Of(["select", input, "--size", "2", .. options]).IsRefused(message);
    }

    public void Dispose() => _scratch.Dispose();

    private sealed class FullDisk : System.IO.StringWriter
    {
        public override void Write(char value) => throw new System.IO.IOException("No space left on device");

        public override void Write(char[] buffer, int index, int count) => throw new System.IO.IOException("No space left on device");

        public override void Write(ReadOnlySpan<char> buffer) => throw new System.IO.IOException("No space left on device");

        public override void Write(string? value) => throw new System.IO.IOException("No space left on device");
    }
}
