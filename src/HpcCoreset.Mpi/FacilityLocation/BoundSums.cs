using System;
using System.Runtime.InteropServices;

namespace HpcCoreset.Mpi;

/// <summary>Sums of every rank's upper bounds that are upper bounds themselves, and the same on every rank.</summary>
/// <remarks>
/// Gathered and added in the order of the ranks: what a library's own reduction of floating-point numbers gives may differ from rank to rank,
/// and ranks that disagree about a bound would ask for different candidates next.
/// </remarks>
internal sealed class BoundSums(Communicator communicator)
{
    private const int Together = 4096;
    private readonly double[] _gathered = new double[Together * communicator.Size];
    private readonly int[] _bytesOf = new int[communicator.Size];

    /// <summary>Replaces bounds by their sums over all ranks, rounded up.</summary>
    public void Run(Span<double> bounds)
    {
        if (communicator.Size == 1) return;
        for (int first = 0; first < bounds.Length; first += Together)
        {
            Span<double> some = bounds.Slice(first, Math.Min(Together, bounds.Length - first));
            Array.Fill(_bytesOf, some.Length * sizeof(double));
            Span<double> gathered = _gathered.AsSpan(0, some.Length * communicator.Size);
            communicator.AllGather(MemoryMarshal.AsBytes(some), MemoryMarshal.AsBytes(gathered), _bytesOf);
            some.Clear();
            for (int rank = 0; rank < communicator.Size; rank++)
                for (int j = 0; j < some.Length; j++) some[j] = AddUp(some[j], gathered[rank * some.Length + j]);
        }
    }

    /// <summary>Sums with 0 are exact: bounds of 0, of which there are many in copies of few rows, must not become a little more.</summary>
    private static double AddUp(double sum, double bound) => sum == 0 || bound == 0 ? sum + bound : Math.BitIncrement(sum + bound);
}
