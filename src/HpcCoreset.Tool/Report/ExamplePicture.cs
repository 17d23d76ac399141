using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Charts;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Tool.Report;

/// <summary>The examples that a model is trained on, in the plane in which they vary most.</summary>
internal static class ExamplePicture
{
    private const int MostGatheredValues = 1 << 24; // 64 MB of examples, whatever their size
    private const int MostPicks = 1_000, MostClasses = 100, MostLetters = 16;

    /// <summary>Draws examples, those that were picked most often, and the names of classes.</summary>
    /// <param name="examples">The examples, drawn as a model gets them.</param>
    /// <param name="names">What the classes are called.</param>
    /// <param name="picked">How often each example was picked; nothing if that is not known.</param>
    public static ReportSection Of(LabelledData examples, string[] names, double[]? picked)
    {
        int most = Math.Clamp(MostGatheredValues / examples.InputLength, 1, DrawnRows.MostRows);
        var sampled = new int[Math.Min(examples.Count, most)];
        RandomRows.Subset(0, 0, examples.Count, sampled);
        DrawnRows rows = Gather(examples, sampled, example => Note(example), []);
        int[] everPicked = picked is null ? [] : [.. Enumerable.Range(0, examples.Count).Where(example => picked[example] > 0)];
        int[] often = [.. everPicked.OrderByDescending(example => picked![example]).Take(Math.Min(MostPicks, most))];

        var plane = new PlanePicture(rows);
        ChartSeries drawn = plane.Faint("examples", rows);
        var series = new List<ChartSeries> { drawn };
        if (picked is not null)
            series.Add(plane.ByWeight(
                "picked, area by how often",
                Gather(examples, often, example => FormattableString.Invariant($"{Note(example)}, picked {picked[example]:N0} times"), [.. often.Select(example => picked[example])])));
        series.Add(new ChartSeries("classes, at their means", Means(examples, sampled, drawn.Points, names), Mark: ChartMark.Words));
        string text = FormattableString.Invariant($"The plane in which the training examples, scaled as the network gets them, vary most: {plane.Share:P1} of the variance. ")
            + $"Drawn are {PlanePicture.Some("", sampled.Length, examples.Count, "examples", " at random")}"
            + (picked is null ? "" : $", {PlanePicture.Some("the most often picked ", often.Length, everPicked.Length, "that were picked", "")},")
            + " and the name of each class at the mean of its examples here. Numbers are those of --history.";
        return new ReportSection("Examples", text)
        {
            Charts = [plane.Draw("Training examples in two dimensions", "A table below counts the classes.", series)],
        };

        string Note(int example) => FormattableString.Invariant($"example {example}, label {ClassCounts.Name(names[examples.Labels[example]])}");
    }

    private static DrawnRows Gather(LabelledData examples, int[] which, Func<int, string> note, double[] weights)
    {
        var values = new float[which.Length * examples.InputLength];
        examples.Gather(which, values);
        return new DrawnRows(() => new Points(values, examples.InputLength), [.. Enumerable.Range(0, which.Length)], [.. which.Select(note)], weights);
    }

    private static ChartPoint[] Means(LabelledData examples, int[] sampled, IReadOnlyList<ChartPoint> places, string[] names) =>
    [
        .. Enumerable.Range(0, sampled.Length).GroupBy(i => examples.Labels[sampled[i]]).OrderByDescending(members => members.Count()).Take(MostClasses)
            .OrderBy(members => members.Key).Select(members => new ChartPoint(
                members.Average(i => places[i].X), members.Average(i => places[i].Y),
                Note: FormattableString.Invariant($"label {ClassCounts.Name(names[members.Key])}, {members.Count():N0} examples drawn"),
                Word: Markup.Short(names[members.Key], MostLetters))),
    ];
}
