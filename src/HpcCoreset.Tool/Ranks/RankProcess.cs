using System;
using System.Text.Json.Nodes;
using HpcCoreset.Mpi;
using HpcCoreset.Tool.Commands;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.Ranks;

/// <summary>One of the processes that mpirun started: the first speaks for all, and none goes on where another cannot.</summary>
/// <param name="communicator">The processes.</param>
internal sealed class RankProcess(MpiCommunicator communicator)
{
    /// <summary>The processes.</summary>
    public Communicator Communicator => communicator;

    /// <summary>Whether this is the one that writes.</summary>
    public bool IsFirst => communicator.Rank == 0;

    /// <summary>Runs work as one of the processes.</summary>
    /// <param name="context">Where the command runs.</param>
    /// <param name="work">What it does.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    /// <exception cref="MpiException">There is no MPI.</exception>
    public static int Run(CommandContext context, Action<RankProcess> work)
    {
        using MpiCommunicator communicator = MpiCommunicator.Start();
        try
        {
            work(new RankProcess(communicator));
            return ExitCode.Done;
        }
        catch (Exception fault) when (fault is RankFault or InvalidInputException) // what a process cannot see alone is a RankFault
        {
            if (communicator.Rank == 0) context.Error.WriteLine($"hpc-coreset: {OneLine.Of(fault.Message).TrimEnd('.')}");
            communicator.Barrier(); // a launcher ends all processes once one has failed, and this line is to be read
            return fault is RankFault { Code: var code } ? code : ExitCode.BadInput;
        }
        // The others do not know of it, and wait: they are ended.
#pragma warning disable CA1031
        catch (Exception fault)
#pragma warning restore CA1031
        {
            context.Error.WriteLine($"hpc-coreset: rank {communicator.Rank}: {fault.GetType().Name}: {OneLine.Of(fault.Message)}");
            communicator.Abort(ExitCode.Fault);
            throw;
        }
    }

    /// <summary>Does what may go wrong on one process alone: if it does, all stop here.</summary>
    /// <typeparam name="T">What it makes.</typeparam>
    /// <param name="part">This process's part of it.</param>
    /// <exception cref="RankFault">It went wrong, here or elsewhere.</exception>
    public T Together<T>(Func<T> part)
    {
        (T? made, Exception? fault) = (default, null);
        try
        {
            made = part();
        }
#pragma warning disable CA1031 // told to all, and thrown
        catch (Exception exception)
#pragma warning restore CA1031
        {
            fault = exception;
        }
        Span<long> worst = [CodeOf(fault)];
        communicator.AllReduce(worst, Reduction.Max);
        try
        {
            Agreement.Reach(communicator, fault);
            return made!;
        }
        catch (ArgumentException agreed)
        {
            (made as IDisposable)?.Dispose();
            throw new RankFault((int)worst[0], agreed.Message);
        }
    }

    /// <summary>Does what goes wrong on all processes alike, if it does.</summary>
    /// <typeparam name="T">What it makes.</typeparam>
    /// <param name="input">What the user called the input.</param>
    /// <param name="work">What the library does.</param>
    /// <exception cref="RankFault">The library refused the rows of some process, or the request; or it was interrupted.</exception>
    public static T Alike<T>(string input, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ArgumentException refused)
        {
            throw new RankFault(ExitCode.BadInput, InvalidInputException.From(refused, input).Message);
        }
        catch (OperationCanceledException)
        {
            throw new RankFault(ExitCode.Interrupted, "interrupted");
        }
    }

    /// <summary>Has the first process do something that may go wrong.</summary>
    /// <param name="work">What it does.</param>
    public void OnFirst(Action work) => Together(() =>
    {
        if (IsFirst) work();
        return true;
    });

    /// <summary>Has every process do something that may go wrong on one.</summary>
    /// <param name="work">What it does.</param>
    public void OnEach(Action work) => Together(() =>
    {
        work();
        return true;
    });

    /// <summary>The sum of a number of every process.</summary>
    /// <param name="count">This one's.</param>
    /// <exception cref="RankFault">It is more than rows may be.</exception>
    public int Sum(int count)
    {
        Span<long> sum = [count];
        communicator.AllReduce(sum, Reduction.Sum);
        return sum[0] is > 0 and <= int.MaxValue ? (int)sum[0] : throw new RankFault(
            ExitCode.BadInput, $"{MpiOption.Name}: found {sum[0]} rows in all processes together, allowed are 1 to {int.MaxValue}");
    }

    /// <summary>The sum of a number of the processes before this one, of which <see cref="Sum"/> is within range.</summary>
    /// <param name="count">This one's.</param>
    public int Before(int count)
    {
        Span<ulong> before = [(ulong)count];
        communicator.SumBefore(before);
        return (int)before[0];
    }

    /// <summary>What the processes are, and what they told each other: the most that one of them sent.</summary>
    /// <param name="checkpoint">Where passes over rows are kept, or nothing.</param>
    public JsonObject Summarise(SelectionCheckpoint? checkpoint = null)
    {
        Span<long> most = [communicator.Traffic.TotalBytes, communicator.Traffic.TotalCalls];
        communicator.AllReduce(most, Reduction.Max);
        var summary = new JsonObject { ["library"] = communicator.Library, ["ranks"] = communicator.Size, ["bytes_per_rank"] = most[0], ["calls_per_rank"] = most[1] };
        if (checkpoint is null) return summary;
        Span<long> passes = [checkpoint.Made, checkpoint.Recalled];
        communicator.AllReduce(passes, Reduction.Sum);
        summary["checkpoint"] = new JsonObject { ["passes_made"] = passes[0], ["passes_recalled"] = passes[1] };
        return summary;
    }

    private static int CodeOf(Exception? fault) => fault switch
    {
        null => ExitCode.Done,
        InvalidInputException or DataFileException or ArgumentException => ExitCode.BadInput,
        OperationCanceledException => ExitCode.Interrupted,
        _ => ExitCode.Fault,
    };
}
