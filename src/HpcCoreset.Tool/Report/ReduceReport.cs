using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using HpcCoreset.Charts;
using HpcCoreset.Tool.Commands;
using HpcCoreset.Tool.Streaming;

namespace HpcCoreset.Tool.Report;

/// <summary>The report of <c>reduce</c>.</summary>
internal static class ReduceReport
{
    /// <summary>Draws what a stream keeps.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="inputs">What the user called the inputs.</param>
    /// <param name="stream">The stream; not to change meanwhile.</param>
    /// <param name="seed">The seed that the user gave.</param>
    /// <param name="sample">A sample of the rows that went in.</param>
    /// <param name="labels">The labels of these.</param>
    /// <param name="elapsed">How long it took.</param>
    public static ReportPage Of(ParseResult parsed, IReadOnlyList<string> inputs, CoresetStream stream, ulong seed, RowReservoir sample, StreamedLabels labels, TimeSpan elapsed)
    {
        double[] weights = [.. stream.Coreset.Weights];
        long[] ids = [.. stream.Coreset.Ids];
        int[] codes = labels.HasAny ? [.. ids.Select(id => labels[id])] : [];
        int[] all = [.. Enumerable.Range(0, weights.Length)];
        var drawn = new DrawnRows(sample.AsPoints, [.. Enumerable.Range(0, sample.Count)], [.. Enumerable.Range(0, sample.Count).Select(row => DrawnRows.Note(sample[row].Number, sample[row].Label))], []);
        DrawnRows kept = DrawnRows.Heaviest(
            () => stream.Coreset.Rows, all, weights, row => $"{DrawnRows.Note(ids[row], labels.HasAny ? labels.Names[codes[row]] : null)}, weight {Markup.Brief(weights[row])}");
        string method = Vocabulary.StreamMethods.Word(stream.Options.Method);
        return new ReportPage(
            $"{Path.GetFileName(inputs[0])}{(inputs.Count == 1 ? "" : FormattableString.Invariant($" and {inputs.Count - 1} more"))}: a summary by {method}",
            FormattableString.Invariant($"{weights.Length:N0} rows kept of {stream.RowCount:N0}, of {stream.Dimension:N0} values."),
            [
                RowPicture.Of(drawn, kept, stream.RowCount, weights.Length) with { Tables = [PickTable.Of(ids, [.. codes.Select(code => labels.Names[code])], weights, [])] },
                .. labels.HasAny ? (ReportSection[])[Classes(labels, codes, weights)] : [],
                WeightHistogram.Of(weights),
                RunTable.Of(
                    parsed,
                    [
                        ("Method", $"{method}"),
                        ("Size", $"{stream.Options.Size}"),
                        ("Clusters", $"{stream.Options.Clusters}"),
                        ("Metric", $"{Vocabulary.Metrics.Word(stream.Options.Metric)}"),
                        ("Seed", $"{seed}"),
                        ("Threads", $"{stream.Options.Threads}"),
                        ("Total weight", $"{stream.TotalWeight:G10}"),
                    ],
                    [("Reduce", elapsed)]),
            ]);
    }

    private static ReportSection Classes(StreamedLabels labels, int[] kept, double[] weights) => ClassCounts.Of(
        labels.Names, "rows", new ClassTally(labels.Counts, labels.Masses), "kept rows", ClassTally.Of(labels.Names.Count, kept, weights));
}
