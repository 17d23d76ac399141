using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Charts;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Report;

/// <summary>How many members each class has before and after.</summary>
internal static class ClassCounts
{
    private const int MostClasses = 100;
    private const int MostLetters = 60;

    /// <summary>Counts rows and picks.</summary>
    /// <param name="data">Labelled rows.</param>
    /// <param name="picks">Row numbers.</param>
    /// <param name="weights">What each pick stands for.</param>
    public static ReportSection Of(InputData data, IReadOnlyList<int> picks, IReadOnlyList<double> weights)
    {
        Labels labels = data.Labels!;
        int[] picked = [.. picks.Select(pick => labels.Codes[pick])];
        return Of(
            labels.Names, "rows", ClassTally.Of(labels.Names.Count, labels.Codes, data.Weights), "picks", ClassTally.Of(labels.Names.Count, picked, weights));
    }

    /// <summary>Puts two counts side by side.</summary>
    /// <param name="names">What the classes are called.</param>
    /// <param name="first">What the first counts.</param>
    /// <param name="before">The first.</param>
    /// <param name="second">What the second counts.</param>
    /// <param name="after">The second.</param>
    public static ReportSection Of(IReadOnlyList<string> names, string first, ClassTally before, string second, ClassTally after)
    {
        int[] shown = [.. Enumerable.Range(0, names.Count).OrderByDescending(label => before.Counts[label]).Take(MostClasses)];
        double longest = shown.Max(label => Math.Max(before.Share(label), after.Share(label)));
        FormattableString which = names.Count == shown.Length ? (FormattableString)$"{names.Count:N0} classes" : $"The {shown.Length:N0} largest of {names.Count:N0} classes";
        return new ReportSection("Classes", FormattableString.Invariant(which) + $": how many {first} and {second} each has, and the share of these by weight.")
        {
            Tables =
            [
                new ReportTable(
                    $"Class counts: {first} and {second}", ["Label", Capital(first), $"Share of {first}", Capital(second), $"Share of {second}"],
                    [.. shown.Select(label => (ReportCell[])
                    [
                        Name(names[label]), ReportCell.Of(before.Counts[label]), ReportCell.OfShare(before.Share(label), longest),
                        ReportCell.Of(after.Counts[label]), ReportCell.OfShare(after.Share(label), longest),
                    ])]),
            ],
        };

        static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
    }

    /// <summary>A label as far as there is room for it.</summary>
    /// <param name="label">As the input writes it.</param>
    public static string Name(string label) => Markup.Short(label, MostLetters);
}
