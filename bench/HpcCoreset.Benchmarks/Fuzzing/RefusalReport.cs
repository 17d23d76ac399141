using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using static HpcCoreset.Benchmarks.Fuzzing.SeedFiles;

namespace HpcCoreset.Benchmarks.Fuzzing;

/// <summary>What commands print when something is wrong with a file: commands by formats by failures.</summary>
internal static class RefusalReport
{
    private const string Input = "INPUT";
    private const string Output = "OUTPUT";

    /// <summary>Commands in words; files beside the input are there, and valid.</summary>
    private static readonly (string Command, string Output)[] s_commands =
    [
        ($"select {Input} --size 2 --method uniform --output {Output}", "picks.csv"),
        ($"evaluate {Input} --coreset c.csv --clusters 2", ""),
        ($"cluster {Input} --clusters 2 --assignment-output {Output}", "owners.csv"),
        ($"compare {Input} --clusters 2 --sizes 2 --output {Output}", "table.csv"),
        ($"score {Input} --coreset c.csv --output {Output}", "scores.csv"),
        ($"dedup {Input} --threshold 0.9 --output {Output}", "kept.csv"),
        ($"reduce {Input} --size 2 --clusters 1 --output {Output}", "summary.hpcs"),
        ($"merge {Input} --output {Output}", "merged.hpcs"),
        ($"project {Input} --dimension-output 64 --output {Output}", "short.npy"),
        ($"train {Input} --labels y.csv --network mlp:2 --epochs 1 --history {Output}", "history.csv"),
    ];

    /// <summary>A row of the table.</summary>
    /// <param name="Command">The command.</param>
    /// <param name="Failure">What is wrong.</param>
    /// <param name="ExitCode">What the process would return.</param>
    /// <param name="Printed">Standard error; paths without their folder.</param>
    /// <param name="Left">Files that the command left.</param>
    public readonly record struct Row(string Command, string Failure, int ExitCode, string Printed, string[] Left);

    /// <summary>Writes the table.</summary>
    /// <param name="output">Where to.</param>
    public static void Run(TextWriter output)
    {
        output.WriteLine("| command | what is wrong | exit code | standard error |");
        output.WriteLine("|:--|:--|--:|:--|");
        foreach (Row row in Rows())
            output.WriteLine($"| `{row.Command}` | {row.Failure} | {row.ExitCode} | {row.Printed.Trim().Replace("|", "\\|", StringComparison.Ordinal)} |");
    }

    /// <summary>All rows: every format under <c>select</c>, then every command with a format that it reads.</summary>
    public static IEnumerable<Row> Rows()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hpc-coreset-refusals-");
        try
        {
            foreach ((string name, byte[] file) in ((string, byte[])[])[("c.csv", Text("index,weight,gain\n0,2,1\n3,3,1\n")), ("y.csv", Text("a\nb\na\nb\na\n"))])
                File.WriteAllBytes(Path.Combine(folder.FullName, name), file);
            foreach (DamagedFile format in DamagedFile.Rows)
                foreach (Row row in Rows(folder.FullName, s_commands[0], format)) yield return row;
            DamagedFile rows = DamagedFile.Rows[0], summary = DamagedFile.Rows.Single(file => file.Name == "x.hpcs");
            foreach ((string Command, string Output) command in s_commands)
            {
                DamagedFile input = command.Command.StartsWith("merge", StringComparison.Ordinal) ? summary : rows;
                if (command != s_commands[0])
                    foreach (Row row in Rows(folder.FullName, command, input)) yield return row;
                if (command.Output.Length == 0) continue;
                File.WriteAllBytes(Path.Combine(folder.FullName, input.Name), input.Valid);
                yield return Of(folder.FullName, command.Command, input.Name, Path.Combine("nowhere", command.Output), "output in a folder that does not exist");
                yield return Of(folder.FullName, command.Command, input.Name, Path.Combine("c.csv", command.Output), "output in a folder that is a file");
                string same = Path.ChangeExtension(input.Name, Path.GetExtension(command.Output));
                File.WriteAllBytes(Path.Combine(folder.FullName, same), same == input.Name ? input.Valid : TextRows[0]);
                yield return Of(folder.FullName, command.Command, same, same, "output equals input");
                File.Delete(Path.Combine(folder.FullName, same));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<Row> Rows(string folder, (string Command, string Output) command, DamagedFile format)
    {
        foreach ((string failure, byte[]? file) in format.Failures())
        {
            string path = Path.Combine(folder, format.Name);
            if (file is null) File.Delete(path);
            else File.WriteAllBytes(path, file);
            yield return Of(folder, command.Command, format.Name, command.Output, failure);
            File.Delete(path);
        }
    }

    private static Row Of(string folder, string command, string input, string output, string failure)
    {
        string[] before = Directory.GetFiles(folder);
        string text = command.Replace(Input, input, StringComparison.Ordinal).Replace(Output, output, StringComparison.Ordinal);
        // Whatever has a dot is a file, but for the number of dedup.
        string[] words = [.. text.Split(' ').Select(word => char.IsLetter(word[0]) && word.AsSpan().ContainsAny('.', '-') ? Path.Combine(folder, word) : word)];
        using var error = new StringWriter();
        int code = Tool.CommandLine.Run(words, TextWriter.Null, error);
        string[] left = [.. Directory.GetFiles(folder).Except(before)];
        foreach (string file in left) File.Delete(file);
        return new Row(text, failure, code, error.ToString().Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal), left);
    }
}
