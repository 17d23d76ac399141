using System;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;

namespace HpcCoreset.Mpi;

/// <summary>How many rows every rank has, once all have found theirs to be as they must be. Rows are numbered rank after rank.</summary>
internal sealed class RankRows(Communicator communicator, RankGroup ranks)
{
    private readonly RowCheck _check = new();
    private readonly ulong[] _starts = new ulong[communicator.Size + 1];

    /// <summary>Rows of all ranks.</summary>
    public int Total => Start(communicator.Size);

    /// <summary>Rows of positive weight of all ranks.</summary>
    public int Positive { get; private set; }

    /// <summary>The number of a rank's first row; of the rank behind the last one, that of all rows.</summary>
    public int Start(int rank) => (int)_starts[rank];

    /// <summary>Checks rows. Every rank calls it.</summary>
    /// <param name="points">This rank's rows.</param>
    /// <param name="weights">One weight per row, or none for 1 each.</param>
    /// <param name="rejectZeroRows">Whether a row of zeros, which has no direction, is refused.</param>
    /// <param name="rejectConstantRows">Whether a row whose values are all the same is refused.</param>
    /// <param name="threads">Threads to use.</param>
    /// <exception cref="ArgumentException">On some rank they are not as they must be, or all together have no rows or weights, or too many.</exception>
    public void Take(scoped Points points, scoped ReadOnlySpan<double> weights, bool rejectZeroRows, bool rejectConstantRows, int threads)
    {
        Agreement.Reach(communicator, Refused(points, weights, rejectZeroRows, rejectConstantRows, threads));
        Agreement.Same(communicator, points.Dimension, "points.Dimension");
        Span<ulong> positive = [(ulong)RowValidation.PositiveCount(points.Count, weights)];
        ranks.Sum(positive);
        Count(points.Count);
        if (positive[0] == 0) throw new ArgumentException("weights: found only zeros on all ranks; the sum of all weights must be positive.");
        Positive = (int)positive[0];
    }

    /// <summary>What this rank has against its own rows.</summary>
    private ArgumentException? Refused(
        scoped Points points, scoped ReadOnlySpan<double> weights, bool rejectZeroRows, bool rejectConstantRows, int threads)
    {
        try
        {
            // Of one rank all weights may be 0, and there may be no rows.
            bool zeros = weights.Length == points.Count && weights.IndexOfAnyExcept(0) < 0;
            if (points.Count > 0) _check.Run(points, zeros ? default : weights, rejectZeroRows, threads);
            if (rejectConstantRows) RowValidation.CheckVariance(points, nameof(points));
            if (points.IsBits) return new ArgumentException("points: found bits; allowed across ranks are other rows.");
            return null;
        }
        catch (ArgumentException refused)
        {
            return refused;
        }
    }

    private void Count(int mine)
    {
        int size = communicator.Size;
        ranks.Collect((ulong)mine, _starts.AsSpan(0, size));
        ulong total = 0;
        for (int rank = 0; rank < size; rank++) (_starts[rank], total) = (total, total + _starts[rank]);
        if (total == 0) throw new ArgumentException("points: found no rows on any rank; at least 1 is needed.");
        if (total > int.MaxValue - RowPanels.Lanes)
            throw new ArgumentException($"points: found {total} rows on all ranks together; allowed are up to {int.MaxValue - RowPanels.Lanes}.");
        _starts[size] = total;
    }
}
