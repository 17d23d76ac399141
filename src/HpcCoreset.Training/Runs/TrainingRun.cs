using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using HpcCoreset.Files;
using HpcCoreset.Training.Checkpoints;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training;

/// <summary>
/// The training loop: a trainer chooses examples, the model computes their gradient, the optimizer moves the parameters, and now and then the
/// model is tested.
/// </summary>
/// <remarks>
/// The same options, data and first parameters give the same bytes, for any number of threads, and also when the run was saved and resumed.
/// From the second step on a step allocates nothing, if the model and the trainer do not. An instance serves one thread at a time.
/// </remarks>
public sealed class TrainingRun : IDisposable
{
    private const int MostReservedPoints = 1 << 16;

    private readonly TrainingState _state;
    private readonly TestSet? _test;
    private readonly LabelledData? _testData;
    private readonly float[] _gradient;
    private readonly long _interval;
    private readonly string _trainerName;
    private (string Name, string Value)[]? _fingerprint;

    /// <summary>Prepares a run from the parameters that the model has now.</summary>
    /// <param name="model">The model; trained in place, and left to the caller.</param>
    /// <param name="data">What it is trained on.</param>
    /// <param name="test">What it is tested on, or nothing.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">The model does not fit the examples, or an option is out of its range.</exception>
    public TrainingRun(TrainableModel model, LabelledData data, LabelledData? test, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ModelCheck.RequireFit(model, data, nameof(data));
        if (test is not null) ModelCheck.RequireFit(model, test, nameof(test));
        options.Check(data);
        var context = new TrainingContext(model, data, options);
        options.Schedule.Factor(context.Steps - 1, context.Steps); // refuses what is wrong with it now, and not after the warm-up
        _interval = options.EvaluationInterval > 0 ? options.EvaluationInterval : context.StepsPerEpoch;
        long points = (context.Steps - 1) / _interval + 1;
        _state = new TrainingState(
            context, options.Trainer.Create(context), options.Optimizer.Create(model.Parameters.Length, options.Threads),
            new((int)Math.Min(MostReservedPoints, points)));
        _gradient = new float[model.Parameters.Length];
        _trainerName = TrainingInstruments.NameOf(options.Trainer);
        (_testData, _test) = (test, test is null ? null : new TestSet(test, model.Classes));
    }

    /// <summary>Steps of the whole run: epochs times the batches of the budget.</summary>
    public long TotalSteps => Context.Steps;

    /// <summary>Whether all steps were taken.</summary>
    public bool IsFinished => Account.Steps == TotalSteps;

    /// <summary>What the run has cost so far.</summary>
    public TrainingAccount Account => Context.Work;

    /// <summary>The learning curve so far. A view, valid until the next step.</summary>
    public ReadOnlySpan<TrainingPoint> Curve => CollectionsMarshal.AsSpan(_state.Curve);

    /// <summary>What the trainer has recorded of the examples so far; nothing unless it is one of <see cref="RecordedTrainerOptions"/>.</summary>
    public LearningHistory? History => _state.Trainer.History;

    /// <summary>Takes one training step, and tests the model if it is time.</summary>
    /// <returns>The objective of the step's examples, before it.</returns>
    /// <exception cref="InvalidOperationException">All steps were taken.</exception>
    /// <exception cref="ArithmeticException">The objective is not finite any more; the parameters were not moved by this step.</exception>
    public double Step()
    {
        if (IsFinished) throw new InvalidOperationException($"All {TotalSteps} steps were taken.");
        long begun = Stopwatch.GetTimestamp();
        TrainingAccount before = Account;
        double objective;
        try
        {
            objective = TakeStep();
        }
        catch (Exception exception) when (TrainingInstruments.RecordFailure(_trainerName, begun, exception))
        {
            throw;
        }
        TrainingInstruments.Record(_trainerName, before, Account);
        if (Account.Steps % _interval == 0 || IsFinished) Test();
        return objective;
    }

    /// <summary>Takes all steps that are left.</summary>
    /// <param name="progress">Is told the number of steps taken, after each.</param>
    /// <param name="cancellation">Ends the run between two steps; it can go on afterwards.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="ArithmeticException">The objective is not finite any more.</exception>
    public void Run(IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        while (!IsFinished)
        {
            cancellation.ThrowIfCancellationRequested();
            Step();
            progress?.Report(Account.Steps);
        }
    }

    /// <summary>
    /// Writes all that is needed to go on with the same bytes, in a file that appears when it is complete: one of before stays until then.
    /// Takes twice the memory of the file; the first call reads all examples.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It could not be written.</exception>
    /// <exception cref="InvalidOperationException">It would be longer than 2 GB.</exception>
    public void Save(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        byte[] content = CheckpointFile.Write(_state, Fingerprint);
        using var files = new OutputFiles();
        files.Write(file, stream => stream.Write(content));
        files.Commit();
    }

    /// <summary>A run that goes on where the one that was saved had come to.</summary>
    /// <param name="file">What <see cref="Save"/> wrote.</param>
    /// <param name="model">A model of the same design: receives parameters and statistics, unless the file is refused.</param>
    /// <param name="data">The same examples.</param>
    /// <param name="test">The same test examples, or nothing.</param>
    /// <param name="options">The same options, but for the threads.</param>
    /// <exception cref="InvalidDataException">It is no checkpoint, a damaged one, or one of a run under other options or on other examples; the message says how.</exception>
    /// <exception cref="IOException">It could not be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It could not be read.</exception>
    /// <exception cref="ArgumentException">The model does not fit the examples, or an option is out of its range.</exception>
    public static TrainingRun Resume(string file, TrainableModel model, LabelledData data, LabelledData? test, TrainingOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        var run = new TrainingRun(model, data, test, options);
        try
        {
            using FileStream source = File.OpenRead(file);
            CheckpointFile.Read(source, run._state, run.Fingerprint);
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>Frees the trainer; the model is left to the caller.</summary>
    public void Dispose() => _state.Trainer.Dispose();

    private TrainingContext Context => _state.Context;

    private (string Name, string Value)[] Fingerprint => _fingerprint ??= Checkpoints.Fingerprint.Of(Context, _testData);

    private double LearningRate(long number) => Context.Options.LearningRate * Context.Options.Schedule.Factor(number, TotalSteps);

    private double TakeStep()
    {
        long number = Account.Steps;
        Choose(number);
        long chosen = Stopwatch.GetTimestamp();
        int examples = _state.Trainer.Rows.Length;
        double objective = Context.Model.Gradient(Context.GatherStep(number, _state.Trainer.Rows, _state.Trainer.Weights), _gradient, updateStatistics: true);
        if (!double.IsFinite(objective))
            throw new ArithmeticException(FormattableString.Invariant($"Training diverged: the objective of step {number} is {objective}. A lower learning rate or a warm-up may help."));
        long computed = Stopwatch.GetTimestamp();
        _state.Trainer.Observe();
        AddSelection(computed);
        long observed = Stopwatch.GetTimestamp();
        _state.Optimizer.Step(Context.Model.Parameters, _gradient, LearningRate(number));
        _state.Losses += objective;
        Context.Work = Account with
        {
            Steps = number + 1,
            Backprops = Account.Backprops + examples,
            TrainingSeconds = Account.TrainingSeconds + (Stopwatch.GetElapsedTime(chosen, computed) + Stopwatch.GetElapsedTime(observed)).TotalSeconds,
        };
        return objective;
    }

    /// <summary>Has examples chosen, and counts the seconds also where the model turns out to be lost: its parts are counted by then.</summary>
    private void Choose(long number)
    {
        long begun = Stopwatch.GetTimestamp();
        try
        {
            _state.Trainer.Choose(number);
        }
        finally
        {
            AddSelection(begun);
        }
    }

    private void AddSelection(long begun) =>
        Context.Work = Account with { SelectionSeconds = Account.SelectionSeconds + Stopwatch.GetElapsedTime(begun).TotalSeconds };

    private void Test()
    {
        long begun = Stopwatch.GetTimestamp();
        double accuracy = _test?.Accuracy(Context.Model) ?? double.NaN;
        Context.Work = Account with { EvaluationSeconds = Account.EvaluationSeconds + Stopwatch.GetElapsedTime(begun).TotalSeconds };
        _state.Curve.Add(new(
            Account.Steps, Account.SelectionSeconds + Account.TrainingSeconds, Account.Backprops, accuracy, _state.Losses / (Account.Steps - _state.LastPoint)));
        _state.Losses = 0;
    }
}
