using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using HpcCoreset.Tool.Output;
using HpcCoreset.Training;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Networks;

namespace HpcCoreset.Tool.Training;

/// <summary>Trains networks on examples, a run for each seed.</summary>
/// <param name="request">What the user asked for.</param>
/// <param name="training">What is trained on.</param>
/// <param name="test">What is tested on.</param>
/// <param name="cancellation">Ends the run, after a checkpoint.</param>
internal sealed class ModelTraining(TrainingRequest request, LabelledData training, LabelledData test, CancellationToken cancellation)
{
    /// <summary>Trains.</summary>
    /// <param name="display">Shows the progress.</param>
    /// <exception cref="InvalidInputException">Options and examples do not go together, a checkpoint is none of this run, or the run diverges.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public TrainingOutcome[] Run(ProgressDisplay display)
    {
        NetworkDesign design = request.Network.Design(training);
        var outcomes = new TrainingOutcome[request.Seeds];
        for (int i = 0; i < outcomes.Length; i++)
        {
            TrainingOptions options = request.Options with { Seed = unchecked(request.Options.Seed + (ulong)i) };
            using Network model = Create(design, options);
            using TrainingRun run = Start(model, options);
            display.Run(request.Seeds == 1 ? "training" : $"seed {options.Seed}", "steps", run.TotalSteps, tell => Run(run, tell));
            outcomes[i] = new TrainingOutcome(options.Seed, model.Parameters.Length, run.Account, run.Curve.ToArray(), run.History) { Arrays = model.CopyArrays() };
        }
        return outcomes;
    }

    private static Network Create(NetworkDesign design, TrainingOptions options)
    {
        try
        {
            return new Network(design, options.Seed, options.Threads);
        }
        catch (ArgumentException refused)
        {
            throw new InvalidInputException($"--network: found {InvalidInputException.From(refused, "").Message}");
        }
    }

    private TrainingRun Start(Network model, TrainingOptions options)
    {
        try
        {
            return request.Resume is { } file
                ? TrainingRun.Resume(file, model, training, test, options)
                : new TrainingRun(model, training, test, options);
        }
        catch (InvalidDataException refused)
        {
            throw new InvalidInputException($"--resume: {request.Resume}: {refused.Message}");
        }
        catch (ArgumentException refused)
        {
            throw InvalidInputException.From(refused, "train");
        }
    }

    private TrainingRun Run(TrainingRun run, Action<double>? tell)
    {
        // A place that cannot be written to is known before hours are spent, and nothing is lost that stands there.
        if (request.Checkpoint is { } place && !File.Exists(place)) run.Save(place);
        long saved = Stopwatch.GetTimestamp();
        while (!run.IsFinished)
        {
            if (cancellation.IsCancellationRequested && request.Checkpoint is { } file)
            {
                run.Save(file);
                throw new ResumableException(file);
            }
            cancellation.ThrowIfCancellationRequested();
            Step(run);
            tell?.Invoke(run.Account.Steps);
            if (request.Checkpoint is null || Stopwatch.GetElapsedTime(saved).TotalSeconds < request.CheckpointSeconds) continue;
            run.Save(request.Checkpoint);
            saved = Stopwatch.GetTimestamp();
        }
        if (request.Checkpoint is not null) run.Save(request.Checkpoint);
        return run;
    }

    private static void Step(TrainingRun run)
    {
        try
        {
            run.Step();
        }
        catch (ArithmeticException diverged)
        {
            throw new InvalidInputException($"--learning-rate: {diverged.Message}");
        }
    }
}
