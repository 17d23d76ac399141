using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;
using HpcCoreset.Mpi;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Ranks;

/// <summary>What processes have of each row, where it is needed together.</summary>
internal static class RankedRows
{
    private const int MostAtOnce = 1 << 20;

    /// <summary>Some rows as they stand in the files, on every process; the rows that were worked on may be gone after it.</summary>
    /// <param name="data">The rows of this process.</param>
    /// <param name="input">What the user asked for about them.</param>
    /// <param name="rows">Their numbers among those of all.</param>
    /// <param name="ranks">The processes.</param>
    /// <param name="cancellation">Ends the load.</param>
    public static float[] Original(InputData data, InputRequest input, IReadOnlyList<int> rows, RankProcess ranks, CancellationToken cancellation)
    {
        if (!input.Transforms) return GatheredRows.Gather(ranks.Communicator, data.Points, data.Dimension, rows);
        data.Dispose();
        using InputData original = ranks.Together(() => RankedInput.LoadOriginal(input, ranks.Communicator, cancellation));
        return GatheredRows.Gather(ranks.Communicator, original.Points, original.Dimension, rows);
    }

    /// <summary>One value of each row, of all processes, on the first.</summary>
    /// <typeparam name="T">What it is.</typeparam>
    /// <param name="communicator">The processes.</param>
    /// <param name="mine">Those of this process.</param>
    /// <returns>Those of all on the first process, its own on the others.</returns>
    public static T[] OnFirst<T>(Communicator communicator, T[] mine)
        where T : unmanaged
    {
        var counts = new long[communicator.Size];
        counts[communicator.Rank] = mine.Length;
        communicator.AllReduce(counts, Reduction.Sum);
        var all = mine;
        if (communicator.Rank == 0)
        {
            long total = 0;
            foreach (long count in counts) total += count;
            Array.Resize(ref all, checked((int)total));
        }
        int at = mine.Length;
        for (int rank = 1; rank < counts.Length; rank++)
            for (int first = 0; first < counts[rank] && (communicator.Rank == 0 || communicator.Rank == rank); first += MostAtOnce)
            {
                int count = (int)Math.Min(MostAtOnce, counts[rank] - first);
                if (communicator.Rank == rank) communicator.Send(MemoryMarshal.AsBytes(mine.AsSpan(first, count)), 0);
                else
                {
                    communicator.Receive(MemoryMarshal.AsBytes(all.AsSpan(at, count)), rank);
                    at += count;
                }
            }
        return all;
    }
}
