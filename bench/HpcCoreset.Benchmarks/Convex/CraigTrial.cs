using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using HpcCoreset.Training.Convex;

namespace HpcCoreset.Benchmarks.Convex;

/// <summary>Rows, the minimum of their objective, and subsets of them.</summary>
internal sealed class CraigTrial
{
    private readonly LinearTask _task;
    private readonly ulong _seed;
    private readonly double _minimum;
    private readonly ConvexSolver _evaluator = new(new() { Threads = Environment.ProcessorCount });
    private readonly int[] _picks;
    private readonly double[] _weights;
    private readonly int[] _random;

    /// <summary>Finds the minimum and selects.</summary>
    /// <param name="task">The rows.</param>
    /// <param name="selector">Whose picks are to be used.</param>
    /// <param name="seed">Of the random subset and of the steps.</param>
    public CraigTrial(LinearTask task, CraigSelector selector, int seed)
    {
        (_task, _seed) = (task, (ulong)seed);
        _minimum = new ConvexSolver(new() { Method = ConvexMethod.Lbfgs, Epochs = 500, Tolerance = 1e-7, Threads = Environment.ProcessorCount })
            .Fit(task.Model(), task.Examples).Objective;
        long begun = Stopwatch.GetTimestamp();
        Coreset coreset = selector.Select(task.Examples.Points, default, task.Labels);
        SelectionSeconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        (_picks, _weights) = (coreset.Indices.ToArray(), coreset.Weights.ToArray());
        _random = [.. Enumerable.Range(0, task.Count)];
        new Random(seed).Shuffle(_random);
        _random = _random[..coreset.Count];
        // The pick of a row is the nearest one of its class, among those that its neighbours are.
        int[] assignment = coreset.Assignment.ToArray();
        MeanDistance = Enumerable.Range(0, task.Count).Average(row => Distance(row, _picks[assignment[row]]));
    }

    /// <summary>What the selection took.</summary>
    public double SelectionSeconds { get; }

    /// <summary>From a row to its pick, on average.</summary>
    public double MeanDistance { get; }

    /// <summary>Trains until the objective of all rows is near its minimum, looking after each epoch.</summary>
    /// <param name="arm">On what, and how.</param>
    /// <param name="step">The step size.</param>
    /// <param name="residual">How near; 0 for all epochs.</param>
    /// <returns>What was seen after each epoch.</returns>
    public CraigRun Run(CraigArm arm, TunedStep step, double residual)
    {
        LinearModel model = _task.Model();
        LinearExamples all = _task.Examples, examples = arm.Rows switch
        {
            CraigRows.Craig => all.Take(_picks, _weights),
            CraigRows.Random => all.Take(_random),
            _ => all,
        };
        var run = new CraigRun();
        using var enough = new CancellationTokenSource();
        var solver = new ConvexSolver(new() { Method = arm.Method, Epochs = arm.Epochs, StepSize = step.Size, Seed = _seed });
        try
        {
            solver.Fit(model, examples, Look, enough.Token);
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or ArithmeticException) // near enough, or the step was too long
        {
        }
        return run;

        void Look(ConvexProgress progress)
        {
            if (progress.Epoch == 0) return;
            run.Add((_evaluator.Objective(model, _task.Examples) - _minimum, progress.Seconds));
            if (run[^1].Residual <= residual) enough.Cancel();
        }
    }

    private double Distance(int row, int other)
    {
        double sum = 0;
        for (int t = 0; t < _task.Dimension; t++)
        {
            double difference = _task.Values[row * _task.Dimension + t] - _task.Values[other * _task.Dimension + t];
            sum += difference * difference;
        }
        return Math.Sqrt(sum);
    }
}

/// <summary>What is left above the minimum after each epoch, and the seconds until then.</summary>
internal sealed class CraigRun : List<(double Residual, double Seconds)>
{
    /// <summary>The least that was left.</summary>
    public double Lowest => Count == 0 ? double.PositiveInfinity : this.Min(epoch => epoch.Residual);

    /// <summary>Epochs until no more was left, and their seconds; none where that much never was.</summary>
    public (int Epochs, double Seconds)? Until(double residual) => FindIndex(epoch => epoch.Residual <= residual) is >= 0 and int at ? (at + 1, this[at].Seconds) : null;
}
