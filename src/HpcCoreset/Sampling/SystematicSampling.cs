using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Sampling;

/// <summary>
/// Systematic sampling: the rows, laid end to end in a given order with their inclusion probabilities as lengths, are picked where a
/// comb of teeth one apart, shifted by one uniform number, hits them (Madow, 1949).
/// </summary>
/// <remarks>Every stretch of the order gets its expected number of picks up to one, so the order stratifies. No row is picked twice.</remarks>
internal sealed unsafe class SystematicSampling
{
    private readonly PinnedBuffer<int> _picks = new();

    /// <summary>Number of rows picked.</summary>
    public int Count { get; private set; }

    /// <summary>The rows picked, ascending.</summary>
    public ReadOnlySpan<int> Picks => _picks.Span(Count);

    /// <summary>Picks rows. O(rows + picks log picks).</summary>
    /// <param name="probabilities">The inclusion probabilities.</param>
    /// <param name="order">All rows, in the order of the walk.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="size">The size that the probabilities were built for.</param>
    /// <param name="random">Where the one random number comes from.</param>
    public void Run(InclusionProbabilities probabilities, int* order, int count, int size, in Philox random)
    {
        int most = Math.Min(size, count);
        int* picks = _picks.Reserve(most);
        (ulong free, int teeth) = (probabilities.FreeShares, probabilities.FreePicks);
        ulong shift = random.Below(free, 0);
        ulong walked = 0;
        ulong next = 0; // a row is hit when the walk first passes this
        int hit = 0;
        Count = 0;
        if (teeth > 0) next = shift / (ulong)teeth;
        for (int i = 0; i < count && Count < most; i++)
        {
            int row = order[i];
            if (probabilities.Shares[row] == 0) continue;
            if (!probabilities.IsCertain(row))
            {
                walked += probabilities.Shares[row];
                if (hit == teeth || walked <= next) continue;
                // Tooth t stands at (shift + t * free) / teeth: all integers, so exactly `teeth` of them are passed.
                next = (ulong)((shift + (UInt128)free * (uint)++hit) / (uint)teeth);
            }
            picks[Count++] = row;
        }
        new Span<int>(picks, Count).Sort();
    }
}
