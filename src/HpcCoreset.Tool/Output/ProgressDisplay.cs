using System;
using System.IO;
using Spectre.Console;

namespace HpcCoreset.Tool.Output;

/// <summary>A progress bar with rate and time left, for people; nothing at all in a pipe.</summary>
/// <param name="error">Standard error.</param>
/// <param name="interactive">Whether it is a terminal.</param>
internal sealed class ProgressDisplay(TextWriter error, bool interactive)
{
    /// <summary>Shows nothing.</summary>
    public static ProgressDisplay None { get; } = new(TextWriter.Null, interactive: false);

    /// <summary>Runs work under a progress bar.</summary>
    /// <typeparam name="T">What the work makes.</typeparam>
    /// <param name="what">What is going on, in one word.</param>
    /// <param name="unit">What is counted.</param>
    /// <param name="total">How many of it there are.</param>
    /// <param name="work">The work; it is handed where to tell its count, or nothing if nobody looks.</param>
    public T Run<T>(string what, string unit, double total, Func<Action<double>?, T> work)
    {
        if (!interactive) return work(null);
        // Decided already, by standard error: left alone, Spectre would look at standard input and show nothing if that is no terminal.
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error), Interactive = InteractionSupport.Yes });
        return console.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(),
                new RateColumn(unit), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(what, maxValue: total);
                return work(count => task.Value = count);
            });
    }
}
