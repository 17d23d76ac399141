using System;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using HpcCoreset.Observability;

namespace HpcCoreset.Training;

/// <summary>The instruments that training steps are told on, named as those of selections are. Nothing is told while nobody listens.</summary>
internal static class TrainingInstruments
{
    private const string Trainer = "hpccoreset.trainer";

    private static readonly Meter s_meter = new("HpcCoreset.Training", typeof(TrainingInstruments).Assembly.GetName().Version!.ToString(3));

    private static readonly Histogram<double> s_step = s_meter.CreateHistogram(
        "hpccoreset.training.step.duration", "s", "Duration of training steps: the gradient and the optimizer.", tags: null, DurationBuckets.Advice);

    private static readonly Histogram<double> s_selection = s_meter.CreateHistogram(
        "hpccoreset.training.selection.duration", "s", "Duration of what trainers do to choose the examples of a step.", tags: null, DurationBuckets.Advice);

    private static readonly Counter<long> s_examples = s_meter.CreateCounter<long>(
        "hpccoreset.training.examples", "{example}", "Examples whose gradients training steps took.");

    /// <summary>The trainer's name: that of its options, which is public, without their ending.</summary>
    public static string NameOf(TrainerOptions trainer)
    {
        const string ending = "Options";
        string name = trainer.GetType().Name;
        return name.EndsWith(ending, StringComparison.Ordinal) ? name[..^ending.Length] : name;
    }

    /// <summary>A step was taken: tells what it added to the run's account.</summary>
    public static void Record(string trainer, TrainingAccount before, TrainingAccount after)
    {
        TagList tags = new() { { Trainer, trainer } };
        s_step.Record(after.TrainingSeconds - before.TrainingSeconds, tags);
        s_selection.Record(after.SelectionSeconds - before.SelectionSeconds, tags);
        s_examples.Add(after.Backprops - before.Backprops, tags);
    }

    /// <summary>A step has failed.</summary>
    /// <param name="trainer">The trainer's name.</param>
    /// <param name="begun">When it began, a timestamp.</param>
    /// <param name="exception">How.</param>
    /// <returns>False: a filter, which looks at the exception and lets it pass.</returns>
    public static bool RecordFailure(string trainer, long begun, Exception exception)
    {
        TagList tags = new() { { Trainer, trainer }, { Attributes.ErrorType, exception.GetType().FullName } };
        s_step.Record(Stopwatch.GetElapsedTime(begun).TotalSeconds, tags);
        return false;
    }
}
