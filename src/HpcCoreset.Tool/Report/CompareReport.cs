using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using HpcCoreset.Tool.Commands;
using HpcCoreset.Tool.Comparison;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Report;

/// <summary>The report of <c>compare</c>.</summary>
internal static class CompareReport
{
    /// <summary>Draws coresets of several methods and sizes side by side.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="data">The rows.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="comparison">What was measured.</param>
    /// <param name="choice">What is within the target, in words; nothing if there is none.</param>
    /// <param name="seconds">How long each part took.</param>
    public static ReportPage Of(
        ParseResult parsed, InputData data, ComparisonRequest request, ComparisonOutcome comparison, string? choice,
        IReadOnlyList<(string Part, TimeSpan Elapsed)> seconds) => new(
            $"{Path.GetFileName(data.Name)}: coresets compared",
            FormattableString.Invariant($"{request.Methods.Count:N0} methods of {request.Sizes.Count:N0} sizes, {request.Seeds:N0} coresets of each, of {comparison.Rows:N0} rows of {data.Dimension:N0} values.")
                + (choice is null ? "" : $" {char.ToUpperInvariant(choice[0])}{choice[1..]}."),
            [
                .. ComparisonCurves.Of(comparison),
                ComparisonCurves.Seconds(comparison),
                RunTable.Of(
                    parsed,
                    [
                        ("Input", $"{data.Name}"),
                        ("Clusters", $"{request.Clusters}"),
                        ("Metric", $"{Vocabulary.Metrics.Word(request.Metric)}"),
                        ("Candidates", $"{request.Candidates}"),
                        ("Seeds", $"{request.Seed}, and the {request.Seeds - 1} after it"),
                        ("Threads", $"{request.Threads}"),
                    ],
                    seconds),
            ]);
}
