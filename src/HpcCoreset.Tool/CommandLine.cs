using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using HpcCoreset.Mpi;
using HpcCoreset.Tool.Commands;
using HpcCoreset.Tool.Ranks;
using HpcCoreset.Tool.Training;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool;

/// <summary>The whole command as a function: arguments in, exit code out.</summary>
internal static class CommandLine
{
    /// <summary>Runs the command.</summary>
    /// <param name="args">What stands after <c>hpc-coreset</c>.</param>
    /// <param name="stdout">Results, and nothing else.</param>
    /// <param name="stderr">One line if something is wrong; the progress bar.</param>
    /// <param name="interactive">Whether <paramref name="stderr"/> is a terminal that a person looks at.</param>
    /// <param name="cancellation">Ends the run and removes what is half-written.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(
        string[] args, TextWriter stdout, TextWriter stderr, bool interactive = false, CancellationToken cancellation = default)
    {
        // Of many processes with the same arguments one says what is wrong with them.
        bool others = args.Contains(MpiOption.Name) && MpiCommunicator.LaunchedRank > 0;
        var context = new CommandContext(stdout, stderr, interactive, cancellation);
        var root = new RootCommand(
            "From any number of vectors to a small weighted subset that stands in for them. "
            + "Exit codes: 0 done, 1 a fault of the program or of the machine, 2 bad arguments or bad input, 130 interrupted.")
        {
            new SelectCommand(context),
            new EvaluateCommand(context),
            new ClusterCommand(context),
            new CompareCommand(context),
            new ScoreCommand(context),
            new DedupCommand(context),
            new ReduceCommand(context),
            new MergeCommand(context),
            new ProjectCommand(context),
            new TrainCommand(context),
            new InfoCommand(context),
            new CompletionCommand(context),
        };
        HelpExamples.AddTo(root);
        // @name is a file name like any other, not a file of arguments.
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            if (!CompletionCommand.IsAsking(args) && ArgumentFault.Find(parsed, args) is { } fault) throw new InvalidInputException(fault);
            return parsed.Invoke(new InvocationConfiguration { Output = stdout, Error = stderr, EnableDefaultExceptionHandler = false });
        }
        catch (Exception refused) when (refused is InvalidInputException or DataFileException)
        {
            return Fail(ExitCode.BadInput, refused.Message);
        }
        catch (MpiException fault)
        {
            return Fail(ExitCode.Fault, $"{MpiOption.Name}: {fault.Message}");
        }
        catch (OperationCanceledException interruption)
        {
            return Fail(ExitCode.Interrupted, interruption is ResumableException ? interruption.Message : "interrupted");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return Fail(ExitCode.Fault, $"reading or writing failed: {refused.Message}");
        }
        // Whatever happens, the user reads one line and a script reads an exit code.
#pragma warning disable CA1031
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return Fail(ExitCode.Fault, $"{fault.GetType().Name}: {fault.Message}");
        }

        int Fail(int code, string message)
        {
            if (!others) stderr.WriteLine($"hpc-coreset: {OneLine.Of(message).TrimEnd('.')}");
            return code;
        }
    }
}
