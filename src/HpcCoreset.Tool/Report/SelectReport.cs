using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using HpcCoreset.Charts;
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
                PickedRows(data, coreset),
                .. isGreedy ? (ReportSection[])[GainCurve.Of(coreset, pick => DrawnRows.Note(data, coreset.Indices[pick]))] : [],
                .. request.Method is SelectionMethod.KCenter or SelectionMethod.ProTraS ? (ReportSection[])[RadiusCurve.Of(coreset)] : [],
                .. data.Labels is { } labels ? (ReportSection[])[ClassCounts.Of(labels, data.Weights, coreset.Indices, coreset.Weights)] : [],
                WeightHistogram.Of(coreset.Weights),
                RunTable.Of(
                    parsed,
                    [
                        ("Input", data.Name),
                        ("Method", method),
                        ("Seed", request.Seed.ToString(CultureInfo.InvariantCulture)),
                        ("Threads", request.Threads.ToString(CultureInfo.InvariantCulture)),
                        ("Kernel", coreset.Report.Kernel),
                        ("Objective", coreset.Report.Objective.ToString("G10", CultureInfo.InvariantCulture)),
                        ("Total weight", coreset.Report.TotalWeight.ToString("G10", CultureInfo.InvariantCulture)),
                        ("Evaluations", coreset.Report.Evaluations.ToString("N0", CultureInfo.InvariantCulture)),
                    ],
                    seconds),
            ]);
    }

    private static ReportSection PickedRows(InputData data, CoresetSnapshot coreset)
    {
        float[] centroids = [.. coreset.Centroids];
        var picks = centroids.Length == 0
            ? DrawnRows.Heaviest(() => data.Points, coreset.Indices, coreset.Weights, Note)
            : DrawnRows.Heaviest(() => new Points(centroids, data.Dimension), [.. Enumerable.Range(0, coreset.Count)], coreset.Weights, Note);
        ReportSection picture = RowPicture.Of(DrawnRows.Sample(() => data.Points, row => DrawnRows.Note(data, row)), picks, data.Count, coreset.Count);
        return picture with { Tables = [PickTable.Of(data, coreset.Indices, coreset.Weights, coreset.Gains)] };

        string Note(int pick) => $"{DrawnRows.Note(data, coreset.Indices[pick])}, weight {Markup.Brief(coreset.Weights[pick])}";
    }
}
