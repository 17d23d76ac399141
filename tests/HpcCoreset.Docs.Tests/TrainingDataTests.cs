using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using HpcCoreset.Tool;
using Xunit;

namespace HpcCoreset.Docs.Tests;

/// <summary>The commands of the pages on training run, one after the other, on small files of the names that they use.</summary>
public sealed class TrainingDataTests : IDisposable
{
    private const int Rows = 60;

    private readonly string _folder = Directory.CreateTempSubdirectory("hpc-coreset-docs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_command_runs()
    {
        Write("embeddings.csv", Rows, columns: 8);
        Write("quality.csv", Rows, columns: 1);
        Write("tokens.csv", Rows, columns: 1);
        Write("gradients.csv", Rows, columns: 40);
        Write("target.csv", 5, columns: 40);
        File.WriteAllText(At("labelled.csv"), "3\n14\n15\n");
        RunAll("docs/training-data.md");
    }

    [Fact]
    public void Every_command_that_trains_runs()
    {
        Write("table.csv", Rows, columns: 8);
        File.WriteAllLines(At("table.csv"), File.ReadAllLines(At("table.csv")).Select((line, row) => $"{row % 3},{line}"));
        var random = new Random(1);
        WriteBytes("images.npy", $"({Rows}, 8, 8, 1)", [.. Enumerable.Range(0, Rows * 64).Select(_ => (byte)random.Next(256))]);
        WriteBytes("classes.npy", $"({Rows},)", [.. Enumerable.Range(0, Rows).Select(row => (byte)(row % 3))]);
        RunAll("docs/training.md");
    }

    /// <summary>What Python wrote is taken, and what is written Python reads as it says.</summary>
    [Fact]
    public void Gradients_of_another_language_are_taken_as_the_page_says()
    {
        var random = new Random(1);
        WriteNpy("gradients.npy", "<f4", "(300, 10)", MemoryMarshal.AsBytes<float>([.. Enumerable.Range(0, 3000).Select(_ => random.NextSingle() - 0.5f)]));
        WriteNpy("labels.npy", "<i8", "(300,)", MemoryMarshal.AsBytes<long>([.. Enumerable.Range(0, 300).Select(row => row % 10L)]));
        RunAll("docs/own-training-loop.md", least: 1);

        using ZipArchive picks = ZipFile.OpenRead(At("picks.npz"));
        Assert.Equal(["index.npy", "weight.npy", "gain.npy"], picks.Entries.Select(entry => entry.Name));
        using var values = new MemoryStream();
        using (Stream stream = picks.GetEntry("weight.npy")!.Open()) stream.CopyTo(values);
        double[] weights = MemoryMarshal.Cast<byte, double>(values.ToArray().AsSpan(^(128 * sizeof(double))..)).ToArray();
        Assert.Equal(300, weights.Sum());
    }

    [Theory]
    [InlineData("train digits --network mlp:64 --epochs 20", "96.94 %", "96.9 % of the held-out")]
    [InlineData("train digits --network mlp:64 --epochs 20 --trainer random --budget 0.1 --seeds 3", "91.92 %", "91.6 to 92.5 %")]
    public void The_readme_s_networks_are_as_good_as_it_says(string command, string printed, string told)
    {
        Assert.Contains($"-- {command}\n", Repository.Read(Repository.PathOf("README.md")), StringComparison.Ordinal);
        Assert.Contains(told, Repository.Read(Repository.PathOf("README.md")), StringComparison.Ordinal);
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(0, CommandLine.Run(command.Split(' '), output, error, interactive: false, default));
        Assert.Contains(printed, output.ToString(), StringComparison.Ordinal);
    }

    private void RunAll(string page, int least = 5)
    {
        string[] commands = [.. Commands(Repository.Read(Repository.PathOf(page)))];
        Assert.InRange(commands.Length, least, 20);
        foreach (string command in commands)
        {
            using var output = new StringWriter();
            using var error = new StringWriter();
            string[] arguments = [.. command.Split(' ').Select(word => Path.GetExtension(word) is ".csv" or ".npy" or ".hpct" or ".npz" or ".svg" ? At(word) : word)];
            Assert.True(CommandLine.Run(arguments, output, error, interactive: false, default) == 0, $"{command}: {error}");
        }
    }

    private static IEnumerable<string> Commands(string page)
    {
        const string start = "hpc-coreset ", goesOn = " \\\n    ";
        return page.Replace(goesOn, " ", StringComparison.Ordinal).Split('\n')
            .Where(line => line.StartsWith(start, StringComparison.Ordinal)).Select(line => line[start.Length..]);
    }

    private void Write(string name, int rows, int columns)
    {
        var random = new Random(name.Length);
        File.WriteAllLines(At(name), Enumerable.Range(0, rows).Select(_ => string.Join(
            ',', Enumerable.Range(0, columns).Select(_ => FormattableString.Invariant($"{random.NextDouble() + 0.1}")))));
    }

    private void WriteBytes(string name, string shape, byte[] values) => WriteNpy(name, "|u1", shape, values);

    private void WriteNpy(string name, string type, string shape, ReadOnlySpan<byte> values)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n";
        File.WriteAllBytes(At(name), [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.Latin1.GetBytes(header), .. values]);
    }

    private string At(string name) => Path.Combine(_folder, name);
}
