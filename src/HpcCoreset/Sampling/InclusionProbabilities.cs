using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Sampling;

/// <summary>
/// Inclusion probabilities proportional to scores for a sample of exact size without replacement: rows whose share reaches 1 are
/// certain, and the others share what is left (Tillé, Sampling Algorithms, 2006, section 2.10).
/// </summary>
/// <remarks>
/// Scores become integers (units of 2^-62 of their sum, at least 1), so that sums do not depend on their order, the sample has exactly
/// the size asked for, and the probabilities are the exact ones of what is drawn. A row of score 0 has probability 0.
/// </remarks>
internal sealed unsafe class InclusionProbabilities
{
    private const double Units = 1UL << 62;
    private readonly PinnedBuffer<ulong> _shares = new();
    private ulong _certainFrom;

    /// <summary>The share of each row, an integer.</summary>
    public ulong* Shares => _shares.Pointer;

    /// <summary>Sum of the shares of all rows.</summary>
    public ulong Total { get; private set; }

    /// <summary>Number of picks among the rows that are not certain.</summary>
    public int FreePicks { get; private set; }

    /// <summary>Sum of the shares of the rows that are not certain.</summary>
    public ulong FreeShares { get; private set; }

    /// <summary>Computes the probabilities. O(rows) times a few rounds.</summary>
    /// <param name="scores">One per row: finite, not negative, with a finite sum of at least 1e-300.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="size">Size of the sample, at least 1; if fewer rows have a positive score, those are the sample.</param>
    public void Build(double* scores, int count, int size)
    {
        double sum = 0;
        for (int i = 0; i < count; i++) sum += scores[i];
        double inverse = 1 / sum; // times 2^62 it may be infinite
        ulong* shares = _shares.Reserve(count);
        ulong total = 0;
        int positive = 0;
        for (int i = 0; i < count; i++)
        {
            shares[i] = scores[i] > 0 ? Math.Max(1, (ulong)(scores[i] * inverse * Units)) : 0;
            if (shares[i] > 0) positive++;
            total += shares[i];
        }
        (Total, FreePicks, FreeShares, _certainFrom) = (total, size, total, ulong.MaxValue);
        if (positive <= size)
        {
            (FreePicks, FreeShares, _certainFrom) = (0, 0, 1);
            return;
        }
        // The bar only falls, so the certain rows of every round are those at or above the latest one.
        for (int certain = 0, before = -1; certain != before && FreeShares > 0;)
        {
            before = certain;
            _certainFrom = (FreeShares - 1) / (ulong)FreePicks + 1;
            ulong certainShares = 0;
            certain = 0;
            for (int i = 0; i < count; i++)
            {
                if (shares[i] < _certainFrom) continue;
                certain++;
                certainShares += shares[i];
            }
            (FreePicks, FreeShares) = (size - certain, total - certainShares);
        }
    }

    /// <summary>Whether a row is in every sample.</summary>
    public bool IsCertain(int row) => Shares[row] >= _certainFrom;

    /// <summary>The probability that a row is in the sample.</summary>
    public double this[int row] => IsCertain(row) ? 1 : Shares[row] * (FreePicks / (double)FreeShares);
}
