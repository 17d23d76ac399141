using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HpcCoreset.Tool;
using Xunit;

namespace HpcCoreset.Docs.Tests;

/// <summary>What the first page says to type, typed: one command after the other in a folder that is empty at first.</summary>
public sealed class TerminalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hpc-coreset-docs-").FullName;

    [Fact]
    public void Every_command_of_the_first_page_runs()
    {
        string[][] commands = [.. Block.Of(Repository.Read(Repository.PathOf("README.md"))).Where(block => block.Language == "sh").SelectMany(block => Commands(block.Text))];
        Assert.InRange(commands.Length, 12, 100);
        foreach (string[] command in commands)
        {
            using var output = new StringWriter();
            using var error = new StringWriter();
            int exitCode = CommandLine.Run([.. command.Select(Placed)], output, error, interactive: false, default);
            Assert.True((exitCode, error.ToString()) == (0, ""), $"{string.Join(' ', command)}: {exitCode}, {error}");
            Assert.NotEqual("", output + string.Concat(Directory.EnumerateFiles(_folder)));
            foreach (string file in command.Where(IsFile)) Assert.True(File.Exists(Placed(file)), $"{string.Join(' ', command)}: no {file}");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What stands after the command's name, be it installed or run from its project.</summary>
    private static IEnumerable<string[]> Commands(string lines) =>
        from line in lines.Split('\n')
        from start in (string[])["hpc-coreset ", "dotnet run -c Release --project src/HpcCoreset.Tool -- "]
        where line.StartsWith(start, StringComparison.Ordinal)
        select line[start.Length..].Split(' ');

    private static bool IsFile(string word) => Path.HasExtension(word) && char.IsAsciiLetter(word[0]);

    private string Placed(string word) => IsFile(word) ? Path.Combine(_folder, word) : word;
}
