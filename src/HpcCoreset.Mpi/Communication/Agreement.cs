using System;
using System.Text;

namespace HpcCoreset.Mpi;

/// <summary>
/// Ranks tell each other of what went wrong before they go on: a rank that stopped by itself would leave the others waiting for it.
/// </summary>
public static class Agreement
{
    /// <summary>Goes on if no rank has a fault, else throws on every rank. Every rank calls it.</summary>
    /// <param name="communicator">The ranks.</param>
    /// <param name="fault">What went wrong on this rank; null if nothing did.</param>
    /// <exception cref="ArgumentException">A rank has a fault; the message is that of the lowest, with its number.</exception>
    public static void Reach(Communicator communicator, Exception? fault)
    {
        ArgumentNullException.ThrowIfNull(communicator);
        Span<long> first = [fault is null ? communicator.Size : communicator.Rank];
        communicator.AllReduce(first, Reduction.Min);
        if (first[0] == communicator.Size) return;
        int rank = (int)first[0];
        byte[] text = rank == communicator.Rank ? Encoding.UTF8.GetBytes(fault!.Message) : [];
        Span<long> length = [text.Length];
        communicator.AllReduce(length, Reduction.Max);
        if (rank != communicator.Rank) text = new byte[length[0]];
        Array.Resize(ref text, (int)length[0]);
        communicator.Broadcast(text, rank);
        throw new ArgumentException($"rank {rank}: {Encoding.UTF8.GetString(text)}", fault);
    }

    /// <summary>Refuses a number that is not the same on every rank.</summary>
    /// <param name="communicator">The ranks.</param>
    /// <param name="value">The number here.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <exception cref="ArgumentException">It differs.</exception>
    internal static void Same(Communicator communicator, long value, string what)
    {
        Span<long> least = [value], most = [value];
        communicator.AllReduce(least, Reduction.Min);
        communicator.AllReduce(most, Reduction.Max);
        if (least[0] != most[0])
            throw new ArgumentException($"{what}: found {least[0]} on one rank and {most[0]} on another; allowed is the same on all.");
    }

    /// <inheritdoc cref="Same(Communicator, long, string)"/>
    internal static void Same(Communicator communicator, double value, string what)
    {
        Span<double> least = [value], most = [value];
        communicator.AllReduce(least, Reduction.Min);
        communicator.AllReduce(most, Reduction.Max);
        if (least[0] != most[0])
            throw new ArgumentException(FormattableString.Invariant($"{what}: found {least[0]} on one rank and {most[0]} on another; allowed is the same on all."));
    }
}
