using System;
using System.IO;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training.Data;

/// <summary>The sequences of random numbers that a user's one seed stands for: no two purposes share one, nor two draws for a purpose.</summary>
internal static class RandomStream
{
    private const int DrawBits = 56; // the low streams, 0 to 2^56 - 1, are everyone else's: parameters at the start, splits

    /// <summary>What the numbers are for.</summary>
    public enum Purpose
    {
        /// <summary>The order of an epoch.</summary>
        Permutation = 1,

        /// <summary>Rows of a subset.</summary>
        Subset = 2,

        /// <summary>Crops and flips.</summary>
        Augmentation = 3,

        /// <summary>Rows drawn one by one, by mass.</summary>
        Draws = 4,

        /// <summary>Which of several batches a step takes.</summary>
        Batch = 5,

        /// <summary>Signs of a probe of the Hessian.</summary>
        Probe = 6,
    }

    /// <summary>One sequence.</summary>
    /// <param name="seed">The user's seed.</param>
    /// <param name="purpose">What for.</param>
    /// <param name="draw">Which epoch, step or subset: below 2^56.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="draw"/> is 2^56 or more.</exception>
    public static Philox Of(ulong seed, Purpose purpose, ulong draw)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(draw, 1UL << DrawBits);
        return new Philox(seed, (ulong)purpose << DrawBits | draw);
    }

    /// <summary>Reads the number of a draw, of which a run that goes on takes the next ones.</summary>
    /// <param name="reader">Where from.</param>
    /// <exception cref="FormatException">No run has so many.</exception>
    public static ulong ReadDraw(BinaryReader reader)
    {
        ulong draw = reader.ReadUInt64();
        return draw < 1UL << (DrawBits - 1) ? draw : throw new FormatException($"found draw {draw}.");
    }
}
