using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training.Data;

/// <summary>
/// Rows in random order: pure functions of a seed and a number, so that training that was interrupted in the middle of an epoch finds the
/// same rows again. Nothing is allocated.
/// </summary>
public static class RandomRows
{
    /// <summary>Writes a random order of rows 0 to Length - 1 (Fisher, Yates 1938), each order equally likely. O(Length).</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="epoch">Which order of the seed's: below 2^56.</param>
    /// <param name="rows">Receives the order.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epoch"/> is 2^56 or more.</exception>
    public static void Permutation(ulong seed, ulong epoch, Span<int> rows)
    {
        Philox random = RandomStream.Of(seed, RandomStream.Purpose.Permutation, epoch);
        for (int i = 0; i < rows.Length; i++)
        {
            // Inside out: row i comes in at a random place, and who was there moves to the end (Knuth, TAOCP 2, 3.4.2).
            int at = (int)random.Below((ulong)i + 1, (ulong)i);
            rows[i] = rows[at];
            rows[at] = i;
        }
    }

    /// <summary>
    /// Draws rows without replacement, every subset equally likely, ascending (selection sampling: Knuth, TAOCP 2, 3.4.2, algorithm S).
    /// O(<paramref name="count"/>).
    /// </summary>
    /// <param name="seed">The seed.</param>
    /// <param name="draw">Which subset of the seed's: below 2^56.</param>
    /// <param name="count">How many rows there are, 0 to count - 1.</param>
    /// <param name="rows">Receives as many of them as it is long.</param>
    /// <exception cref="ArgumentException">There are fewer rows than are to be drawn.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="draw"/> is 2^56 or more.</exception>
    public static void Subset(ulong seed, ulong draw, int count, Span<int> rows)
    {
        if (rows.Length > count) throw new ArgumentException($"rows: found {rows.Length} to draw without replacement; there are {count}.", nameof(rows));
        Philox random = RandomStream.Of(seed, RandomStream.Purpose.Subset, draw);
        for (int row = 0, drawn = 0; drawn < rows.Length; row++)
            if (random.Below((ulong)(count - row), (ulong)row) < (ulong)(rows.Length - drawn)) rows[drawn++] = row;
    }
}
