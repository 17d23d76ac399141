using System;

namespace HpcCoreset.Numerics;

/// <summary>
/// Where the farthest mass begins: the smallest cost that is exceeded by rows of no more than a given weight together. A radix selection
/// on the bits of the costs, so O(rows) whatever they are; weights are added in the order of the rows.
/// </summary>
internal sealed unsafe class FarthestMass
{
    private const int DigitBits = 11;
    private const int CostBits = 64;
    private readonly PinnedBuffer<double> _masses = new();

    /// <summary>Sum of the weights of the rows that cost more than the threshold: at most what was asked for.</summary>
    public double Above { get; private set; }

    /// <summary>Makes room, so that no later run allocates.</summary>
    public void Reserve() => _masses.Reserve(1 << DigitBits);

    /// <summary>Finds the threshold. O(rows).</summary>
    /// <param name="costs">One per row, at least 0.</param>
    /// <param name="weights">One per row, at least 0.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="mass">How much may cost more; at least 0.</param>
    /// <returns>The cost of some row of positive weight; 0 if all rows together have no more mass.</returns>
    public double Threshold(double* costs, double* weights, int count, double mass)
    {
        double* masses = _masses.Reserve(1 << DigitBits);
        ulong prefix = 0;
        Above = 0;
        for (int known = 0; known < CostBits;)
        {
            int bits = Math.Min(DigitBits, CostBits - known), shift = CostBits - known - bits;
            new Span<double>(masses, 1 << bits).Clear();
            for (int i = 0; i < count; i++)
            {
                ulong cost = BitConverter.DoubleToUInt64Bits(costs[i]);
                if (known > 0 && cost >> (CostBits - known) != prefix) continue;
                masses[cost >> shift & ((1UL << bits) - 1)] += weights[i];
            }
            (int digit, bool crosses) = Cross(masses, 1 << bits, mass);
            if (!crosses && known == 0)
            {
                Above = 0;
                for (int i = 0; i < count; i++)
                    if (costs[i] > 0) Above += weights[i];
                return 0;
            }
            prefix = prefix << bits | (uint)digit;
            known += bits;
        }
        return BitConverter.UInt64BitsToDouble(prefix);
    }

    /// <summary>
    /// The digit, from the top, with which the mass is exceeded; else the lowest with any: the sums of the parts of what did exceed it
    /// may round to less.
    /// </summary>
    private (int Digit, bool Crosses) Cross(double* masses, int digits, double mass)
    {
        int last = -1;
        for (int digit = digits - 1; digit >= 0; digit--)
        {
            if (!(masses[digit] > 0)) continue;
            if (last >= 0) Above += masses[last];
            last = digit;
            if (Above + masses[digit] > mass) return (digit, true);
        }
        return (last, false);
    }
}
