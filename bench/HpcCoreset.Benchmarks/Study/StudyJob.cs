using System;
using System.Linq;
using System.Threading;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Training;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;

namespace HpcCoreset.Benchmarks.Study;

/// <summary>One network to be trained once, on one thread.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Cell">Where.</param>
/// <param name="Arm">How.</param>
/// <param name="Seed">The seed, of the first parameters as well.</param>
internal sealed record StudyJob(StudyPlan Plan, StudyCell Cell, StudyArm Arm, ulong Seed)
{
    private const int RehearsedBatches = 16, RehearsedSteps = 32;

    /// <summary>The share of the steps.</summary>
    public double Budget => Arm.Budget ?? Cell.Budget;

    private int BatchSize => Arm.BatchSize ?? Plan.BatchSize;

    /// <summary>Trains, and looks at the test examples after the last step. Goes on where it was stopped.</summary>
    /// <param name="input">The examples.</param>
    /// <param name="tuning">What was tuned, or is tried.</param>
    /// <param name="isTuning">Whether to train on what is kept and look at what is held out.</param>
    /// <param name="steps">A number of steps of its own; 0 for those of the budget.</param>
    /// <param name="pause">Where a run that is stopped is kept.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public StudyRecord Run(StudyInput input, StudyTuning tuning, bool isTuning, long steps, StudyPause pause, CancellationToken cancellation)
    {
        (LabelledData training, LabelledData test) = isTuning ? (input.Kept, input.HeldOut) : (input.Training, input.Test);
        using var model = new Network(input.Design(Cell.Task.Network), Seed, threads: 1);
        using TrainingRun run = pause.Resume(model, training, Options(tuning, training.Count, steps));
        double begun = ThreadClock.Seconds - pause.Seconds, seconds, accuracy = 0;
        try
        {
            run.Run(cancellation: cancellation);
            seconds = ThreadClock.Seconds - begun;
            accuracy = new TestSet(test, model.Classes).Accuracy(model);
        }
        catch (OperationCanceledException)
        {
            pause.Save(run, ThreadClock.Seconds - begun);
            throw;
        }
        catch (ArithmeticException)
        {
            seconds = ThreadClock.Seconds - begun; // it diverged: 0 %, after as many steps as the account has
        }
        return new StudyRecord
        {
            Data = Cell.Task.Data,
            Network = Cell.Task.Network,
            Budget = Budget,
            Arm = Arm.Name,
            Seed = Seed,
            Rate = tuning.Rate,
            Options = tuning.Options,
            BatchSize = BatchSize,
        }.With(run.Account, seconds, accuracy);
    }

    /// <summary>Some steps on a few examples, so that what is timed later was compiled before.</summary>
    public void Rehearse(StudyInput input, StudyTuning tuning)
    {
        LabelledData few = input.Training.Subset([.. Enumerable.Range(0, Math.Min(input.Training.Count, RehearsedBatches * BatchSize))]);
        using var model = new Network(input.Design(Cell.Task.Network), Seed, threads: 1);
        using var run = new TrainingRun(model, few, null, Options(tuning, few.Count, steps: 0));
        try
        {
            while (!run.IsFinished && run.Account.Steps < RehearsedSteps) run.Step();
        }
        catch (ArithmeticException)
        {
            // What diverges is compiled as well.
        }
    }

    private TrainingOptions Options(StudyTuning tuning, int count, long steps)
    {
        var options = new TrainingOptions
        {
            Trainer = Arm.Options(tuning),
            Epochs = Cell.Task.Epochs,
            Budget = Budget,
            BatchSize = BatchSize,
            LearningRate = tuning.Rate,
            Optimizer = new SgdOptions { Momentum = Plan.Momentum, WeightDecay = Plan.WeightDecay },
            Schedule = Arm.Schedule == "constant" ? new ConstantSchedule { WarmUp = Plan.WarmUp } : new StepDecaySchedule { WarmUp = Plan.WarmUp },
            Augmentation = Cell.Task.Augmentation ? Augmentation.PadCropFlip : default,
            Seed = Seed,
            EvaluationInterval = int.MaxValue,
        };
        if (steps == 0 && Arm.BatchSize is null) return options;
        // RS2 reads on where it was, whatever an epoch is: with epochs of one batch there are as many steps as there shall be.
        if (steps == 0) steps = Cell.Task.Epochs * (((long)((decimal)Budget * count) - 1) / Plan.BatchSize + 1);
        return options with { Epochs = (int)steps, Budget = Math.Min(1, (BatchSize + 0.5) / count) };
    }
}
