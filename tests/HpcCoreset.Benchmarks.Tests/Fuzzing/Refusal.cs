using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HpcCoreset.Benchmarks.Fuzzing;
using HpcCoreset.Tool.Tests;
using HpcCoreset.Training.Data.Files;
using static HpcCoreset.Benchmarks.Fuzzing.SeedFiles;

namespace HpcCoreset.Benchmarks.Tests.Fuzzing;

/// <summary>What a command printed when something was wrong with a file.</summary>
/// <param name="Command">The command, with its options.</param>
/// <param name="File">The file that is wrong, or the option that names it.</param>
/// <param name="Failure">What is wrong.</param>
/// <param name="ExitCode">What the process would return.</param>
/// <param name="Printed">Standard error; paths without their folder.</param>
/// <param name="Left">Files that the command left.</param>
internal sealed record Refusal(string Command, string File, string Failure, int ExitCode, string Printed, string[] Left)
{
    private const string Input = "INPUT";
    private const string Given = "FILE";
    private const string Output = "OUTPUT";

    /// <summary>Every command that reads rows.</summary>
    private static readonly string[] s_ofRows =
    [
        $"select {Input} --size 2 --method uniform --output out.csv",
        $"evaluate {Input} --coreset c.csv --clusters 2",
        $"cluster {Input} --clusters 2 --assignment-output out.csv",
        $"compare {Input} --clusters 2 --sizes 2 --output out.csv",
        $"score {Input} --coreset c.csv --output out.csv",
        $"dedup {Input} --threshold 0.9 --output out.csv",
        $"reduce {Input} --size 2 --clusters 1 --output out.hpcs",
        $"project {Input} --dimension-output 64 --output out.npy",
    ];

    private static readonly string s_merge = $"merge {Input} --output out.hpcs";
    private static readonly string s_train = $"train {Input} --network mlp:2 --epochs 1 --history out.csv";

    /// <summary>Options that name files to read, valid ones, and what may be wrong with them.</summary>
    private static readonly (string Command, DamagedFile File)[] s_beside =
    [
        ($"select x.npy --size 2 --method facility-location --weights {Given}", Column("w.csv")),
        ($"select x.npy --size 2 --method facility-location --scores {Given}", Column("w.csv")),
        ($"select x.npy --method facility-location --budget 3 --costs {Given}", Column("w.csv")),
        ($"select x.npy --size 2 --balance equal --method uniform --labels {Given}", new("y.npy", NpyColumns[0], ("two too few", Npy(ElementType.Float32, 3)))),
        ($"select x.npy --size 2 --method facility-location --initial {Given}", Numbers),
        ($"select x.npy --size 2 --method facility-location --candidates {Given}", Numbers),
        ($"select x.npy --size 2 --method mmr --query {Given}", new("q.csv", TextRows[0], ("of another dimension", Text("1,2,3\n")), ("not finite", Text("1,2,3,NaN\n")))),
        ($"evaluate x.npy --clusters 2 --coreset {Given}", Coreset("c.csv")),
        ($"evaluate x.npy --clusters 2 --coreset {Given}", new("c.json", Text("{\"index\":[0,4],\"weight\":[3,2]}"), ("of another form", Text("[1]")))),
        ($"evaluate x.npy --clusters 2 --coreset {Given}", new("c.npz", Npz(NpyColumns[0]), ("of another form", Text("index")))),
        ($"evaluate x.npy --clusters 2 --coreset {Given}", new("c.txt", [], ("unknown format", Coreset("c.csv").Valid))),
        ($"evaluate x.npy --clusters 2 --coreset c.csv --centers {Given}", new("m.npy", NpyRows[0], ("of another dimension", Npy(ElementType.Float32, 2, 3)))),
        ($"score x.npy --output out.csv --coreset {Given}", Coreset("c.csv")),
        ($"reduce x.npy {Given} --size 2 --clusters 1 --output out.hpcs", new("z.csv", TextRows[0], ("of another dimension", Text("1,2,3\n1,2,3\n")))),
        ($"merge x.hpcs {Given} --output out.hpcs", new("z.hpcs", DamagedFile.Summary)),
        ($"train x.npy --network mlp:2 --epochs 1 --labels {Given}", new("l.csv", Text("a\nb\na\nb\na\n"), ("two too few", Text("a\nb\na\n")))),
        ($"train x.npy --labels y.csv --network mlp:2 --epochs 1 --test-labels y.csv --test {Given}", new("z.npy", NpyRows[0], ("of another dimension", Npy(ElementType.Float32, SeedFiles.Rows, 3)))),
        ($"train digits --network mlp:2 --epochs 1 --resume {Given}", new("z.hpct", Text("no checkpoint at all, but a text"))),
    ];

    /// <summary>Options that name files to write, and how these end.</summary>
    private static readonly (string Command, string Option, string Extension)[] s_outputs =
    [
        ("select INPUT --size 2 --method uniform", "--output", ".csv"), ("select INPUT --size 2 --method uniform", "--rows", ".npy"),
        ("select INPUT --size 2 --method facility-location", "--assignment-output", ".csv"), ("select INPUT --size 2 --method uniform", "--report", ".html"),
        ("evaluate INPUT --coreset c.csv --clusters 2", "--report", ".html"),
        ("cluster INPUT --clusters 2", "--centers-output", ".npy"), ("cluster INPUT --clusters 2", "--assignment-output", ".csv"),
        ("compare INPUT --clusters 2 --sizes 2", "--output", ".csv"), ("compare INPUT --clusters 2 --sizes 2", "--report", ".html"),
        ("score INPUT --coreset c.csv", "--output", ".csv"),
        ("dedup INPUT --threshold 0.9", "--output", ".csv"), ("dedup INPUT --threshold 0.9", "--pairs", ".csv"),
        ("reduce INPUT --size 2 --clusters 1", "--output", ".hpcs"), ("reduce INPUT --size 2 --clusters 1 --output out.hpcs", "--report", ".html"),
        ("merge x.hpcs", "--output", ".hpcs"),
        ("project INPUT --dimension-output 64", "--output", ".npy"),
        ("train INPUT --labels y.csv --network mlp:2 --epochs 1", "--history", ".csv"), ("train INPUT --labels y.csv --network mlp:2 --epochs 1", "--model-output", ".npz"),
        ("train INPUT --labels y.csv --network mlp:2 --epochs 1", "--checkpoint", ".hpct"),
        ("train INPUT --labels y.csv --network mlp:2 --epochs 1", "--report", ".html"),
    ];

    /// <summary>The first word of the command.</summary>
    public string Name => Command.Split(' ')[0];

    /// <summary>The names of the commands that read rows.</summary>
    public static string[] NamesOfRows => [.. s_ofRows.Select(command => command.Split(' ')[0])];

    /// <summary>Every command with every format that it reads and everything that may be wrong with that.</summary>
    /// <param name="scratch">Where to.</param>
    public static IEnumerable<Refusal> OfInputs(Scratch scratch) =>
    [
        .. DamagedFile.OfRows.Append(DamagedFile.Foreign).SelectMany(file => s_ofRows.SelectMany(command => Of(scratch, command, Input, file))),
        .. Of(scratch, s_merge, Input, DamagedFile.OfRows.Single(file => file.Name == "x.hpcs")),
        .. DamagedFile.OfRows[..5].Append(DamagedFile.LibSvmExamples).Append(DamagedFile.Foreign).SelectMany(file => Of(scratch, $"{s_train}{Labels(file.Name)}", Input, file)),
    ];

    /// <summary>Every option that names a file to read.</summary>
    /// <param name="scratch">Where to.</param>
    public static IEnumerable<Refusal> OfOptions(Scratch scratch) => s_beside.SelectMany(option => Of(scratch, option.Command, Given, option.File));

    /// <summary>Every option that names a file to write.</summary>
    /// <param name="scratch">Where to.</param>
    public static IEnumerable<Refusal> OfOutputs(Scratch scratch)
    {
        Directory.CreateDirectory(scratch.At("folder"));
        foreach ((string command, string option, string extension) in s_outputs)
        {
            string input = $"x{(extension == ".hpcs" || extension == ".npy" ? extension : ".csv")}";
            (string Failure, string Path)[] failures =
            [
                ("in a folder that does not exist", $"nowhere/out{extension}"), ("in a folder that is a file", $"c.csv/out{extension}"),
                ("in a folder that cannot be written to", $"/proc/out{extension}"), ("of another extension", "out.txt"),
            ];
            Directory.CreateDirectory(scratch.At($"folder{extension}"));
            foreach ((string failure, string path) in failures.Append(("a directory", $"folder{extension}")))
                yield return Run(scratch, $"{command.Replace(Input, "x.npy", StringComparison.Ordinal)} {option} {path}", option, failure);
            if (input[1..] == extension && !command.StartsWith("train", StringComparison.Ordinal))
                yield return Run(scratch, $"{command.Replace(Input, input, StringComparison.Ordinal)} {option} {input}", option, "the input");
        }
    }

    /// <summary>Puts what commands read into a folder.</summary>
    /// <param name="scratch">The folder.</param>
    public static void Prepare(Scratch scratch)
    {
        scratch.Bytes("c.csv", Coreset("").Valid);
        scratch.Bytes("y.csv", Text("a\nb\na\nb\na\n"));
        scratch.Bytes("y-idx1-ubyte", IdxColumns[0]);
        scratch.Bytes("x.npy", DamagedFile.OfRows[0].Valid);
        scratch.Bytes("x.csv", TextRows[0]);
        scratch.Bytes("x.hpcs", DamagedFile.Summary);
    }

    private static DamagedFile Numbers => new("r.json", Rows("0, 1"), ("beyond the rows", Rows("0, 5")), ("twice", Rows("1, 1")), ("a text", Rows("0, \"x\"")));

    private static byte[] Rows(string numbers) => Text($"{{\"index\":[{numbers}],\"weight\":[1,1]}}");

    private static DamagedFile Column(string name) => new(
        name, Text("1\n2\n3\n4\n5\n"), ("negative", Text("1\n2\n-3\n4\n5\n")), ("a text", Text("1\n2\nx\n4\n5\n")), ("not finite", Text("1\n2\n3\n4\nNaN\n")));

    private static DamagedFile Coreset(string name) => new(
        name, Text("index,weight,gain\n0,2,1\n3,3,1\n"), ("beyond the rows", Text("index,weight\n5,1\n")), ("negative", Text("index,weight\n1,-1\n")),
        ("without weights", Text("index,gain\n1,1\n")));

    /// <summary>How <c>train</c> is told where the labels are.</summary>
    private static string Labels(string name) => name switch
    {
        "x.csv" or "x.tsv" => " --label-column 0",
        "x-idx3-ubyte" => " --labels y-idx1-ubyte",
        "x.libsvm" or "x.parquet" => "",
        _ => " --labels y.csv",
    };

    private static IEnumerable<Refusal> Of(Scratch scratch, string command, string placeholder, DamagedFile file)
    {
        string raw = file.Name.EndsWith(".f32", StringComparison.Ordinal) ? " --dimension 4" : "", path = scratch.At(file.Name);
        byte[]? before = System.IO.File.Exists(path) ? System.IO.File.ReadAllBytes(path) : null;
        foreach ((string failure, Action<string> put) in file.Failures())
        {
            System.IO.File.Delete(path);
            put(path);
            yield return Run(scratch, $"{command.Replace(placeholder, file.Name, StringComparison.Ordinal)}{raw}", file.Name, failure);
            if (Directory.Exists(path)) Directory.Delete(path);
        }
        System.IO.File.Delete(path);
        if (before is not null) System.IO.File.WriteAllBytes(path, before);
    }

    private static Refusal Run(Scratch scratch, string command, string file, string failure)
    {
        string[] before = [.. scratch.FileNames];
        // Whatever has a dot is a file, but for the number of dedup.
        string[] words = [.. command.Split(' ').Select(word =>
            char.IsLetter(word[0]) && (word.Contains('.', StringComparison.Ordinal) || word.EndsWith("-ubyte", StringComparison.Ordinal)) ? scratch.At(word) : word)];
        using var error = new StringWriter();
        int code = Tool.CommandLine.Run(words, TextWriter.Null, error);
        string[] left = [.. scratch.FileNames.Except(before)];
        foreach (string name in left) System.IO.File.Delete(scratch.At(name));
        return new Refusal(command, file, failure, code, error.ToString().Replace(scratch.Directory + Path.DirectorySeparatorChar, "", StringComparison.Ordinal), left);
    }
}
