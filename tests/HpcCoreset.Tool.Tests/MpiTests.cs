using System;
using System.IO;
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

    [Theory]
    [InlineData("--mpi: found --method kcenter, allowed are sensitivity, lightweight, uniform and facility-location", "--method", "kcenter")]
    [InlineData("--rows: not with --mpi", "--rows", "rows.npy")]
    [InlineData("--normalize: not with --mpi", "--normalize")]
    [InlineData("--neighbours: not with --mpi", "--method", "facility-location", "--neighbours", "5")]
    [InlineData("--candidates: not with --mpi", "--method", "facility-location", "--candidates", "rows.csv")]
    [InlineData("--query: not with --mpi", "--method", "facility-location", "--query", "rows.csv")]
    [InlineData(
        "--optimizer: found approximate-lazy, whose picks depend on bounds; not with --mpi", "--method", "facility-location", "--optimizer", "approximate-lazy")]
    public void What_processes_do_not_do_together_is_refused(string message, params string[] arguments) =>
        ToolRun.Of(["select", "digits", "--size", "10", "--mpi", .. arguments]).IsRefused(message);

    private void CheckPicks(string launcher)
    {
        string[] lines = [.. File.ReadLines(Digits())];
        int[] cuts = [0, 300, 1_100, lines.Length];
        for (int rank = 0; rank < Ranks; rank++) _scratch.Text($"shard-{rank}.csv", string.Join('\n', lines[cuts[rank]..cuts[rank + 1]]) + "\n");
        string picks = _scratch.At("picks.csv");
        string[][] selections =
        [
            ["--method", "sensitivity", "--size", "120", "--clusters", "10", "--seed", "5"],
            ["--method", "lightweight", "--size", "120", "--seed", "5"],
            ["--method", "facility-location", "--size", "40"],
            ["--method", "facility-location", "--similarity", "cosine", "--size", "40", "--optimizer", "randgreedi", "--local-partitions", "--partitions", "4"],
            ["--method", "facility-location", "--similarity", "cosine", "--size", "40", "--optimizer", "lazier-than-lazy", "--seed", "5"],
        ];
        foreach (string[] select in selections)
        {
            string expected = ToolRun.Of(["select", _scratch.At("digits.csv"), .. select, "--output", "-"]).Succeeds().Out;
            foreach (string input in (ReadOnlySpan<string>)["shard-{rank}.csv", "digits.csv"])
            {
                (int exitCode, string output, string error) = Launcher.All[launcher].Run(Ranks, [s_tool, "select", _scratch.At(input), "--mpi", .. select, "--output", picks]);
                Assert.Equal((0, "", ""), (exitCode, output, error));
                Assert.Equal(expected, File.ReadAllText(picks));
                File.Delete(picks);
            }
            Assert.Equal(expected, Launcher.All[launcher].Run(Ranks, [s_tool, "select", _scratch.At("digits.csv"), "--mpi", .. select]).Output.ReplaceLineEndings("\n"));
        }
    }

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

    /// <summary>The sample as a file.</summary>
    private string Digits()
    {
        string all = _scratch.At("digits.csv");
        ToolRun.Of("select", "digits", "--size", "1797", "--clusters", "1", "--rows", all).Succeeds();
        return all;
    }
}
