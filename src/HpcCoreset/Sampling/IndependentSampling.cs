using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Sampling;

/// <summary>
/// Independent draws with replacement, in proportion to shares, weights w / (m p), copies merged by adding their weights: what the
/// theorems on importance sampling assume.
/// </summary>
internal sealed unsafe class IndependentSampling
{
    private readonly PinnedBuffer<ulong> _draws = new();

    /// <summary>Draws rows into <paramref name="result"/>, ascending. O(rows + draws log draws).</summary>
    /// <param name="shares">One integer per row.</param>
    /// <param name="total">Their sum, over the rows of all ranks.</param>
    /// <param name="before">The sum of those of the ranks before.</param>
    /// <param name="weights">One weight per row.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="size">Number of draws.</param>
    /// <param name="random">Where the random numbers come from.</param>
    /// <param name="result">Receives at most <paramref name="size"/> rows, weights and inclusion probabilities.</param>
    public void Run(ulong* shares, ulong total, ulong before, double* weights, int count, int size, in Philox random, CoresetBuffer result)
    {
        ulong* draws = _draws.Reserve(size);
        for (int i = 0; i < size; i++) draws[i] = random.Below(total, (ulong)i);
        new Span<ulong>(draws, size).Sort();
        (ulong walked, int next) = (before, 0);
        while (next < size && draws[next] < before) next++;
        for (int row = 0; row < count && next < size; row++)
        {
            walked += shares[row];
            int first = next;
            while (next < size && draws[next] < walked) next++;
            if (next == first) continue;
            double probability = shares[row] / (double)total;
            result.Add(row, (next - first) * weights[row] / (size * probability), 1 - Power(1 - probability, size));
        }
    }

    /// <summary>By repeated squaring: the library's power differs from system to system.</summary>
    private static double Power(double value, int exponent)
    {
        double power = 1;
        for (; exponent > 0; exponent >>= 1, value *= value)
            if ((exponent & 1) != 0) power *= value;
        return power;
    }
}
