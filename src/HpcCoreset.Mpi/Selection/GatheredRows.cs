using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace HpcCoreset.Mpi;

/// <summary>Some rows of all ranks, on every rank.</summary>
internal static class GatheredRows
{
    /// <summary>Copies rows, wherever they are. Sends 4 bytes per value. Every rank calls it.</summary>
    /// <param name="communicator">The ranks.</param>
    /// <param name="points">This rank's rows.</param>
    /// <param name="dimension">Values per row, of this rank's and of the others'.</param>
    /// <param name="rows">Which rows, by their numbers among those of all, in any order.</param>
    /// <returns>Their values as float32, row-major.</returns>
    public static float[] Gather(Communicator communicator, scoped Points points, int dimension, IReadOnlyList<int> rows)
    {
        Span<ulong> first = [(ulong)points.Count];
        communicator.SumBefore(first);
        int length = checked(rows.Count * dimension);
        float[] values = new float[length + length % 2];
        for (int i = 0; i < rows.Count; i++)
            if ((ulong)rows[i] >= first[0] && (ulong)rows[i] - first[0] < (ulong)points.Count)
                points.CopyRow(rows[i] - (int)first[0], values.AsSpan(i * dimension, dimension));
        // A row is one rank's and 0 on the others: the sum of integers is its bits.
        communicator.AllReduce(MemoryMarshal.Cast<float, ulong>(values.AsSpan()), Reduction.Sum);
        return length == values.Length ? values : values[..length];
    }
}
