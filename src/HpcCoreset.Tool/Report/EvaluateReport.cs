using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using HpcCoreset.Tool.Commands;
using HpcCoreset.Tool.CoresetFiles;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Report;

/// <summary>The report of <c>evaluate</c>.</summary>
internal static class EvaluateReport
{
    /// <summary>Draws a coreset and how good it is.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="data">The rows.</param>
    /// <param name="coreset">The coreset.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="evaluation">What was measured.</param>
    /// <param name="seconds">How long each part took.</param>
    public static ReportPage Of(
        ParseResult parsed, InputData data, StoredCoreset coreset, EvaluationOptions options, CoresetEvaluation evaluation,
        IReadOnlyList<(string Part, TimeSpan Elapsed)> seconds)
    {
        int[] rows = coreset.Rows;
        return new ReportPage(
            $"{Path.GetFileName(data.Name)}: how good a coreset is",
            FormattableString.Invariant($"{rows.Length:N0} of {data.Count:N0} rows of {data.Dimension:N0} values, for {options.Clusters:N0} clusters: distortion {evaluation.MaxDistortion:G5} at worst, {evaluation.CompressionRatio:G4} times smaller."),
            [
                DistortionByFamily.Of(evaluation),
                RowPicture.Of(data, rows, coreset.Weight, [], coreset.Centroids),
                .. data.Labels is null ? [] : (ReportSection[])[ClassCounts.Of(data, rows, coreset.Weight)],
                WeightHistogram.Of(coreset.Weight),
                RunTable.Of(
                    parsed,
                    [
                        ("Input", $"{data.Name}"),
                        ("Clusters", $"{options.Clusters}"),
                        ("Metric", $"{Vocabulary.Metrics.Word(options.Metric)}"),
                        ("Seed", $"{options.Seed}"),
                        ("Threads", $"{options.Threads}"),
                        ("Cost of all rows", $"{evaluation.CostFull:G10}"),
                        ("Cost of the coreset", $"{evaluation.CostCoreset:G10}"),
                        ("Mass of all rows", $"{evaluation.FullMass:G10}"),
                        ("Mass of the coreset", $"{evaluation.Mass:G10}"),
                    ],
                    seconds),
            ]);
    }
}
