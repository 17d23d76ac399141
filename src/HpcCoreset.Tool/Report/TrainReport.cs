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
        return new ReportPage(
            $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(source))}: a training run",
            FormattableString.Invariant($"{outcomes.Average(outcome => outcome.TestAccuracy):P2} of {test.Count:N0} test examples right after {account.Steps:N0} steps on {training.Count:N0} examples."),
            [
                LearningCurves.Of(outcomes),
                LearningCurves.Seconds(outcomes),
                .. history is null ? [] : (ReportSection[])[new ReportSection("Which examples were picked", "How hard the picked examples were, beside all.") { Charts = history.Charts }],
                Classes(training, test, history),
                RunTable.Of(
                    parsed, facts,
                    [
                        ("Choose", TimeSpan.FromSeconds(account.SelectionSeconds)), ("Train", TimeSpan.FromSeconds(account.TrainingSeconds)),
                        ("Test", TimeSpan.FromSeconds(account.EvaluationSeconds)),
                    ]),
            ]);
    }

    private static ReportSection Classes(LabelledData training, LabelledData test, LearningHistory? history)
    {
        string[] names = training.ClassNames.Count > 0
            ? [.. training.ClassNames]
            : [.. Enumerable.Range(0, training.Classes).Select(label => label.ToString(CultureInfo.InvariantCulture))];
        ClassTally before = ClassTally.Of(names.Length, training.Labels, []);
        if (history is null) return ClassCounts.Of(names, "training examples", before, "test examples", ClassTally.Of(names.Length, test.Labels, []));
        var picks = new ClassTally(new long[names.Length], new double[names.Length]);
        for (int recording = 0; recording < history.Steps.Length; recording++)
            for (int example = 0; example < training.Count; example++)
            {
                picks.Counts[training.Labels[example]] += history.Picks(recording)[example];
                picks.Masses[training.Labels[example]] += history.Picks(recording)[example];
            }
        return ClassCounts.Of(names, "training examples", before, "picks", picks);
    }
}
