using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Kernels;

namespace HpcCoreset.Benchmarks.Gate;

/// <summary>The committed fractions of one processor and instruction set: a line that names them, then <c>pass,fraction</c>.</summary>
internal static class Baseline
{
    /// <summary>From the root of the repository.</summary>
    public static string Path { get; } = System.IO.Path.Combine(Machine.ResultsFolder, $"gate-{InstructionSet.Name}.csv");

    private static string Head => $"# {Machine.Processor}, {InstructionSet.Name}";

    /// <summary>By name of the pass; null if there is none of this very processor.</summary>
    public static Dictionary<string, double>? Read()
    {
        if (!File.Exists(Path)) return null;
        string[] lines = File.ReadAllLines(Path);
        return lines[0] != Head
            ? null
            : lines.Skip(1).Select(line => line.Split(',')).ToDictionary(cells => cells[0], cells => double.Parse(cells[1], CultureInfo.InvariantCulture));
    }

    public static void Write(IEnumerable<(string Name, double Fraction)> fractions)
    {
        Directory.CreateDirectory(Machine.ResultsFolder);
        File.WriteAllLines(Path, fractions.Select(pass => FormattableString.Invariant($"{pass.Name},{pass.Fraction:F3}")).Prepend(Head));
    }
}
