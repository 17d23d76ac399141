using System;
using System.IO;
using System.Linq;
using HpcCoreset.Mpi.Tests.Selection;
using HpcCoreset.Tool.Tests;
using Xunit;

namespace HpcCoreset.Mpi.Tests.Checkpoints;

/// <summary>A selection that ended anywhere goes on from the passes that its ranks had finished, to the same bytes.</summary>
public sealed class SelectionCheckpointTests : IDisposable
{
    private const int Ranks = 3;
    private static readonly ClusteringCoresetOptions s_options = new() { Size = 300, Clusters = 20, Seed = 4 };
    private static readonly Shards s_shards = Shards.Random(8, 30_000, 5, Ranks, weighted: true);
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    /// <summary>A rank fails at each of its passes in turn: something that is no file lies where the pass would be kept.</summary>
    [Theory]
    [InlineData(ClusteringCoresetMethod.Sensitivity, Metric.SquaredEuclidean)]
    [InlineData(ClusteringCoresetMethod.Sensitivity, Metric.Cosine)]
    [InlineData(ClusteringCoresetMethod.Lightweight, Metric.SquaredEuclidean)]
    public void A_run_that_failed_at_any_pass_goes_on_from_there(ClusteringCoresetMethod method, Metric metric)
    {
        ClusteringCoresetOptions options = s_options with { Method = method, Metric = metric };
        CoresetSnapshot expected = One(options);
        int[] passes = Run(options, "whole", expected).Made;
        Assert.All(passes, made => Assert.InRange(made, 1, 20));
        for (int rank = 0; rank < Ranks; rank++)
            for (int pass = 1; pass <= passes[rank]; pass++)
            {
                string directory = $"{rank}-{pass}", obstacle = Path.Combine(_scratch.At(directory), $"rank-{rank}.pass-{pass}");
                Directory.CreateDirectory(obstacle);
                File.Copy(Path.Combine(_scratch.At("whole"), $"rank-{rank}.checkpoint"), Path.Combine(_scratch.At(directory), $"rank-{rank}.checkpoint"));
                (int[] made, _) = Run(options, directory, null);
                Assert.Equal(pass - 1, made[rank]);
                Directory.Delete(obstacle);

                (int[] rest, int[] recalled) = Run(options, directory, expected);
                Assert.Equal(made, recalled);
                Assert.Equal(passes, made.Zip(rest, (before, after) => before + after));
            }
    }

    [Fact]
    public void A_damaged_pass_is_made_again()
    {
        CoresetSnapshot expected = One(s_options);
        int[] passes = Run(s_options, "c", expected).Made;
        foreach (string file in Directory.EnumerateFiles(_scratch.At("c"), "*.pass-*").ToArray())
        {
            byte[] bytes = File.ReadAllBytes(file);
            int rank = Path.GetFileName(file)["rank-".Length] - '0';
            byte[][] damaged = [[.. bytes[..^40], (byte)(bytes[^40] ^ 1), .. bytes[^39..]], bytes[..^1], [.. bytes, 0], [], [.. new byte[32], .. bytes[32..]]];
            foreach (byte[] broken in damaged)
            {
                File.WriteAllBytes(file, broken);
                (int[] made, int[] recalled) = Run(s_options, "c", expected);
                Assert.Equal(Enumerable.Range(0, Ranks).Select(r => r == rank ? 1 : 0), made);
                Assert.Equal(passes[rank] - 1, recalled[rank]);
            }
        }
    }

    [Fact]
    public void A_rank_that_has_lost_its_files_makes_its_own_passes_again()
    {
        CoresetSnapshot expected = One(s_options);
        int[] passes = Run(s_options, "c", expected).Made;
        new SelectionCheckpoint(_scratch.At("c")).Delete(1);
        (int[] made, int[] recalled) = Run(s_options, "c", expected);
        Assert.Equal([0, passes[1], 0], made);
        Assert.Equal([passes[0], 0, passes[2]], recalled);
        for (int rank = 0; rank < Ranks; rank++) new SelectionCheckpoint(_scratch.At("c")).Delete(rank);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_scratch.At("c")));
    }

    [Fact]
    public void A_checkpoint_of_something_else_is_refused()
    {
        Run(s_options, "c", One(s_options));
        Refused("'options.Size 300'", "allowed is 'options.Size 301'", s_options with { Size = 301 }, s_shards);
        Refused("'options.Clusters 20'", "'options.Clusters 21'", s_options with { Clusters = 21 }, s_shards);
        Refused("'options.Seed 4'", "'options.Seed 5'", s_options with { Seed = 5 }, s_shards);
        Refused("'options.Metric SquaredEuclidean'", "'options.Metric Cosine'", s_options with { Metric = Metric.Cosine }, s_shards);
        Refused("'rows here ", "'rows here ", s_options, s_shards with { Starts = [0, 1_024, 2_048, s_shards.Count] });
        float[] values = [.. s_shards.Values];
        values[^1] += 1; // of the last rank, which all ranks must know of: their nearest centres may be others then
        Refused("'SHA-256 of all rows and weights ", "'SHA-256", s_options, s_shards with { Values = values });
        double[] weights = [.. s_shards.Weights];
        weights[0] = 2;
        Refused("'SHA-256 of all rows and weights ", "'SHA-256", s_options, s_shards with { Weights = weights });
        Refused("'SHA-256 of all rows and weights ", "'SHA-256", s_options, s_shards with { Weights = [] });
    }

    [Fact]
    public void A_checkpoint_of_something_else_is_refused_also_where_all_rows_are_picked()
    {
        int[] passes = Run(s_options, "c", One(s_options)).Made;
        Refused("'options.Size 300'", $"allowed is 'options.Size {s_shards.Count}'", s_options with { Size = s_shards.Count }, s_shards);
        Assert.Equal(passes, Run(s_options, "c", One(s_options)).Recalled);
    }

    [Fact]
    public void A_damaged_description_is_as_good_as_none()
    {
        CoresetSnapshot expected = One(s_options);
        int[] passes = Run(s_options, "c", expected).Made;
        string description = Path.Combine(_scratch.At("c"), "rank-1.checkpoint");
        string text = File.ReadAllText(description);
        foreach (string damaged in (string[])["", text[..^10], text.Replace("Size 300", "Size 301", StringComparison.Ordinal), text + "more\n"])
        {
            File.WriteAllText(description, damaged);
            Assert.Equal([0, passes[1], 0], Run(s_options, "c", expected).Made);
            Assert.Equal(text, File.ReadAllText(description));
        }
    }

    [Fact]
    public void Files_of_others_stay()
    {
        Directory.CreateDirectory(_scratch.At("c"));
        string[] others = [.. new[] { "rank-0.npy", "rank-0.csv", "rank-00.checkpoint", "rank-7.pass-1" }.Select(name => Path.Combine(_scratch.At("c"), name))];
        foreach (string file in others) File.WriteAllText(file, "");
        Run(s_options, "c", One(s_options));
        for (int rank = 0; rank < Ranks; rank++) new SelectionCheckpoint(_scratch.At("c")).Delete(rank);
        Assert.Equal(others.Order(StringComparer.Ordinal), Directory.EnumerateFileSystemEntries(_scratch.At("c")).Order(StringComparer.Ordinal));
    }

    private void Refused(string found, string allowed, ClusteringCoresetOptions options, Shards shards) => InProcessCommunicator.Run(Ranks, communicator =>
    {
        using var selector = new DistributedCoresetSelector(options, communicator, new SelectionCheckpoint(_scratch.At("c")));
        string message = Assert.Throws<ArgumentException>(() => selector.Select(shards.Points(communicator.Rank), shards.WeightsOf(communicator.Rank))).Message;
        Assert.StartsWith("rank 0: checkpoint: found one of " + found, message, StringComparison.Ordinal);
        Assert.Contains("rank-0.checkpoint; allowed is", message, StringComparison.Ordinal);
        Assert.Contains(allowed, message, StringComparison.Ordinal);
    });

    private static CoresetSnapshot One(ClusteringCoresetOptions options)
    {
        using var selector = new ClusteringCoresetSelector(options);
        return selector.Select(s_shards.All, s_shards.Weights).ToOwned();
    }

    /// <summary>Runs ranks with a checkpoint; to what is expected, or, if that is nothing, to a file that cannot be written.</summary>
    private (int[] Made, int[] Recalled) Run(ClusteringCoresetOptions options, string directory, CoresetSnapshot? expected)
    {
        var checkpoints = new SelectionCheckpoint[Ranks];
        void Rank(InProcessCommunicator communicator)
        {
            SelectionCheckpoint checkpoint = checkpoints[communicator.Rank] = new(_scratch.At(directory));
            using var selector = new DistributedCoresetSelector(options with { Threads = communicator.Rank + 1 }, communicator, checkpoint);
            CoresetSnapshot found = selector.Select(s_shards.Points(communicator.Rank), s_shards.WeightsOf(communicator.Rank)).ToOwned();
            Assert.Equal(expected!.Indices, found.Indices);
            Assert.Equal(expected.Weights.Select(BitConverter.DoubleToInt64Bits), found.Weights.Select(BitConverter.DoubleToInt64Bits));
            Assert.Equal(expected.Gains.Select(BitConverter.DoubleToInt64Bits), found.Gains.Select(BitConverter.DoubleToInt64Bits));
            Assert.Equal(expected.Report with { Kernel = "" }, found.Report with { Kernel = "" });
        }

        if (expected is not null) InProcessCommunicator.Run(Ranks, Rank);
        else Assert.True(Record.Exception(() => InProcessCommunicator.Run(Ranks, Rank)) is IOException or UnauthorizedAccessException);
        return ([.. checkpoints.Select(checkpoint => checkpoint.Made)], [.. checkpoints.Select(checkpoint => checkpoint.Recalled)]);
    }
}
