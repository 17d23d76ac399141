using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace HpcCoreset.Numerics;

/// <summary>
/// The processes that hold the rows of one input, rank after rank; alone, one of them that holds all. What they tell each other does not
/// grow with the rows.
/// </summary>
/// <remarks>
/// A sum of floating-point numbers is that of one machine, bit for bit, because it is made in the order of one machine: a rank takes over
/// the running sum from the one before, adds its own numbers, and hands it over. A few numbers travel along the ranks; the work on rows,
/// which they are sums of, is done by all ranks at the same time. Sums of integers have no order and no such chain.
/// </remarks>
internal abstract class RankGroup
{
    /// <summary>One process that has all rows: every operation is nothing.</summary>
    public static RankGroup Alone { get; } = new OneRank();

    /// <summary>Which of them this is, from 0.</summary>
    public abstract int Rank { get; }

    /// <summary>How many they are.</summary>
    public abstract int Count { get; }

    /// <summary>Where this rank keeps what passes over its rows have found.</summary>
    public virtual PassLog Passes => PassLog.None;

    private bool IsFirst => Rank == 0;

    private bool IsLast => Rank == Count - 1;

    /// <summary>Replaces values by what the rank before sent; only on ranks that have one.</summary>
    public abstract void Receive(Span<double> values);

    /// <summary>Sends values to the next rank; only on ranks that have one.</summary>
    public abstract void Send(ReadOnlySpan<double> values);

    /// <summary>Replaces values by those of one rank. Every rank calls it.</summary>
    public abstract void Broadcast(Span<byte> values, int root);

    /// <summary>Replaces values by their sums over all ranks. Every rank calls it.</summary>
    public abstract void Sum(Span<ulong> values);

    /// <summary>Replaces values by their sums over the ranks before. Every rank calls it.</summary>
    public abstract void SumBefore(Span<ulong> values);

    /// <summary>Replaces a value by that of one rank.</summary>
    public void Broadcast<T>(ref T value, int root)
        where T : unmanaged => Broadcast(MemoryMarshal.AsBytes(new Span<T>(ref value)), root);

    /// <summary>Ends the work of all ranks if it was asked for on any. Every rank calls it; of a rank that went on alone the others would wait.</summary>
    /// <exception cref="OperationCanceledException">It was asked for.</exception>
    public void ThrowIfCancelled(CancellationToken cancellation)
    {
        ulong asked = cancellation.IsCancellationRequested ? 1u : 0;
        Sum(new Span<ulong>(ref asked));
        if (asked > 0) throw new OperationCanceledException(cancellation);
    }

    /// <summary>Begins a turn: values become those that the rank before handed over; the first keeps its own.</summary>
    public void TakeOver(Span<double> values)
    {
        if (!IsFirst) Receive(values);
    }

    /// <summary>Ends the turn: the next rank takes over, and after the last one all ranks have its values.</summary>
    public void HandOver(Span<double> values)
    {
        if (!IsLast) Send(values);
        Broadcast(MemoryMarshal.AsBytes(values), Count - 1);
    }

    /// <summary>The sum of all parts, of each rank's in order.</summary>
    public unsafe double SumInOrder(double* parts, int count)
    {
        double sum = 0;
        TakeOver(new Span<double>(ref sum));
        for (int i = 0; i < count; i++) sum += parts[i];
        HandOver(new Span<double>(ref sum));
        return sum;
    }

    /// <summary>Collects a value of every rank.</summary>
    /// <param name="mine">This rank's.</param>
    /// <param name="all">Receives one of each.</param>
    public void Collect(ulong mine, Span<ulong> all)
    {
        all.Clear();
        all[Rank] = mine;
        Sum(all);
    }

    private sealed class OneRank : RankGroup
    {
        public override int Rank => 0;

        public override int Count => 1;

        public override void Receive(Span<double> values) => throw new InvalidOperationException("There is no rank before.");

        public override void Send(ReadOnlySpan<double> values) => throw new InvalidOperationException("There is no next rank.");

        public override void Broadcast(Span<byte> values, int root)
        {
        }

        public override void Sum(Span<ulong> values)
        {
        }

        public override void SumBefore(Span<ulong> values) => values.Clear();
    }
}
