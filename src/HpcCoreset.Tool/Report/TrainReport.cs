using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using HpcCoreset.Tool.Training;
using HpcCoreset.Training;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Tool.Report;

/// <summary>The report of <c>train</c>.</summary>
internal static class TrainReport
{
    /// <summary>Draws how a model learnt.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="source">What the user called the examples.</param>
    /// <param name="facts">What was asked for and found, by name.</param>
    /// <param name="training">What was trained on.</param>
    /// <param name="test">What was tested on.</param>
    /// <param name="outcomes">The runs.</param>
    public static ReportPage Of(
        ParseResult parsed, string source, IReadOnlyList<(string Name, FormattableString Value)> facts, LabelledData training, LabelledData test, TrainingOutcome[] outcomes)
    {
        LearningHistory? history = outcomes[0].History;
        TrainingAccount account = outcomes[^1].Account;
        string[] names = training.ClassNames.Count > 0
            ? [.. training.ClassNames]
            : [.. Enumerable.Range(0, training.Classes).Select(label => label.ToString(CultureInfo.InvariantCulture))];
        double[]? picked = history is null ? null : Picked(history, training.Count);
        return new ReportPage(
            $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(source))}: a training run",
            FormattableString.Invariant($"{outcomes.Average(outcome => outcome.TestAccuracy):P2} of {test.Count:N0} test examples right after {account.Steps:N0} steps on {training.Count:N0} examples."),
            [
                LearningCurves.Of(outcomes),
                LearningCurves.Seconds(outcomes),
                .. history is null ? [] : (ReportSection[])[new ReportSection("Which examples were picked", "How hard the picked examples were, beside all.") { Charts = history.Charts }],
                ExamplePicture.Of(training, names, picked),
                Classes(names, training, test, picked),
                RunTable.Of(
                    parsed, facts,
                    [
                        ("Choose", TimeSpan.FromSeconds(account.SelectionSeconds)), ("Train", TimeSpan.FromSeconds(account.TrainingSeconds)),
                        ("Test", TimeSpan.FromSeconds(account.EvaluationSeconds)),
                    ]),
            ]);
    }

    /// <summary>How often each example was picked in the whole run.</summary>
    private static double[] Picked(LearningHistory history, int examples)
    {
        var times = new double[examples];
        for (int recording = 0; recording < history.Steps.Length; recording++)
            for (int example = 0; example < examples; example++) times[example] += history.Picks(recording)[example];
        return times;
    }

    private static ReportSection Classes(string[] names, LabelledData training, LabelledData test, double[]? picked)
    {
        ClassTally before = ClassTally.Of(names.Length, training.Labels, []);
        if (picked is null) return ClassCounts.Of(names, "training examples", before, "test examples", ClassTally.Of(names.Length, test.Labels, []));
        double[] masses = ClassTally.Of(names.Length, training.Labels, picked).Masses;
        return ClassCounts.Of(names, "training examples", before, "picks", new ClassTally([.. masses.Select(mass => (long)mass)], masses));
    }
}
