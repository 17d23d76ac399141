using System;

namespace HpcCoreset.Mpi;

/// <summary>
/// Ranks, numbered from 0, that work on one problem, each with memory of its own, and what they can tell each other. Every rank calls the
/// same collectives in the same order, from one thread.
/// </summary>
/// <remarks>
/// <see cref="MpiCommunicator"/> is a process among others; <see cref="InProcessCommunicator"/> a thread among others, for tests and for
/// programs that want the same code without MPI. A failed call leaves the ranks out of step: <see cref="Abort"/> ends them.
/// </remarks>
public abstract class Communicator : IDisposable
{
    /// <summary>Which rank this is.</summary>
    public abstract int Rank { get; }

    /// <summary>How many ranks there are.</summary>
    public abstract int Size { get; }

    /// <summary>What this rank has handed over so far.</summary>
    public Traffic Traffic { get; } = new();

    /// <summary>Waits until every rank is here.</summary>
    public void Barrier()
    {
        Traffic.Count(Collective.Barrier, 0);
        BarrierCore();
    }

    /// <summary>Gives every rank the bytes of one; any number of them.</summary>
    /// <param name="values">What to send at the root, and where to receive elsewhere: of one length on all ranks.</param>
    /// <param name="root">The rank whose they are.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    public void Broadcast(Span<byte> values, int root)
    {
        CheckRank(root, nameof(root));
        Traffic.Count(Collective.Broadcast, Rank == root ? values.Length : 0);
        BroadcastCore(values, root);
    }

    /// <summary>Replaces numbers by those over all ranks, place by place.</summary>
    /// <param name="values">As many on every rank.</param>
    /// <param name="reduction">What to make of them.</param>
    public void AllReduce(Span<double> values, Reduction reduction)
    {
        Traffic.Count(Collective.AllReduce, (long)values.Length * sizeof(double));
        AllReduceCore(values, reduction);
    }

    /// <inheritdoc cref="AllReduce(Span{double}, Reduction)"/>
    public void AllReduce(Span<long> values, Reduction reduction)
    {
        Traffic.Count(Collective.AllReduce, (long)values.Length * sizeof(long));
        AllReduceCore(values, reduction);
    }

    /// <inheritdoc cref="AllReduce(Span{double}, Reduction)"/>
    public void AllReduce(Span<ulong> values, Reduction reduction)
    {
        Traffic.Count(Collective.AllReduce, (long)values.Length * sizeof(ulong));
        AllReduceCore(values, reduction);
    }

    /// <summary>Replaces numbers by their sums over the ranks before, place by place; by 0 on the first.</summary>
    /// <param name="values">As many on every rank.</param>
    public void SumBefore(Span<ulong> values)
    {
        Traffic.Count(Collective.SumBefore, (long)values.Length * sizeof(ulong));
        SumBeforeCore(values);
        if (Rank == 0) values.Clear(); // MPI leaves them undefined there
    }

    /// <summary>Gives every rank what all have, one after the other.</summary>
    /// <param name="mine">This rank's bytes.</param>
    /// <param name="all">Receives those of all.</param>
    /// <param name="counts">How many bytes each rank has; the same on every rank.</param>
    /// <exception cref="ArgumentException">The lengths do not agree.</exception>
    public void AllGather(ReadOnlySpan<byte> mine, Span<byte> all, ReadOnlySpan<int> counts)
    {
        long total = 0;
        if (counts.Length == Size)
            foreach (int count in counts) total += count;
        if (counts.Length != Size || mine.Length != counts[Rank] || all.Length != total)
            throw new ArgumentException(
                $"counts: found {counts.Length} counts of {total} bytes in all; allowed is one for each of {Size} ranks, with {mine.Length} at rank {Rank} and {all.Length} in all.",
                nameof(counts));
        Traffic.Count(Collective.AllGather, mine.Length);
        AllGatherCore(mine, all, counts);
    }

    /// <summary>Sends bytes to another rank, which is to <see cref="Receive"/> them. May wait until it does.</summary>
    /// <param name="values">The bytes.</param>
    /// <param name="to">The rank.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank, or it is this one.</exception>
    public void Send(ReadOnlySpan<byte> values, int to)
    {
        CheckRank(to, nameof(to));
        ArgumentOutOfRangeException.ThrowIfEqual(to, Rank);
        Traffic.Count(Collective.Send, values.Length);
        SendCore(values, to);
    }

    /// <summary>Receives what another rank sends, in the order sent.</summary>
    /// <param name="values">Receives the bytes, as many as are sent.</param>
    /// <param name="from">The rank.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank, or it is this one.</exception>
    public void Receive(Span<byte> values, int from)
    {
        CheckRank(from, nameof(from));
        ArgumentOutOfRangeException.ThrowIfEqual(from, Rank);
        Traffic.Count(Collective.Receive, 0);
        ReceiveCore(values, from);
    }

    /// <summary>Ends all ranks at once, whatever they are doing; for faults that others cannot know of.</summary>
    /// <param name="code">The exit code of the processes.</param>
    public abstract void Abort(int code);

    /// <summary>Leaves the other ranks; every rank does so at its end.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the communicator holds.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected abstract void Dispose(bool disposing);

    private protected abstract void BarrierCore();

    private protected abstract void BroadcastCore(Span<byte> values, int root);

    private protected abstract void AllReduceCore<T>(Span<T> values, Reduction reduction)
        where T : unmanaged, System.Numerics.INumber<T>;

    private protected abstract void SumBeforeCore(Span<ulong> values);

    private protected abstract void AllGatherCore(ReadOnlySpan<byte> mine, Span<byte> all, ReadOnlySpan<int> counts);

    private protected abstract void SendCore(ReadOnlySpan<byte> values, int to);

    private protected abstract void ReceiveCore(Span<byte> values, int from);

    private void CheckRank(int rank, string argument)
    {
        if (rank < 0 || rank >= Size) throw new ArgumentOutOfRangeException(argument, rank, $"{argument}: allowed are 0 to {Size - 1}.");
    }
}
