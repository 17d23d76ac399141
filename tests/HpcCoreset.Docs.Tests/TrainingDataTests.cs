using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HpcCoreset.Tool;
using Xunit;

namespace HpcCoreset.Docs.Tests;

/// <summary>The commands of the page on training data run, one after the other, on small files of the names that it uses.</summary>
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
        string[] commands = [.. Commands(Repository.Read(Repository.PathOf("docs/training-data.md")))];
        Assert.InRange(commands.Length, 6, 20);
        foreach (string command in commands)
        {
            using var output = new StringWriter();
            using var error = new StringWriter();
            string[] arguments = [.. command.Split(' ').Select(word => word.EndsWith(".csv", StringComparison.Ordinal) || word.EndsWith(".npy", StringComparison.Ordinal) ? At(word) : word)];
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

    private string At(string name) => Path.Combine(_folder, name);
}
