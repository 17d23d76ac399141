using System;
using System.Collections.Generic;
using System.Linq;

namespace HpcCoreset.Tool.Report;

/// <summary>How many members classes have, and what these weigh.</summary>
/// <param name="Counts">Members of each class.</param>
/// <param name="Masses">Their weight.</param>
internal sealed record ClassTally(long[] Counts, double[] Masses)
{
    /// <summary>The share of a class in the weight of all.</summary>
    public double Share(int label) => Masses.Sum() is var total and > 0 ? Masses[label] / total : 0;

    /// <summary>Counts.</summary>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="labels">The class of each member.</param>
    /// <param name="weights">The weight of each member; empty for 1 each.</param>
    public static ClassTally Of(int classes, ReadOnlySpan<int> labels, IReadOnlyList<double> weights)
    {
        var tally = new ClassTally(new long[classes], new double[classes]);
        for (int member = 0; member < labels.Length; member++)
        {
            tally.Counts[labels[member]]++;
            tally.Masses[labels[member]] += weights.Count == 0 ? 1 : weights[member];
        }
        return tally;
    }
}
