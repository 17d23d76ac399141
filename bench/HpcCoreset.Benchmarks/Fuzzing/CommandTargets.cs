using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HpcCoreset.Tool;
using static HpcCoreset.Benchmarks.Fuzzing.SeedFiles;

namespace HpcCoreset.Benchmarks.Fuzzing;

/// <summary>Whole commands, from arguments to exit code and output.</summary>
internal static class CommandTargets
{
    /// <summary>Rows that a coreset is of.</summary>
    private const string Beside = "rows.csv";

    /// <summary>Commands over the formats that they read; a word <c>@</c> stands for the file.</summary>
    public static IEnumerable<FuzzTarget> All() =>
    [
        Of("x.npy", NpyRows, "select", "@", "--size", "2", "--clusters", "1", "--output", "@.csv"),
        Of("x.csv", TextRows, "select", "@", "--size", "2", "--method", "facility-location", "--output", "@.json"),
        Of("x.csv", LabelledText, "select", "@", "--label-column", "label", "--size", "2", "--method", "undersample", "--output", "@.npz"),
        Of("x.fvecs", FloatVectors, "reduce", "@", "--size", "2", "--clusters", "1", "--output", "@.hpcs"),
        Of("x.npy.gz", [.. NpyRows.Select(Gzip)], "reduce", "@", "--size", "2", "--clusters", "1", "--output", "@.hpcs"),
        Of("x.npy", NpyRows, "project", "@", "--dimension-output", "64", "--output", "@.out.npy"),
        Of("x.csv", TextRows, "dedup", "@", "--threshold", "0.9", "--output", "@.out.csv"),
        Of("x.csv", LabelledText, "train", "@", "--label-column", "label", "--network", "mlp:2", "--epochs", "1", "--checkpoint", "@.hpct"),
        Of("c.csv", [Text("index,weight,gain\n0,3,1\n1,2,0\n")], "evaluate", Beside, "--coreset", "@", "--clusters", "2"),
        Of("c.json", [Text("{\"index\":[0,4],\"weight\":[3,2],\"gain\":[1,1]}")], "score", Beside, "--coreset", "@", "--top", "3"),
    ];

    private static FuzzTarget Of(string file, byte[][] seeds, params string[] command) =>
        new($"{command[0]}, {Path.GetExtension(file)}{(command.Contains("--label-column") ? " with columns" : "")}", file, seeds, null, (path, _) => Run(path, command))
        {
            Turns = 1,
            ReadsSeeds = false, // some have fewer rows than the command is to pick
            FreeBytes = 1 << 26, // what the command computes with, beside what it reads
        };

    private static void Run(string path, string[] command)
    {
        using StringWriter output = new(), error = new();
        string beside = Path.Combine(Path.GetDirectoryName(path)!, Beside);
        if (!File.Exists(beside)) File.WriteAllBytes(beside, TextRows[0]);
        string[] words = [.. command.Select(word => word == Beside ? beside : word.Replace("@", path, StringComparison.Ordinal))];
        string? result = words.FirstOrDefault(word => word.StartsWith(path, StringComparison.Ordinal) && word != path);
        if (result is not null) File.Delete(result);
        int code = Tool.CommandLine.Run(command[0] == "project" ? words : [.. words, "--threads", "1"], output, error);
        string said = error.ToString();
        if (code == ExitCode.Done)
        {
            FuzzTargets.Require(said.Length == 0 && (result is null || File.Exists(result)), $"and nothing written: {said}");
            return;
        }
        FuzzTargets.Require(code == ExitCode.BadInput && output.ToString().Length == 0, $"and exit code {code}: {output} {said}");
        FuzzTargets.Require(said.StartsWith("hpc-coreset: ", StringComparison.Ordinal) && said.EndsWith('\n'), $"and said {said}");
        FuzzTargets.Require(result is null || !File.Exists(result) || command[0] == "train", $"and left {result}");
        FuzzTargets.Require(said.Contains(path, StringComparison.Ordinal) || said.Contains("--", StringComparison.Ordinal), $"and named neither file nor option: {said}");
        throw new InvalidInputException($"{path}: {said.TrimEnd('\r', '\n')}");
    }
}
