using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace HpcCoreset.Tool.Tests;

public sealed class DedupTests : IDisposable
{
    private const string Rows = "1,0\n0,1\n2,0.01\n0.02,1\n1,1\n";
    private readonly Scratch _scratch = new();

    [Fact]
    public void Every_row_has_its_representative_and_whether_it_stays()
    {
        string output = _scratch.At("rows.csv"), pairs = _scratch.At("pairs.csv");
        ToolRun.Of("dedup", _scratch.Text("x.csv", Rows), "--threshold", "0.99", "--output", output, "--pairs", pairs).Succeeds();
        Assert.Equal(["index,group,kept", "0,0,1", "1,1,1", "2,0,0", "3,1,0", "4,4,1"], File.ReadAllLines(output));
        string[] lines = File.ReadAllLines(pairs);
        Assert.Equal("first,second,cosine", lines[0]);
        Assert.StartsWith("0,2,0.99998", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("1,3,0.9998", lines[2], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public void Without_a_file_the_rows_are_on_standard_output() =>
        Assert.Equal("index,group,kept\n0,0,1\n1,1,1\n2,0,0\n3,1,0\n4,4,1\n", ToolRun.Of("dedup", _scratch.Text("x.csv", Rows), "--threshold", "0.99").Succeeds().Out);

    [Fact]
    public void Of_what_stays_the_most_typical_go()
    {
        string output = ToolRun.Of("dedup", _scratch.Text("x.csv", Rows), "--threshold", "0.99", "--clusters", "1", "--prototypes", "0.5").Succeeds().Out;
        Assert.Equal("index,group,kept\n0,0,1\n1,1,1\n2,0,0\n3,1,0\n4,4,0\n", output);
    }

    [Fact]
    public void The_summary_counts()
    {
        string line = ToolRun.Of("dedup", _scratch.Text("x.csv", Rows), "--threshold", "0.99", "--pairs", _scratch.At("p.csv"), "--summary", "json").Succeeds().Out;
        JsonElement summary = JsonDocument.Parse(line).RootElement;
        Assert.Equal(
            ["rows", "dimension", "threshold", "kept", "groups", "duplicates", "pairs", "seconds", "peak_rss_bytes", "threads", "seed"],
            summary.EnumerateObject().Select(key => key.Name));
        Assert.Equal([5, 3, 2, 2, 2], ((string[])["rows", "kept", "groups", "duplicates", "pairs"]).Select(key => summary.GetProperty(key).GetInt32()));
        Assert.Equal(["load", "dedup", "write"], summary.GetProperty("seconds").EnumerateObject().Select(key => key.Name));
    }

    [Theory]
    [InlineData("--threshold 0", "--threshold: found '0', allowed are numbers above 0 and up to 1")]
    [InlineData("--threshold 95", "--threshold: found '95'")]
    [InlineData("--clusters 0", "--clusters: found '0'")]
    [InlineData("--keep last", "--keep: found 'last', allowed are first, nearest-to-centre, farthest-from-centre")]
    [InlineData("--prototypes 2", "--prototypes: found '2'")]
    [InlineData("--output rows.npy", "--output: found")]
    [InlineData("--pairs pairs.npy", "--pairs: found")]
    [InlineData("--weights x.csv", "--weights and --weight-column: duplicates have none")]
    [InlineData("--output - --summary json", "--output -: not together with --summary")]
    [InlineData("--output same.csv --pairs same.csv", "--pairs: found")]
    public void Dedup_refuses(string options, string message) => ToolRun.Of(
        ["dedup", _scratch.Text("x.csv", Rows), .. options.Split(' ').Select(word => word.Contains(".csv", StringComparison.Ordinal) ? _scratch.At(word) : word)])
        .IsRefused(message);

    [Fact]
    public void A_row_of_zeros_is_refused_by_its_number() =>
        ToolRun.Of("dedup", _scratch.Text("x.csv", "1,0\n0,0\n")).IsRefused("x.csv: found only zeros in row 1");

    public void Dispose() => _scratch.Dispose();
}
