using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using HpcCoreset.Charts;
using MathNet.Numerics.Statistics;

namespace HpcCoreset.Benchmarks.Study;

/// <summary>Verdicts, tables and charts, from a file of results alone: the same bytes for the same file.</summary>
internal static class StudyReport
{
    private const double Confidence = 0.95;

    /// <summary>Writes, beside the file of results, a page and two files of charts of its name.</summary>
    /// <param name="path">The file of results.</param>
    /// <exception cref="InvalidDataException">It is no such file, or has a seed of an arm twice.</exception>
    public static void Write(string path)
    {
        (StudyPlan plan, string machine, IReadOnlyList<StudyRecord> records) = StudyLog.Read(path);
        // A pair would count for two.
        if (records.CountBy(record => (record.Data, record.Network, record.Budget, record.Arm, record.Seed)).FirstOrDefault(run => run.Value > 1) is { Value: > 1 } twice)
            throw new InvalidDataException($"{path}: found {twice.Key} {twice.Value} times.");
        string name = Path.GetFileNameWithoutExtension(path);
        using (var page = new StreamWriter(Path.ChangeExtension(path, ".md")) { NewLine = "\n" })
        {
            page.WriteLine($"# Study: {name}");
            page.WriteLine();
            page.WriteLine($"From `{Path.GetFileName(path)}` alone, by `dotnet run -c Release --project bench/HpcCoreset.Benchmarks -- study-verdicts` and its path.");
            page.WriteLine();
            page.WriteLine($"Begun on {machine}; {records.Count} {(records.Count == 1 ? "run" : "runs")} of one thread, two side by side.");
            page.WriteLine();
            Page(page, plan, records);
            page.WriteLine();
            page.WriteLine($"![Accuracy against seconds]({name}.seconds.svg)");
            page.WriteLine();
            page.WriteLine($"![Accuracy against backprops]({name}.backprops.svg)");
        }
        WriteCharts("seconds", "seconds of one processor for choosing and training, median", record => record.ProcessorSeconds);
        WriteCharts("backprops", "examples backpropagated, median", record => record.Backprops);

        void WriteCharts(string kind, string title, Func<StudyRecord, double> across)
        {
            using var file = new StreamWriter(Path.ChangeExtension(path, $".{kind}.svg")) { NewLine = "\n" };
            Chart.Write(file, [.. plan.Tasks.SelectMany(task => Charts(plan, task, records, title, across))]);
        }
    }

    private static void Page(TextWriter page, StudyPlan plan, IReadOnlyList<StudyRecord> records)
    {
        page.WriteLine(Invariant(
            $"Batches of {plan.BatchSize}; SGD with momentum {plan.Momentum} and weight decay {plan.WeightDecay}; the rate rises over {Percent(plan.WarmUp)} % of the steps and falls to a tenth at 60 % and a hundredth at 85 %."));
        page.WriteLine(Tuning(plan) + " Test examples were looked at once in each run, after its last step; one that diverged has 0 %.");
        if (plan.Hypotheses.Count > 0)
        {
            page.WriteLine("Differences are paired by seed: the same first parameters. Intervals are Student's, 95 % each, and of the seeds alone: that another learning rate could have been chosen is not in them. p-values are exact, by all flips of signs, two-sided; Holm's correction is over all hypotheses in all cells of the plan, also those without results yet.");
            page.WriteLine(Invariant(
                $"Equivalent: two one-sided tests, at {plan.Level} each and not corrected for their number, show the difference to be smaller than {plan.Margin} points; it may still not be zero, as the interval and p tell. Better, worse: not equivalent, and the corrected p-value is at most {plan.Level}. Otherwise undecided."));
        }
        page.WriteLine("Arms take equally many training steps, but for those with a budget of their own or at another's time. What an arm computes to choose, backprops as well, is counted below, and costs nothing where steps are equal.");
        page.WriteLine();
        IReadOnlyList<StudyVerdict> verdicts = StudyVerdict.All(plan, records);
        if (verdicts.Count > 0) Verdicts(page, plan, records, verdicts);
        page.WriteLine("## Arms");
        page.WriteLine();
        page.WriteLine(Invariant(
            $"Accuracy in % of the test examples, mean and standard deviation; error relative to full training, |accuracy - full| / full; medians of what a run took, in seconds of one processor without the test. An arm at another's time has the steps that fit the median of that arm's first {plan.TimedSeeds} seeds. Work: an example forward is 1, a gradient 3, a Hessian-vector product 4 per example, in units of {plan.Baseline}'s."));
        foreach (StudyCell cell in plan.Cells)
        {
            page.WriteLine();
            page.WriteLine(Invariant($"### {cell.Task.Data}, {cell.Task.Network}, {cell.Task.Epochs} epochs of {Percent(cell.Budget)} % of the steps"));
            page.WriteLine();
            page.WriteLine($"| arm | rate, tuned options | seeds | accuracy | lowest - highest | to {plan.Baseline}, points | relative error, % | steps | selections | backprops, 1000 | forward, 1000 | Hessian-vector products | work | s |");
            page.WriteLine("|:--|:--|--:|--:|:--|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
            foreach (StudyArm arm in plan.Arms) Row(page, plan, cell, arm, records);
        }
    }

    private static string Tuning(StudyPlan plan)
    {
        int[] seeds =
        [
            .. plan.Arms.Where(arm => arm.TunedAs is null && plan.Tasks.Any(task => arm.Candidates(task.Rates).Skip(1).Any())).Select(arm => arm.TuningSeeds ?? 1).Order(),
        ];
        if (seeds is []) return "Nothing was tuned.";
        string runs = seeds[^1] == 1 ? "one run" : seeds[0] == seeds[^1] ? $"the mean of {seeds[0]} runs" : $"the mean of {seeds[0]} to {seeds[^1]} runs";
        return Invariant(
            $"Learning rates, and what else is tuned, by {runs} each on {Percent(1 - plan.HeldOut)} % of the training examples, looking at the others; * where the best was the least or largest of those tried.");
    }

    /// <summary>In words, cell by cell, and one by one.</summary>
    private static void Verdicts(TextWriter page, StudyPlan plan, IReadOnlyList<StudyRecord> records, IReadOnlyList<StudyVerdict> verdicts)
    {
        page.WriteLine("## Verdicts");
        page.WriteLine();
        foreach (IGrouping<StudyHypothesis, StudyVerdict> group in verdicts.GroupBy(verdict => verdict.Hypothesis))
            page.WriteLine(Invariant(
                $"- {group.Key.Name}: {group.Key.Arm} against {group.Key.Against} is {string.Join(", ", group.CountBy(verdict => verdict.Word).Select(word => $"{word.Key} in {word.Value}"))} of {group.Count()}; mean differences from {Signed(group.Min(verdict => verdict.Difference.Mean))} to {Signed(group.Max(verdict => verdict.Difference.Mean))} points."));
        page.WriteLine();
        StudyArm first = plan.Arm(plan.Hypotheses[0].Arm);
        page.WriteLine($"| data | network | budget, % | {string.Join(" | ", plan.Hypotheses.Select(hypothesis => hypothesis.Name))} | work of {first.Name} |");
        page.WriteLine($"|:--|:--|--:|{string.Concat(plan.Hypotheses.Select(_ => ":--|"))}--:|");
        foreach (IGrouping<StudyCell, StudyVerdict> group in verdicts.GroupBy(verdict => verdict.Cell))
        {
            IEnumerable<string> words = plan.Hypotheses.Select(
                hypothesis => group.FirstOrDefault(verdict => verdict.Hypothesis == hypothesis) is { } verdict ? $"{Interval(verdict.Difference)} {verdict.Word}" : "");
            page.WriteLine($"| {Place(group.Key)} | {string.Join(" | ", words)} | {Work(plan, group.Key, first, records)} |");
        }
        page.WriteLine();
        page.WriteLine("| hypothesis | data | network | budget, % | pairs | difference, points | p | p, Holm | verdict |");
        page.WriteLine("|:--|:--|:--|--:|--:|--:|--:|--:|:--|");
        foreach (StudyVerdict verdict in verdicts)
            page.WriteLine(Invariant(
                $"| {verdict.Hypothesis.Name}: {verdict.Hypothesis.Arm} - {verdict.Hypothesis.Against} | {Place(verdict.Cell)} | {verdict.Difference.Count} of {Planned(verdict.Hypothesis)} | {Interval(verdict.Difference)} | {verdict.P:F4} | {verdict.AdjustedP:F4} | {verdict.Word} |"));
        page.WriteLine();

        int Planned(StudyHypothesis hypothesis) => Math.Min(plan.Arm(hypothesis.Arm).Seeds, plan.Arm(hypothesis.Against).Seeds);

        static string Place(StudyCell cell) => $"{cell.Task.Data} | {cell.Task.Network} | {Percent(cell.Budget)}";
    }

    private static void Row(TextWriter page, StudyPlan plan, StudyCell cell, StudyArm arm, IReadOnlyList<StudyRecord> records)
    {
        StudyRecord[] own = Of(arm), full = [.. plan.Arms.Where(other => other.Budget == 1).Take(1).SelectMany(Of)];
        if (own.Length == 0) return;
        double[] accuracies = [.. own.Select(record => record.Accuracy)];
        string relative = full.Length == 0 ? "" : Invariant($"{100 * Math.Abs(accuracies.Average() / full.Average(record => record.Accuracy) - 1):F2}");
        string difference = arm.Name == plan.Baseline ? "" : Interval(StudyVerdict.Between(arm, plan.Arm(plan.Baseline), cell, records));
        string deviation = own.Length == 1 ? "" : Invariant($" ± {accuracies.StandardDeviation():F2}");
        page.WriteLine(Invariant(
            $"| {arm.Name} | {own[0].Rate}{Edge(cell.Task, own[0].Rate)} {own[0].Options} | {own.Length} | {accuracies.Average():F2}{deviation} | {accuracies.Min():F2} - {accuracies.Max():F2} | {difference} | {relative} | {Median(r => r.Steps):F0} | {Median(r => r.Selections):F0} | {Median(r => r.Backprops) / 1000:F0} | {Median(r => r.ForwardExamples) / 1000:F0} | {Median(r => r.HessianVectorProducts):F0} | {Work(plan, cell, arm, records)} | {Median(r => r.ProcessorSeconds):F2} |"));

        static string Edge(StudyTask task, double rate) => task.Rates.Count > 1 && (rate == task.Rates.Min() || rate == task.Rates.Max()) ? "*" : "";

        StudyRecord[] Of(StudyArm of) => [.. records.Where(record => record.IsOf(cell, of))];

        double Median(Func<StudyRecord, double> value) => own.Select(value).Median();
    }

    /// <summary>Of the median run, in units of the baseline's.</summary>
    private static string Work(StudyPlan plan, StudyCell cell, StudyArm arm, IReadOnlyList<StudyRecord> records)
    {
        double[] own = Of(arm), baseline = Of(plan.Arm(plan.Baseline));
        return own.Length == 0 || baseline.Length == 0 ? "" : Invariant($"{own.Median() / baseline.Median():F2}");

        double[] Of(StudyArm of) => [.. records.Where(record => record.IsOf(cell, of)).Select(record => record.Work())];
    }

    /// <summary>What the hypotheses are about, beside full training, and all else beside the baseline: more lines than these look alike.</summary>
    private static IEnumerable<Chart> Charts(
        StudyPlan plan, StudyTask task, IReadOnlyList<StudyRecord> records, string title, Func<StudyRecord, double> across)
    {
        string[] named = [plan.Baseline, .. plan.Hypotheses.SelectMany(hypothesis => (string[])[hypothesis.Arm, hypothesis.Against])];
        ILookup<bool, StudyArm> arms = plan.Arms.ToLookup(arm => named.Contains(arm.Name));
        yield return Chart("hypotheses", [.. arms[true], .. arms[false].Where(arm => arm.Budget is not null)]);
        yield return Chart("others", [plan.Arm(plan.Baseline), .. arms[false]]);

        Chart Chart(string which, StudyArm[] shown) => new()
        {
            Title = $"{task.Data}, {task.Network}: {which}",
            Description = "Mean test accuracy with 95 % intervals, a point for each budget.",
            X = new(title, IsLogarithmic: true),
            Y = new("test accuracy, %"),
            Series =
            [
                .. from arm in shown
                   let points = plan.Cells.Where(cell => cell.Task == task).Select(cell => records.Where(record => record.IsOf(cell, arm)).ToArray())
                       .Where(of => of.Length > 0).Select(of => Point(of, across)).Distinct().OrderBy(point => point.X).ToArray()
                   where points.Length > 0
                   select new ChartSeries(arm.Name, points),
            ],
        };
    }

    private static ChartPoint Point(StudyRecord[] records, Func<StudyRecord, double> across)
    {
        var accuracy = new PairedDifference([.. records.Select(record => record.Accuracy)]);
        double half = accuracy.HalfWidth(Confidence);
        return new(records.Select(across).Median(), accuracy.Mean, Math.Max(0, accuracy.Mean - half), Math.Min(100, accuracy.Mean + half));
    }

    private static string Interval(PairedDifference difference)
    {
        if (difference.Count == 0) return "";
        double half = difference.HalfWidth(Confidence);
        return Signed(difference.Mean)
            + (difference.Count == 1 ? "" : Invariant($" ({Signed(difference.Mean - half)} to {Signed(difference.Mean + half)})"));
    }

    /// <summary>Rounded first: the format gives two signs to what it rounds up to zero.</summary>
    private static string Signed(double points) => (Math.Round(points, 2) + 0.0).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * (decimal)share).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
