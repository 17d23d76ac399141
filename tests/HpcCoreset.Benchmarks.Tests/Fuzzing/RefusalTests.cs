using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using HpcCoreset.Tool.Tests;
using Xunit;

namespace HpcCoreset.Benchmarks.Tests.Fuzzing;

/// <summary>Commands by formats by failures: what is printed is the page on it, which <c>UPDATE_README=1</c> rewrites.</summary>
public sealed partial class RefusalTests : IDisposable
{
    private const string Start = "hpc-coreset: ";

    private readonly Scratch _scratch = new();

    [Fact]
    public void Every_failure_of_every_command_is_one_line_of_bad_input_that_leaves_nothing_and_is_on_the_page()
    {
        Refusal.Prepare(_scratch);
        Refusal[] inputs = [.. Refusal.OfInputs(_scratch)], options = [.. Refusal.OfOptions(_scratch)], outputs = [.. Refusal.OfOutputs(_scratch)];

        Assert.All([.. inputs, .. options, .. outputs], refusal =>
        {
            string what = $"{refusal.Command}, {refusal.Failure}: {refusal.ExitCode} {refusal.Printed}";
            Assert.True(refusal.ExitCode == 2 && refusal.Left.Length == 0, what);
            Assert.True(refusal.Printed.StartsWith(Start, StringComparison.Ordinal) && refusal.Printed.IndexOf('\n', StringComparison.Ordinal) == refusal.Printed.Length - 1, what);
            Assert.True(refusal.Printed.Contains(refusal.File, StringComparison.Ordinal), what);
            Assert.True(refusal.Failure != "missing" || refusal.Printed.Contains($"{refusal.File}: no such file", StringComparison.Ordinal), what);
        });
        Assert.Equal(10, inputs.Select(refusal => refusal.Name).Distinct().Count());

        string path = Path.Combine(
            typeof(RefusalTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == "Repository").Value!, "docs/refusals.md");
        string page = Page(inputs, options, outputs);
        if (Environment.GetEnvironmentVariable("UPDATE_README") == "1") File.WriteAllText(path, page);
        Assert.Equal(page, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    public void Dispose() => _scratch.Dispose();

    private static string Page(Refusal[] inputs, Refusal[] options, Refusal[] outputs)
    {
        var page = new StringBuilder(
            $"""
            # What is printed when a file is wrong

            Written by a test that ran {inputs.Length + options.Length + outputs.Length} commands, each with one file that is not what it has to be. Every one returned exit code 2, left no file
            behind and printed one line on standard error: `hpc-coreset: ` and what stands here.

            ## The input

            *All* are the commands that read rows: {string.Join(", ", Refusal.NamesOfRows)}.

            | input | what is wrong | printed | by |
            |:--|:--|:--|:--|

            """);
        foreach (Refusal refusal in inputs.GroupBy(refusal => refusal.File).SelectMany(file => file.GroupBy(refusal => refusal.Failure)).SelectMany(failure => failure.DistinctBy(refusal => refusal.Printed)))
        {
            string[] by = [.. inputs.Where(other => (other.File, other.Failure, other.Printed) == (refusal.File, refusal.Failure, refusal.Printed)).Select(other => other.Name)];
            page.Append($"| {refusal.File} | {refusal.Failure} | {Cell(refusal.Printed)} | {By(by)} |\n");
        }
        page.Append(
            """

            ## Files that options name, and further inputs

            | command | what is wrong | printed |
            |:--|:--|:--|

            """);
        foreach (IGrouping<string, Refusal> command in options.GroupBy(refusal => refusal.Command))
            foreach (Refusal refusal in command)
                page.Append($"| {(refusal == command.First() ? $"`{refusal.Command}`" : "")} | {refusal.Failure} | {Cell(refusal.Printed)} |\n");
        page.Append(
            """

            ## Files to write

            These are looked at before any work starts. `OPTION` is the option, `.EXT` how its files end.

            | what is wrong | printed | options |
            |:--|:--|:--|

            """);
        foreach (IGrouping<(string Failure, string Printed), Refusal> same in outputs.GroupBy(refusal => (refusal.Failure, Generic(refusal))))
            page.Append($"| {same.Key.Failure} | {same.Key.Printed} | {Options([.. same])} |\n");
        return page.ToString();
    }

    private static string Generic(Refusal output) =>
        Extension().Replace(Cell(output.Printed).Replace($"{output.File}: ", "OPTION: ", StringComparison.Ordinal), "$1.EXT");

    /// <summary>The options, and the commands that have them.</summary>
    private static string Options(Refusal[] same) => string.Join("; ", same.GroupBy(refusal => refusal.File)
        .Select(option => $"`{option.Key}` of {string.Join(", ", option.Select(refusal => refusal.Name).Distinct())}"));

    [GeneratedRegex("(?<=found (?:the directory )?)(\\S*(?:out|folder|x))\\.(?!txt)[a-z]+")]
    private static partial Regex Extension();

    private static string By(string[] commands)
    {
        string[] rest = [.. commands.Except(Refusal.NamesOfRows)];
        return commands.Length - rest.Length == Refusal.NamesOfRows.Length ? string.Join(", ", rest.Prepend("all")) : string.Join(", ", commands);
    }

    private static string Cell(string printed) => printed[(printed.StartsWith(Start, StringComparison.Ordinal) ? Start.Length : 0)..].Trim().Replace("|", "\\|", StringComparison.Ordinal);
}
