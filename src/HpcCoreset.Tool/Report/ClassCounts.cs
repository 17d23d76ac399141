using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Charts;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Report;

/// <summary>How many rows and picks each class has.</summary>
internal static class ClassCounts
{
    private const int MostClasses = 100;
    private const int MostLetters = 60;

    /// <summary>Counts.</summary>
    /// <param name="labels">The label of every row.</param>
    /// <param name="mass">The weight of every row; empty for 1 each.</param>
    /// <param name="picks">Row numbers.</param>
    /// <param name="weights">What each pick stands for.</param>
    public static ReportSection Of(Labels labels, IReadOnlyList<double> mass, IReadOnlyList<int> picks, IReadOnlyList<double> weights)
    {
        int classes = labels.Names.Count, rowCount = labels.Codes.Length;
        long[] rows = new long[classes], picked = new long[classes];
        double[] before = new double[classes], after = new double[classes];
        for (int row = 0; row < rowCount; row++)
        {
            rows[labels.Codes[row]]++;
            before[labels.Codes[row]] += mass.Count == 0 ? 1 : mass[row];
        }
        for (int pick = 0; pick < picks.Count; pick++)
        {
            int label = labels.Codes[picks[pick]];
            picked[label]++;
            after[label] += weights[pick];
        }
        (double allBefore, double allAfter) = (before.Sum(), after.Sum());
        double longest = Math.Max(before.Max() / allBefore, after.Max() / allAfter);
        int[] shown = [.. Enumerable.Range(0, classes).OrderByDescending(label => rows[label]).Take(MostClasses)];
        string some = classes == shown.Length ? FormattableString.Invariant($"{classes:N0} classes") : FormattableString.Invariant($"The {shown.Length:N0} largest of {classes:N0} classes");
        return new ReportSection("Classes", $"{some}: rows before, picks after, and the share of the mass that each has.")
        {
            Tables =
            [
                new ReportTable("Class counts before and after", ["Label", "Rows", "Share of the mass", "Picks", "Share of the weights"], [.. shown.Select(label => (ReportCell[])
                [
                    Name(labels.Names[label]), ReportCell.Of(rows[label]), ReportCell.OfShare(before[label] / allBefore, longest),
                    ReportCell.Of(picked[label]), ReportCell.OfShare(after[label] / allAfter, longest),
                ])]),
            ],
        };
    }

    /// <summary>A label as far as there is room for it.</summary>
    /// <param name="label">As the input writes it.</param>
    public static string Name(string label) => Markup.Short(label, MostLetters);
}
