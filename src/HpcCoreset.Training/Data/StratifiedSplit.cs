using System;
using System.Linq;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training.Data;

/// <summary>Which rows to keep apart, at random: the same share of every class.</summary>
internal static class StratifiedSplit
{
    /// <summary>The rows to keep apart, ascending. O(rows log rows).</summary>
    /// <param name="labels">One class per row.</param>
    /// <param name="share">What part of each class; rounded to whole rows, half to even.</param>
    /// <param name="seed">Where the random numbers come from.</param>
    public static int[] HeldOut(ReadOnlySpan<int> labels, double share, ulong seed)
    {
        var random = new Philox(seed, stream: 0);
        int[] classes = labels.ToArray();
        return [.. Enumerable.Range(0, classes.Length).GroupBy(row => classes[row]).SelectMany(rows =>
            rows.OrderBy(row => random.UInt64((ulong)row)).Take((int)Math.Round(share * rows.Count()))).Order()];
    }
}
