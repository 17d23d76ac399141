using System;
using CsvHelper;
using HpcCoreset.Training;

namespace HpcCoreset.Benchmarks.Study;

/// <summary>A finished run: a line of the results.</summary>
[CsvRecord]
internal sealed partial record StudyRecord
{
    public string Data { get; init; } = "";

    public string Network { get; init; } = "";

    /// <summary>The share of the steps that the run had, or 1 for an arm with a budget of its own.</summary>
    public double Budget { get; init; }

    public string Arm { get; init; } = "";

    public ulong Seed { get; init; }

    public double Rate { get; init; }

    /// <summary>Tuned options of the trainer.</summary>
    public string Options { get; init; } = "";

    public int BatchSize { get; init; }

    /// <summary>Per cent of the test examples, or of the held-out ones, that the model gets right after the last step; 0 where training diverged.</summary>
    public double Accuracy { get; init; }

    public long Steps { get; init; }

    public long Backprops { get; init; }

    public long ForwardExamples { get; init; }

    public long HessianVectorProducts { get; init; }

    public long Selections { get; init; }

    /// <summary>Seconds by the clock, of drawing and of the choice itself; the other parts follow.</summary>
    public double ChoiceSeconds { get; init; }

    public double ForwardSeconds { get; init; }

    public double ModelSeconds { get; init; }

    public double CheckSeconds { get; init; }

    public double TrainingSeconds { get; init; }

    /// <summary>Processor time of the run's thread, for all of these. On a quiet machine it is their sum; on a busy one it is still what the run took.</summary>
    public double ProcessorSeconds { get; init; }

    /// <summary>When it was finished, in UTC.</summary>
    public string Finished { get; init; } = "";

    /// <summary>What was computed, in forward passes of an example: a gradient is 3, a Hessian-vector product 4.</summary>
    public double Work() => ForwardExamples + 3.0 * Backprops + 4.0 * BatchSize * HessianVectorProducts;

    /// <summary>Whether it is of an arm in a cell, or of one that is shown beside all cells.</summary>
    public bool IsOf(StudyCell cell, StudyArm arm) =>
        Data == cell.Task.Data && Network == cell.Task.Network && Arm == arm.Name && Budget == (arm.Budget ?? cell.Budget);

    /// <summary>Whether it is of a candidate of that arm.</summary>
    public bool IsOf(StudyCell cell, StudyArm arm, StudyTuning candidate) => IsOf(cell, arm) && Rate == candidate.Rate && Options == candidate.Options;

    /// <summary>Fills in what a run has cost.</summary>
    /// <param name="account">By the run's own account.</param>
    /// <param name="seconds">Of the processor.</param>
    /// <param name="accuracy">The share of the examples that the model gets right.</param>
    public StudyRecord With(TrainingAccount account, double seconds, double accuracy) => this with
    {
        Accuracy = Math.Round(100 * accuracy, 6),
        Steps = account.Steps,
        Backprops = account.Backprops,
        ForwardExamples = account.ForwardExamples,
        HessianVectorProducts = account.HessianVectorProducts,
        Selections = account.Selections,
        ChoiceSeconds = Math.Round(account.ChoiceSeconds, 4),
        ForwardSeconds = Math.Round(account.ForwardSeconds, 4),
        ModelSeconds = Math.Round(account.ModelSeconds, 4),
        CheckSeconds = Math.Round(account.CheckSeconds, 4),
        TrainingSeconds = Math.Round(account.TrainingSeconds, 4),
        ProcessorSeconds = Math.Round(seconds, 4),
        Finished = $"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ssZ}",
    };
}
