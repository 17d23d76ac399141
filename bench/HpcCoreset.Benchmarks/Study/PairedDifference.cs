using System;
using System.Collections.Generic;
using System.Linq;
using MathNet.Numerics.Distributions;

namespace HpcCoreset.Benchmarks.Study;

/// <summary>Differences between two ways to train, one for each seed that both had.</summary>
/// <param name="values">The differences.</param>
internal sealed class PairedDifference(IReadOnlyList<double> values)
{
    /// <summary>As many as all flips of signs can be tried for.</summary>
    public const int MostPairs = 20;

    private const double Rounding = 1e-9; // sums of the same differences in another order are the same

    /// <summary>Number of pairs.</summary>
    public int Count => values.Count;

    public double Mean { get; } = values.Count == 0 ? double.NaN : values.Average();

    /// <summary>Half the width of Student's interval around the mean; NaN for fewer than two pairs.</summary>
    /// <param name="confidence">Above 0 and below 1.</param>
    public double HalfWidth(double confidence)
    {
        if (Count < 2) return double.NaN;
        double deviation = Math.Sqrt(values.Sum(value => (value - Mean) * (value - Mean)) / (Count - 1));
        return StudentT.InvCDF(0, 1, Count - 1, (1 + confidence) / 2) * deviation / Math.Sqrt(Count);
    }

    /// <summary>
    /// The exact two-sided p-value under the hypothesis that each difference could as well have had the other sign: the share of all 2^n flips
    /// whose sum is at least as far from zero (Fisher, "The design of experiments", 1935). At least 2 / 2^n.
    /// </summary>
    public double SignFlipP()
    {
        if (Count > MostPairs) throw new InvalidOperationException($"Found {Count} pairs; all flips of at most {MostPairs} can be tried.");
        double observed = Math.Abs(values.Sum()) - Rounding * values.Sum(Math.Abs);
        int far = 0;
        for (int flips = 0; flips < 1 << Count; flips++)
        {
            double sum = 0;
            for (int i = 0; i < Count; i++) sum += (flips >> i & 1) == 0 ? values[i] : -values[i];
            if (Math.Abs(sum) >= observed) far++;
        }
        return far / (double)(1 << Count);
    }

    /// <summary>
    /// Two one-sided tests: whether the mean is shown to be nearer to zero than a margin, which is where the interval of 1 - 2 level lies inside
    /// (Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15, 1987).
    /// </summary>
    public bool IsWithin(double margin, double level) => Math.Abs(Mean) + HalfWidth(1 - 2 * level) < margin; // false for too few pairs

    /// <summary>p-values for many hypotheses, such that any of them is at most the level with at most that probability if all hold (Holm, 1979).</summary>
    /// <param name="values">p-values, in any order.</param>
    public static double[] Holm(IReadOnlyList<double> values)
    {
        double[] adjusted = new double[values.Count];
        double largest = 0;
        int left = values.Count;
        foreach (int i in Enumerable.Range(0, values.Count).OrderBy(i => values[i]))
            adjusted[i] = largest = Math.Max(largest, Math.Min(1, values[i] * left--));
        return adjusted;
    }
}
