using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using HpcCoreset.Tool.Commands;
using Spectre.Console;

namespace HpcCoreset.Tool.Comparison;

/// <summary>Shows a comparison to people: a table with borders on a terminal, aligned columns in a pipe.</summary>
internal static class ComparisonTable
{
    private static readonly (string Name, Func<ComparisonResult, string> Value)[] s_columns =
    [
        ("method", result => Vocabulary.Methods.Word(result.Method)),
        ("size", result => result.Size.ToString(CultureInfo.InvariantCulture)),
        ("distortion", result => Text(result.Distortion.Mean, "F4")),
        ("error", result => Text(result.Distortion.StandardError, "F4")),
        ("worst", result => Text(result.Distortion.Max, "F4")),
        ("accuracy", result => Text(result.Score?.Accuracy, "F4")),
        ("balanced", result => Text(result.Score?.BalancedAccuracy, "F4")),
        ("seconds", result => Text(result.Seconds, "G2")),
    ];

    /// <summary>Writes the table.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="comparison">What was found.</param>
    public static void Write(TextWriter writer, ComparisonOutcome comparison)
    {
        var columns = s_columns.Where(column => comparison.Full is not null || column.Name is not ("accuracy" or "balanced")).ToArray();
        string[][] cells = [[.. columns.Select(column => column.Name)],
            .. comparison.Results.Select(result => columns.Select(column => column.Value(result)).ToArray())];
        var output = new AnsiConsoleOutput(writer);
        if (output.IsTerminal) WriteBordered(output, cells);
        else WriteAligned(writer, cells);
        if (comparison.Full is { } full)
            writer.Write(FormattableString.Invariant(
                $"trained on all {comparison.Rows} rows: accuracy {full.Accuracy:F4}, balanced {full.BalancedAccuracy:F4} of {comparison.HeldOut} held-out rows\n"));
    }

    private static void WriteBordered(AnsiConsoleOutput output, string[][] cells)
    {
        var table = new Table { Border = TableBorder.Horizontal };
        foreach (string name in cells[0])
            table.AddColumn(new TableColumn(name) { Alignment = name == "method" ? Justify.Left : Justify.Right, NoWrap = true });
        foreach (string[] row in cells[1..]) table.AddRow([.. row.Select(Markup.Escape)]);
        AnsiConsole.Create(new AnsiConsoleSettings { Out = output }).Write(table);
    }

    private static void WriteAligned(TextWriter writer, string[][] cells)
    {
        int[] widths = [.. Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(row => row[column].Length))];
        foreach (string[] row in cells)
            writer.Write(row[0].PadRight(widths[0]) + string.Concat(row.Skip(1).Select((cell, i) => $"  {cell.PadLeft(widths[i + 1])}")) + "\n");
    }

    private static string Text(double? value, string format) =>
        value is { } number && !double.IsNaN(number) ? number.ToString(format, CultureInfo.InvariantCulture) : "-";
}
