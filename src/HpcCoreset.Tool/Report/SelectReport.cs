using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using HpcCoreset.Tool.Commands;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Selection;

namespace HpcCoreset.Tool.Report;

/// <summary>The report of <c>select</c>.</summary>
internal static class SelectReport
{
    /// <summary>Draws what was selected.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="data">The rows.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="outcome">What was selected.</param>
    /// <param name="seconds">How long each part took.</param>
    public static ReportPage Of(
        ParseResult parsed, InputData data, SelectionRequest request, SelectionOutcome outcome, IReadOnlyList<(string Part, TimeSpan Elapsed)> seconds)
    {
        CoresetSnapshot coreset = outcome.Coreset;
        string method = Vocabulary.Methods.Word(request.Method);
        bool isGreedy = ClusteringConstruction.Of(request.Method) is null && request.Method is not (SelectionMethod.Undersample or SelectionMethod.Oversample);
        return new ReportPage(
            $"{Path.GetFileName(data.Name)}: a coreset by {method}",
            FormattableString.Invariant($"{coreset.Count:N0} of {data.Count:N0} rows of {data.Dimension:N0} values."),
            [
                RowPicture.Of(data, coreset.Indices, coreset.Weights, coreset.Gains, [.. coreset.Centroids]),
                .. isGreedy ? (ReportSection[])[GainCurve.Of(coreset, pick => DrawnRows.Note(data, coreset.Indices[pick]))] : [],
                .. request.Method is SelectionMethod.KCenter or SelectionMethod.ProTraS ? (ReportSection[])[RadiusCurve.Of(coreset)] : [],
                .. data.Labels is null ? [] : (ReportSection[])[ClassCounts.Of(data, coreset.Indices, coreset.Weights)],
                WeightHistogram.Of(coreset.Weights),
                RunTable.Of(
                    parsed,
                    [
                        ("Input", $"{data.Name}"),
                        ("Method", $"{method}"),
                        ("Seed", $"{request.Seed}"),
                        ("Threads", $"{request.Threads}"),
                        ("Kernel", $"{coreset.Report.Kernel}"),
                        ("Objective", $"{coreset.Report.Objective:G10}"),
                        ("Total weight", $"{coreset.Report.TotalWeight:G10}"),
                        ("Evaluations", $"{coreset.Report.Evaluations:N0}"),
                    ],
                    seconds),
            ]);
    }
}
