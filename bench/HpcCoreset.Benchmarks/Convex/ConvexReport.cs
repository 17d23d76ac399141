using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Training.Convex;

namespace HpcCoreset.Benchmarks.Convex;

/// <summary>
/// Logistic regression by <see cref="ConvexSolver"/> on one thread: what is left above the minimum after every epoch, and what an epoch
/// takes. The last table goes on with scikit-learn's rows, by bench/peers/logistic.py.
/// </summary>
internal static class ConvexReport
{
    private const int Runs = 7;
    private const int Epochs = 50;
    private const int TimedEpochs = 8;
    private static readonly int[] _shown = [0, 1, 2, 4, 6, 8, 10, 15, 20, 30, 40, 50];

    public static void Run(TextWriter output)
    {
        LinearTask[] tasks = [LinearTask.Digits(), LinearTask.Hashed(49_990, 22), LinearTask.Hashed(290_506, 54), LinearTask.Hashed(10_000, 784)];
        foreach (LinearTask task in tasks.Take(2)) Converge(output, task);
        output.WriteLine(
            $"Objective and accuracy on the rows trained on, after {Epochs} epochs, or when L-BFGS ends; processor time of one thread for one epoch " +
            $"more, median of {Runs} (lowest - highest). scikit-learn's rows are float64, the others float32.");
        output.WriteLine();
        output.WriteLine("| data, lambda | method | objective | accuracy | ms per epoch | ns per row |");
        output.WriteLine("|:--|:--|--:|--:|:--|--:|");
        foreach (LinearTask task in tasks)
            foreach (ConvexMethod method in Enum.GetValues<ConvexMethod>()) Row(output, task, method);
    }

    private static void Converge(TextWriter output, LinearTask task)
    {
        LinearModel reference = task.Model();
        double lowest = new ConvexSolver(new() { Method = ConvexMethod.Lbfgs, Epochs = 5000, Tolerance = 1e-9 }).Fit(reference, task.Examples).Objective;
        lowest = Math.Min(lowest, new ConvexSolver(new() { Epochs = 300, Tolerance = 1e-13 }).Fit(reference, task.Examples).Objective); // goes on from there
        output.WriteLine(FormattableString.Invariant(
            $"Above the minimum, {lowest:F10}, after so many epochs of automatic steps; {task.Name}, lambda {task.L2:g}. Descent starts with the same step, which falls to 1 / (1 + k / 2) in the second column."));
        output.WriteLine();
        output.WriteLine("| epoch | Sgd | Sgd, falling | Svrg | Saga |");
        output.WriteLine("|--:|--:|--:|--:|--:|");
        double first = new ConvexSolver(new() { Method = ConvexMethod.Sgd, Epochs = 1 }).Fit(task.Model(), task.Examples).Step;
        List<double>[] residuals = [.. ((ConvexOptions[])[
            new() { Method = ConvexMethod.Sgd },
            new() { Method = ConvexMethod.Sgd, StepSize = StepSize.Inverse(first, 0.5) },
            new() { Method = ConvexMethod.Svrg },
            new() { Method = ConvexMethod.Saga }]).Select(options =>
        {
            var told = new List<double>();
            new ConvexSolver(options with { Epochs = Epochs }).Fit(task.Model(), task.Examples, progress => told.Add(progress.Objective - lowest));
            return told;
        })];
        foreach (int epoch in _shown)
            output.WriteLine(FormattableString.Invariant($"| {epoch} | {string.Join(" | ", residuals.Select(of => FormattableString.Invariant($"{of[epoch]:0.0e+00}")))} |"));
        output.WriteLine();
    }

    private static void Row(TextWriter output, LinearTask task, ConvexMethod method)
    {
        LinearModel model = task.Model();
        bool isReference = method == ConvexMethod.Lbfgs;
        double objective = new ConvexSolver(new() { Method = method, Epochs = isReference ? 1000 : Epochs, Tolerance = isReference ? 1e-8 : 0 })
            .Fit(model, task.Examples).Objective;
        string time = isReference ? "| |" : Time(task, method);
        output.WriteLine(FormattableString.Invariant(
            $"| {task.Name}, {task.L2:g} | {method} | {objective:F10} | {model.Accuracy(task.Examples):F4} {time}"));
    }

    private static string Time(LinearTask task, ConvexMethod method)
    {
        var seconds = new double[Runs];
        var solver = new ConvexSolver(new() { Method = method, Epochs = 2 });
        var longer = new ConvexSolver(new() { Method = method, Epochs = 2 + TimedEpochs });
        for (int run = -2; run < Runs; run++)
        {
            double more = Seconds(longer, task) - Seconds(solver, task);
            if (run >= 0) seconds[run] = more / TimedEpochs;
        }
        double median = PairedRatio.MedianOf(seconds);
        return FormattableString.Invariant($"| {1e3 * median:F2} ({1e3 * seconds[0]:F2} - {1e3 * seconds[^1]:F2}) | {1e9 * median / task.Count:F0} |");
    }

    private static double Seconds(ConvexSolver solver, LinearTask task)
    {
        LinearModel model = task.Model();
        double start = ThreadClock.Seconds;
        solver.Fit(model, task.Examples);
        return ThreadClock.Seconds - start;
    }
}
