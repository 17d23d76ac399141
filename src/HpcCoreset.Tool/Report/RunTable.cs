using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using HpcCoreset.Tool.Machine;
using HpcCoreset.Tool.Output;

namespace HpcCoreset.Tool.Report;

/// <summary>What made a report: the command, what it was asked for, what ran, and how long it took.</summary>
internal static class RunTable
{
    /// <summary>Lists.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="facts">What was asked for and found, by name.</param>
    /// <param name="seconds">How long each part took.</param>
    public static ReportSection Of(ParseResult parsed, IReadOnlyList<(string Name, FormattableString Value)> facts, IReadOnlyList<(string Part, TimeSpan Elapsed)> seconds)
    {
        (string Name, ReportCell Value)[] rows =
        [
            ("Command", new ReportCell(CommandLineOf(parsed), IsCode: true)),
            .. facts.Select(fact => (fact.Name, (ReportCell)FormattableString.Invariant(fact.Value))),
            ("hpc-coreset", Version),
            ("Runtime", RuntimeInformation.FrameworkDescription),
            ("System", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}"),
            ("Processor", $"{MachineReport.CpuName()}, {Environment.ProcessorCount} logical, {string.Join(", ", MachineReport.InstructionSets)}"),
        ];
        return new ReportSection("How this was made", "")
        {
            Tables =
            [
                new ReportTable("Command, seed, versions and kernel", [], [.. rows.Select(row => (ReportCell[])[row.Name, row.Value])]),
                new ReportTable(
                    "Time and memory", [],
                    [
                        .. seconds.Select(part => (ReportCell[])[part.Part, ReportCell.Of(part.Elapsed.TotalSeconds, "0.000' s'")]),
                        ["Largest memory of the process", ReportCell.Of(Summary.PeakResidentBytes / 1e6, "0' MB'")],
                    ],
                    IsTiming: true),
            ],
        };
    }

    private static string Version => typeof(RunTable).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The command as it could be given to a shell again.</summary>
    private static string CommandLineOf(ParseResult parsed) =>
        string.Join(' ', parsed.Tokens.Select(token => Quoted(token.Value)).Prepend("hpc-coreset"));

    private static string Quoted(string argument) => argument != "" && argument.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./:,=+@%".Contains(letter, StringComparison.Ordinal))
        ? argument
        : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
