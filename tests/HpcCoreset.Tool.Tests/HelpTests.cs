using System;
using System.IO;
using System.Linq;
using HpcCoreset.Tool.Commands;
using Xunit;

namespace HpcCoreset.Tool.Tests;

public sealed class HelpTests : IDisposable
{
    private readonly Scratch _scratch = new();

    private static string ShellPath => $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";

    public static TheoryData<string> Commands => [.. Suggestions("").Where(word => char.IsAsciiLetter(word[0]))];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_ends_with_examples_that_run(string command)
    {
        string[] lines = HelpExamples.Lines[command];
        Assert.EndsWith($"Examples:\n{string.Concat(lines.Select(line => $"  {line}\n"))}\n", ToolRun.Of(command, "--help").Succeeds().Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith($"hpc-coreset {command}", StringComparison.Ordinal));
        foreach (string line in lines) Assert.NotEqual("", Run(line).Succeeds().Out + string.Concat(_scratch.FileNames));
    }

    [Theory]
    [InlineData("select")]
    [InlineData("reduce")]
    [InlineData("train")]
    public void Help_calls_the_input_by_its_name_and_not_by_that_of_the_sample(string command) =>
        Assert.Contains($"hpc-coreset {command} <INPUT>", ToolRun.Of(command, "--help").Succeeds().Out.Replace("testhost", "hpc-coreset", StringComparison.Ordinal)
            .Replace("<INPUT>...", "<INPUT>", StringComparison.Ordinal), StringComparison.Ordinal);

    [Theory]
    [InlineData("sel", "select")]
    [InlineData("select digits --method kc", "kcenter")]
    [InlineData("select digits --simi", "--similarity")]
    [InlineData("train digits --trainer cr", "craig", "crest")]
    [InlineData("completion z", "zsh")]
    [InlineData("select dig", "digits")]
    [InlineData("select digits --output pic")]
    [InlineData("select digits --output ")]
    public void A_shell_is_told_what_fits(string line, params string[] words) => Assert.Equal(words, Suggestions(line));

    [Fact]
    public void Bash_completes()
    {
        string script = _scratch.Text("completion.bash", ToolRun.Of("completion", "bash").Succeeds().Out);
        (int exitCode, string output) = Shell.Bash(
            $"source '{script}'; COMP_LINE='hpc-coreset select digits --method k'; COMP_POINT=36; _hpc_coreset; echo \"${{COMPREPLY[@]}}\"", ShellPath);
        Assert.Equal((0, "kcenter kmeans kmedoids\n"), (exitCode, output));
    }

    [FactWhereInstalled("fish")]
    public void Fish_completes()
    {
        string script = _scratch.Text("completion.fish", ToolRun.Of("completion", "fish").Succeeds().Out);
        (int exitCode, string output) = Shell.Bash($"fish --no-config -c \"source '{script}'; complete -C 'hpc-coreset select digits --method km'\"", ShellPath);
        Assert.Equal((0, "kmeans\nkmedoids\n"), (exitCode, output));
    }

    /// <summary>Without the line editor, whose words compadd would take.</summary>
    [FactWhereInstalled("zsh")]
    public void Zsh_completes()
    {
        string script = _scratch.Text("completion.zsh", ToolRun.Of("completion", "zsh").Succeeds().Out);
        (int exitCode, string output) = Shell.Bash(
            $"zsh -f -c 'compdef() {{ print \"$@\" }}; compadd() {{ print \"$@\" }}; _files() {{ print files }}; source \"{script}\"; "
            + "LBUFFER=\"hpc-coreset select digits --method km\"; _hpc_coreset; LBUFFER=\"hpc-coreset select digits --output pic\"; _hpc_coreset'", ShellPath);
        Assert.Equal((0, "_hpc_coreset hpc-coreset\nkmeans kmedoids\nfiles\n"), (exitCode, output));
    }

    [Fact]
    public void A_shell_that_is_not_known_is_refused()
    {
        ToolRun.Of("completion", "bas").IsRefused("SHELL: found 'bas', allowed are bash, zsh, fish, pwsh; did you mean bash?");
        ToolRun.Of("completion").IsRefused("SHELL: required by completion, allowed are bash");
    }

    private static string[] Suggestions(string line) =>
        ToolRun.Of($"[suggest:{line.Length}]", line).Succeeds().Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>With files in the scratch folder, and standard output in one where the line says so.</summary>
    private ToolRun Run(string line)
    {
        string[] words = [.. line.Split(" > ")[0].Split(' ')[1..].Select(word => Path.HasExtension(word) && char.IsAsciiLetter(word[0]) ? _scratch.At(word) : word)];
        return ToolRun.Of(words);
    }
}
