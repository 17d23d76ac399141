using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Training.Convex;

namespace HpcCoreset.Benchmarks.Convex;

/// <summary>
/// Logistic regression on a CRAIG subset of 30 %, on as many random rows and on all: the time until the objective of all rows is as near to its
/// minimum, the selection included. After the protocol of Mirzasoleiman, Bilmes and Leskovec (ICML 2020, section 5) for ijcnn1.
/// </summary>
internal static class CraigReport
{
    private const int Trials = 10;
    private const int Rehearsals = 3;
    private const int Neighbours = 16;

    /// <summary>Residuals that are waited for, in units of the lowest that descent on the CRAIG subset comes to.</summary>
    private static readonly double[] _targets = [100, 10, 3];

    private static readonly CraigArm[] _arms =
    [
        new("descent, all rows", CraigRows.All, ConvexMethod.Sgd),
        new("descent, CRAIG", CraigRows.Craig, ConvexMethod.Sgd),
        new("descent, random", CraigRows.Random, ConvexMethod.Sgd),
        new("SVRG, all rows", CraigRows.All, ConvexMethod.Svrg),
        new("SAGA, all rows", CraigRows.All, ConvexMethod.Saga),
        new("SAGA, CRAIG", CraigRows.Craig, ConvexMethod.Saga),
    ];

    private static readonly (string Name, string Title, int States)[] _rows =
    [
        ("copies", "Rows in near-copies: 2,500 states, and noise", 2_500),
        ("distinct", "No near-copies: every row is a state of its own", SensorRows.Count),
    ];

    /// <summary>Runs on rows of the kinds that are named, or of both.</summary>
    public static void Run(TextWriter output, string[] kinds)
    {
        output.WriteLine($"{SensorRows.Count:N0} made-up rows of the shape of ijcnn1: 22 columns, a tenth of class 1; logistic regression, lambda 1e-5; subsets of {CraigArm.Share:P0}, CRAIG's by {Neighbours} neighbours.");
        output.WriteLine($"{Trials} trials with rows, a random subset and an order of steps of their own. A residual is the objective of all rows above its minimum (L-BFGS), looked at after");
        output.WriteLine($"every epoch, outside the time. Steps of one row; a b^k or a / (1 + b k) in epoch k for descent, constant for SVRG and SAGA, tuned for each method and residual on {Rehearsals} draws of");
        output.WriteLine($"other rows, outside the time, to reach it in the fewest epochs where it takes the most; at most {CraigArm.EpochsOnAll} epochs of all rows, {CraigArm.EpochsOnSubset} of a subset. Medians (lowest - highest) of the trials that got there;");
        output.WriteLine($"seconds by the wall clock, steps on one thread, selection on {Environment.ProcessorCount}. The last columns: how many times as long descent on all rows takes, without selections and with them, and");
        output.WriteLine("how many runs on one subset it takes to win its selection back.");
        foreach ((string name, string title, int states) in _rows)
        {
            if (kinds.Length > 0 && !kinds.Contains(name)) continue;
            output.WriteLine();
            output.WriteLine($"## {title}");
            output.WriteLine();
            Compare(output, states);
        }
    }

    private static void Compare(TextWriter output, int states)
    {
        var options = new CraigOptions { Size = (int)(CraigArm.Share * SensorRows.Count), Threads = Environment.ProcessorCount };
        using var exact = new CraigSelector(options);
        using var selector = new CraigSelector(options with { Neighbours = Neighbours });
        LinearTask rows = SensorRows.Draw(states, 0);
        var whole = new CraigTrial(rows, exact, 0);
        CraigTrial[] rehearsals = [.. Enumerable.Range(0, Rehearsals).Select(i => new CraigTrial(SensorRows.Draw(states, 10 * i), selector, 0))];
        List<(TunedStep Step, CraigRun[] Runs)>[] tried = [.. _arms.Select(arm => TunedStep.Grid(arm.Method).Select(step => (step, rehearsals.Select(rehearsal => rehearsal.Run(arm, step, 0)).ToArray())).ToList())];
        double[] ends = [.. tried.Select(of => of.Min(step => step.Runs.Max(run => run.Lowest)))];
        double end = ends[1];
        output.WriteLine(FormattableString.Invariant(
            $"From a row to its pick: {rehearsals[0].MeanDistance:F4}; by the exact greedy, which takes {whole.SelectionSeconds:F1} s, {whole.MeanDistance:F4}. At best, descent on the subset comes to {end:0.0e+00} above the minimum, on the random one to {ends[2]:0.0e+00}."));
        double[] residuals = [.. _targets.Select(target => target * end)];
        TunedStep[][] steps = [.. tried.Select(of => residuals.Select(residual => Fastest(of, residual)).ToArray())];
        CraigTrial[] trials = new CraigTrial[Trials];
        var runs = new (int Epochs, double Seconds)?[Trials, _arms.Length, _targets.Length];
        for (int trial = 0; trial < Trials; trial++)
        {
            trials[trial] = new CraigTrial(SensorRows.Draw(states, 100 * (trial + 1)), selector, trial + 1);
            for (int arm = 0; arm < _arms.Length; arm++)
                for (int target = 0; target < _targets.Length; target++)
                    runs[trial, arm, target] = trials[trial].Run(_arms[arm], steps[arm][target], residuals[target]).Until(residuals[target]);
        }
        double[] selections = [.. trials.Select(trial => trial.SelectionSeconds)];
        output.WriteLine($"Selections of the trials: {Spread(selections)} s.");
        output.WriteLine();
        output.WriteLine("| residual | method | step | trials | gradients, in passes over all rows | s | s with selection | descent on all rows / this | with selection | runs that pay |");
        output.WriteLine("|--:|:--|:--|--:|:--|:--|:--|:--|:--|--:|");
        for (int target = 0; target < _targets.Length; target++)
            for (int arm = 0; arm < _arms.Length; arm++)
            {
                CraigArm of = _arms[arm];
                int[] there = [.. Enumerable.Range(0, Trials).Where(trial => runs[trial, arm, target] is not null)], both = [.. there.Where(trial => runs[trial, 0, target] is not null)];
                double Own(int trial) => runs[trial, arm, target]!.Value.Seconds;
                double All(int trial) => runs[trial, 0, target]!.Value.Seconds;
                double Whole(int trial) => Own(trial) + (of.Rows == CraigRows.Craig ? selections[trial] : 0);
                double[] pay = of.Rows == CraigRows.Craig ? [.. both.Select(trial => selections[trial] / Math.Max(0, All(trial) - Own(trial)))] : [];
                output.WriteLine(
                    FormattableString.Invariant($"| {residuals[target]:0.0e+00} | {of.Name} | {steps[arm][target].Text} | {there.Length} ") +
                    $"| {Spread(there.Select(trial => of.Passes(runs[trial, arm, target]!.Value.Epochs)))} | {Spread(there.Select(Own))} | {Spread(there.Select(Whole))} " +
                    $"| {Spread(both.Select(trial => All(trial) / Own(trial)))} | {Spread(both.Select(trial => All(trial) / Whole(trial)))} " +
                    $"| {(pay.Length == 0 ? "" : FormattableString.Invariant($"{Math.Ceiling(PairedRatio.MedianOf(pay)):F0}"))} |");
            }
    }

    /// <summary>
    /// The step that reaches a residual in the fewest epochs on whichever rehearsal it takes more, of equal ones the one that gets lowest there; if
    /// none does, that of the lowest.
    /// </summary>
    private static TunedStep Fastest(List<(TunedStep Step, CraigRun[] Runs)> tried, double residual) =>
        tried.OrderBy(of => of.Runs.Max(run => run.Until(residual)?.Epochs ?? int.MaxValue)).ThenBy(of => of.Runs.Max(run => run.Lowest)).First().Step;

    private static string Spread(IEnumerable<double> values)
    {
        double[] sorted = [.. values];
        if (sorted.Length == 0) return "-";
        double median = PairedRatio.MedianOf(sorted);
        string Text(double value) => value.ToString(median < 1 ? "0.0000" : "0.00", CultureInfo.InvariantCulture);
        return $"{Text(median)} ({Text(sorted[0])} - {Text(sorted[^1])})";
    }
}
