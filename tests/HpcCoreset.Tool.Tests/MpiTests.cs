using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using HpcCoreset.Mpi.Tests;
using Xunit;

namespace HpcCoreset.Tool.Tests;

/// <summary>Three processes that select together write what one writes.</summary>
public sealed class MpiTests : IDisposable
{
    private const int Ranks = 3;
    private static readonly string s_tool = Path.Combine(AppContext.BaseDirectory, "hpc-coreset");
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [FactUnder("Open MPI")]
    public void Ranks_of_Open_MPI_pick_what_one_machine_picks() => CheckPicks("Open MPI");

    [FactUnder("MPICH")]
    public void Ranks_of_MPICH_pick_what_one_machine_picks() => CheckPicks("MPICH");

    [FactUnder("Open MPI")]
    public void A_bad_row_on_one_rank_of_Open_MPI_ends_all_with_one_line() => CheckRefusal("Open MPI");

    [FactUnder("MPICH")]
    public void A_bad_row_on_one_rank_of_MPICH_ends_all_with_one_line() => CheckRefusal("MPICH");

    [FactUnder("Open MPI")]
    public void Ranks_of_Open_MPI_transform_cluster_and_evaluate_as_one_machine_does() => CheckCommands("Open MPI");

    [FactUnder("MPICH")]
    public void Ranks_of_MPICH_transform_cluster_and_evaluate_as_one_machine_does() => CheckCommands("MPICH");

    [FactUnder("Open MPI")]
    public void A_run_of_Open_MPI_that_failed_goes_on_from_its_checkpoint() => CheckCheckpoint("Open MPI");

    [FactUnder("MPICH")]
    public void A_run_of_MPICH_that_failed_goes_on_from_its_checkpoint() => CheckCheckpoint("MPICH");

    [Theory]
    [InlineData("--mpi: found --method kcenter, allowed are sensitivity, lightweight, uniform and facility-location", "--method", "kcenter")]
    [InlineData("--neighbours: not with --mpi", "--method", "facility-location", "--neighbours", "5")]
    [InlineData("--candidates: not with --mpi", "--method", "facility-location", "--candidates", "rows.csv")]
    [InlineData("--query: not with --mpi", "--method", "facility-location", "--query", "rows.csv")]
    [InlineData(
        "--optimizer: found approximate-lazy, whose picks depend on bounds; not with --mpi", "--method", "facility-location", "--optimizer", "approximate-lazy")]
    [InlineData("--report: not with --mpi", "--report", "page.html")]
    [InlineData("--epsilon: not with --mpi", "--epsilon", "0.1", "--clusters", "3")]
    public void What_processes_do_not_do_together_is_refused(string message, params string[] arguments) =>
        ToolRun.Of(["select", "digits", "--mpi", .. arguments.Contains("--epsilon") ? [] : (string[])["--size", "10"], .. arguments]).IsRefused(message);

    [Theory]
    [InlineData("--checkpoint: allowed with --mpi", "select", "digits", "--size", "10", "--checkpoint", "c")]
    [InlineData("--checkpoint: found '/dev/null', allowed is a directory", "select", "digits", "--size", "10", "--mpi", "--checkpoint", "/dev/null")]
    [InlineData("--checkpoint: allowed with --method sensitivity, lightweight and uniform", "select", "digits", "--size", "10", "--method", "kcenter", "--checkpoint", "c")]
    [InlineData("--coreset-size: required with --mpi", "cluster", "digits", "--clusters", "10", "--mpi")]
    [InlineData("--mpi: found --method kmedoids, allowed is kmeans", "cluster", "digits", "--clusters", "10", "--coreset-size", "50", "--method", "kmedoids", "--mpi")]
    [InlineData("--outliers: not with --mpi", "evaluate", "digits", "--coreset", "c.csv", "--clusters", "10", "--outliers", "3", "--mpi")]
    [InlineData("--mpi: found standard input, allowed are files", "cluster", "-", "--clusters", "10", "--coreset-size", "50", "--mpi")]
    public void So_is_what_does_not_go_together(string message, params string[] arguments) => ToolRun.Of(arguments).IsRefused(message);

    private void CheckPicks(string launcher)
    {
        Shards();
        string picks = _scratch.At("picks.csv");
        const string Own = "shard-{rank}.csv", Shared = "digits.csv";
        (string Options, string Input)[] selections =
        [
            ("sensitivity --size 120 --clusters 10 --seed 5", Own),
            ("sensitivity --size 120 --clusters 10 --seed 5", Shared),
            ("lightweight --size 120 --seed 5", Own),
            ("lightweight --size 120 --seed 5", Shared),
            ("facility-location --size 40", Own),
            ("facility-location --similarity cosine --size 40 --optimizer randgreedi --local-partitions --partitions 4", Shared),
            ("facility-location --similarity cosine --size 40 --optimizer lazier-than-lazy --seed 5", Own),
        ];
        foreach ((string options, string input) in selections)
        {
            string[] select = ["--method", .. options.Split(' ')];
            string expected = ToolRun.Of(["select", _scratch.At(Shared), .. select, "--output", "-"]).Succeeds().Out;
            (int exitCode, string output, string error) = Launcher.All[launcher].Run(Ranks, [s_tool, "select", _scratch.At(input), "--mpi", .. select, "--output", picks]);
            Assert.Equal((0, "", ""), (exitCode, output, error));
            Assert.Equal(expected, File.ReadAllText(picks));
            File.Delete(picks);
        }
        string[] uniform = ["select", _scratch.At(Shared), "--method", "uniform", "--size", "20"];
        Assert.Equal(ToolRun.Of(uniform).Succeeds().Out, Launcher.All[launcher].Run(Ranks, [s_tool, .. uniform, "--mpi"]).Output.ReplaceLineEndings("\n"));
    }

    private void CheckCommands(string launcher)
    {
        Shards();
        string[][] commands =
        [
            ["select", "--size", "60", "--clusters", "8", "--standardize", "--normalize", "--metric", "cosine", "--output", "OUT.csv", "--rows", "OUT.npy"],
            ["select", "--method", "uniform", "--size", "60", "--rows", "OUT.csv"],
            ["cluster", "--clusters", "10", "--coreset-size", "150", "--polish", "3", "--centers-output", "OUT.npy", "--assignment-output", "OUT.csv"],
            ["cluster", "--clusters", "4", "--coreset-size", "80", "--normalize", "--assignment-output", "OUT.csv"],
        ];
        foreach (string[] command in commands)
        {
            JsonElement expected = Summary(ToolRun.Of(Arguments(command, "digits.csv", "one")).Succeeds().Out);
            foreach (string input in (ReadOnlySpan<string>)["shard-{rank}.csv", "digits.csv"])
            {
                JsonElement found = Summary(Run(launcher, [.. Arguments(command, input, "many"), "--mpi"]));
                foreach (string key in (ReadOnlySpan<string>)["cost", "objective", "total_weight", "rows", "size"])
                    if (expected.TryGetProperty(key, out JsonElement value)) Assert.Equal(value.GetRawText(), found.GetProperty(key).GetRawText());
                foreach (string ending in (ReadOnlySpan<string>)["csv", "npy"])
                {
                    string one = _scratch.At($"one.{ending}"), many = _scratch.At($"many.{ending}");
                    Assert.Equal(File.Exists(one), File.Exists(many));
                    if (!File.Exists(one)) continue;
                    Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(many));
                    File.Delete(many);
                }
            }
            File.Delete(_scratch.At("one.npy"));
        }

        // What one process cannot write none does, and it is known before any work.
        Directory.CreateDirectory(_scratch.At("part-1.csv"));
        (int exitCode, _, string error) = Launcher.All[launcher].Run(
            Ranks, [s_tool, .. Arguments([.. commands[^2][..^1], "part-{rank}.csv"], "shard-{rank}.csv", "none"), "--mpi"]);
        Assert.NotEqual(0, exitCode);
        Assert.Equal($"hpc-coreset: rank 1: --assignment-output: found the directory {_scratch.At("part-1.csv")}, allowed is a file", error.TrimEnd());
        Assert.Empty(Directory.GetFiles(_scratch.At("."), "none.*"));
        Directory.Delete(_scratch.At("part-1.csv"));

        // A file of each rank, which together are that of one machine.
        string[] assign = [.. commands[^1][..^1], "part-{rank}.csv"];
        Run(launcher, [.. Arguments(assign, "shard-{rank}.csv", ""), "--mpi"]);
        string[][] parts = [.. Enumerable.Range(0, Ranks).Select(rank => File.ReadAllLines(_scratch.At($"part-{rank}.csv")))];
        Assert.Equal<string>(File.ReadAllLines(_scratch.At("one.csv")), (string[])[parts[0][0], .. parts.SelectMany(part => part[1..])]);

        ToolRun.Of("select", _scratch.At("digits.csv"), "--size", "100", "--clusters", "10", "--output", _scratch.At("picks.npz")).Succeeds();
        string[] evaluate = ["evaluate", "--coreset", _scratch.At("picks.npz"), "--clusters", "10", "--candidates", "9"];
        JsonObject judged = JsonNode.Parse(ToolRun.Of(Arguments(evaluate, "digits.csv", "")).Succeeds().Out)!.AsObject();
        JsonObject together = JsonNode.Parse(Run(launcher, [.. Arguments(evaluate, "shard-{rank}.csv", ""), "--mpi"]))!.AsObject();
        Assert.Equal(Ranks, (int)together["mpi"]!["ranks"]!);
        together.Remove("mpi");
        Assert.Equal(judged.ToJsonString(), together.ToJsonString());
    }

    /// <summary>A rank fails where it would keep its second pass; the next run finds what was kept before that, and is told what is wrong if it is another.</summary>
    private void CheckCheckpoint(string launcher)
    {
        Shards();
        string checkpoint = _scratch.At("checkpoint"), picks = _scratch.At("picks.csv"), obstacle = Path.Combine(checkpoint, "rank-1.pass-2");
        string[] select = ["--size", "120", "--clusters", "10", "--seed", "5"];
        string expected = ToolRun.Of(["select", _scratch.At("digits.csv"), .. select, "--output", "-"]).Succeeds().Out;
        string[] across = [s_tool, "select", _scratch.At("shard-{rank}.csv"), "--mpi", .. select, "--output", picks, "--checkpoint", checkpoint, "--summary", "json"];
        Directory.CreateDirectory(obstacle);
        (int exitCode, string output, string error) = Launcher.All[launcher].Run(Ranks, across);
        Assert.NotEqual(0, exitCode);
        Assert.Equal("", output);
        Assert.Contains("hpc-coreset: rank 1: ", error, StringComparison.Ordinal);
        Assert.False(File.Exists(picks));
        Directory.Delete(obstacle);
        int kept = Directory.GetFiles(checkpoint, "rank-*.pass-*").Count(file => !file.EndsWith(".partial", StringComparison.Ordinal));
        Assert.InRange(kept, 1, 5);

        (exitCode, output, error) = Launcher.All[launcher].Run(Ranks, [.. across, "--method", "lightweight"]);
        Assert.NotEqual(0, exitCode);
        Assert.StartsWith("hpc-coreset: rank 0: checkpoint: found one of '--method Sensitivity'", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));

        JsonElement summary = Summary(Run(launcher, across[1..]));
        Assert.Equal(kept, summary.GetProperty("mpi").GetProperty("checkpoint").GetProperty("passes_recalled").GetInt32());
        Assert.Equal(expected, File.ReadAllText(picks));
        Assert.Empty(Directory.EnumerateFileSystemEntries(checkpoint));
    }

    private static string Run(string launcher, string[] arguments)
    {
        (int exitCode, string output, string error) = Launcher.All[launcher].Run(Ranks, [s_tool, .. arguments]);
        Assert.Equal((0, ""), (exitCode, error));
        return output;
    }

    private string[] Arguments(string[] command, string input, string name) =>
        [command[0], _scratch.At(input), .. command[1..].Select(word =>
            word.StartsWith("OUT.", StringComparison.Ordinal) ? _scratch.At(word.Replace("OUT", name, StringComparison.Ordinal)) : word.StartsWith("part-", StringComparison.Ordinal) ? _scratch.At(word) : word),
            "--seed", "3", "--summary", "json"];

    [Fact]
    public void An_output_that_one_process_reads_is_refused()
    {
        for (int rank = 0; rank < Ranks; rank++) _scratch.Text($"shard-{rank}.csv", "1,2\n3,4\n");
        ToolRun.Of("select", _scratch.At("shard-{rank}.csv"), "--mpi", "--size", "2", "--output", _scratch.At("shard-1.csv"))
            .IsRefused($"--output: found {_scratch.At("shard-1.csv")}, which one of the processes reads as input");
    }

    private static JsonElement Summary(string line) => JsonDocument.Parse(line).RootElement;

    private void CheckRefusal(string launcher)
    {
        for (int rank = 0; rank < Ranks; rank++) _scratch.Text($"shard-{rank}.csv", rank == 1 ? "1,2\n3,NaN\n" : "1,2\n3,4\n");
        (int exitCode, string output, string error) = Launcher.All[launcher].Run(
            Ranks, s_tool, "select", _scratch.At("shard-{rank}.csv"), "--mpi", "--size", "2", "--clusters", "1", "--output", _scratch.At("picks.csv"));
        Assert.NotEqual(0, exitCode);
        Assert.Equal("", output);
        Assert.StartsWith("hpc-coreset: rank 1: ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.False(File.Exists(_scratch.At("picks.csv")));
    }

    /// <summary>The sample as three files.</summary>
    private void Shards()
    {
        string[] lines = [.. File.ReadLines(Digits())];
        int[] cuts = [0, 300, 1_100, lines.Length];
        for (int rank = 0; rank < Ranks; rank++) _scratch.Text($"shard-{rank}.csv", string.Join('\n', lines[cuts[rank]..cuts[rank + 1]]) + "\n");
    }

    /// <summary>The sample as a file.</summary>
    private string Digits()
    {
        string all = _scratch.At("digits.csv");
        ToolRun.Of("select", "digits", "--size", "1797", "--clusters", "1", "--rows", all).Succeeds();
        return all;
    }
}
