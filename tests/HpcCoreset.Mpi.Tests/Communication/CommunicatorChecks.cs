using System;
using System.Linq;
using System.Runtime.InteropServices;

namespace HpcCoreset.Mpi.Tests.Communication;

/// <summary>What every communicator must do, against plain loops; run by threads and by processes.</summary>
internal static class CommunicatorChecks
{
    /// <summary>Checks as one of the ranks.</summary>
    /// <exception cref="InvalidOperationException">Something is not as it must be.</exception>
    public static void Run(Communicator communicator)
    {
        (int rank, int size) = (communicator.Rank, communicator.Size);
        communicator.Barrier();

        byte[] word = rank == size - 1 ? [1, 2, 3] : new byte[3];
        communicator.Broadcast(word, size - 1);
        Equal<byte>([1, 2, 3], word, "Broadcast");

        double[] doubles = [rank, -rank, 0.5];
        communicator.AllReduce(doubles, Reduction.Sum);
        Equal([size * (size - 1) / 2.0, -size * (size - 1) / 2.0, size / 2.0], doubles, "AllReduce of double");
        long[] longs = [rank, -rank];
        communicator.AllReduce(longs, Reduction.Min);
        Equal([0, 1L - size], longs, "AllReduce of long");
        ulong[] words = [ulong.MaxValue - (ulong)rank, (ulong)rank];
        communicator.AllReduce(words, Reduction.Max);
        Equal([ulong.MaxValue, (ulong)size - 1], words, "AllReduce of ulong");

        ulong[] before = [1, (ulong)rank << 40];
        communicator.SumBefore(before);
        Equal([(ulong)rank, (ulong)(rank * (rank - 1) / 2) << 40], before, "SumBefore");

        // Rank r has r bytes, so the first has none.
        byte[] mine = [.. Enumerable.Repeat((byte)rank, rank)], all = new byte[size * (size - 1) / 2];
        communicator.AllGather(mine, all, [.. Enumerable.Range(0, size)]);
        Equal([.. Enumerable.Range(0, size).SelectMany(r => Enumerable.Repeat((byte)r, r))], all, "AllGather");

        // Longer than a message that is sent whether or not the other is ready.
        double[] travelling = new double[100_000];
        if (rank > 0) communicator.Receive(MemoryMarshal.AsBytes(travelling.AsSpan()), rank - 1);
        for (int i = 0; i < travelling.Length; i++) travelling[i] += i + rank;
        if (rank < size - 1) communicator.Send(MemoryMarshal.AsBytes(travelling.AsSpan()), rank + 1);
        for (int i = 0; i < travelling.Length; i += 9_999) Equal([(rank + 1) * i + rank * (rank + 1) / 2], [(int)travelling[i]], "Send and Receive");

        Equal([24 + 16 + 16L, 3], [communicator.Traffic.Bytes(Collective.AllReduce), communicator.Traffic.Calls(Collective.AllReduce)], "Traffic of AllReduce");
        Equal([rank == size - 1 ? 3L : 0], [communicator.Traffic.Bytes(Collective.Broadcast)], "Traffic of Broadcast");
        Equal([rank < size - 1 ? 800_000L : 0], [communicator.Traffic.Bytes(Collective.Send)], "Traffic of Send");
    }

    private static void Equal<T>(T[] expected, T[] found, string what)
    {
        if (!expected.AsEnumerable().SequenceEqual(found))
            throw new InvalidOperationException($"{what}: expected {string.Join(", ", expected)}, found {string.Join(", ", found)}.");
    }
}
