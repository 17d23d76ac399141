using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Sampling;

/// <summary>
/// How many picks each class gets: its floor first, then one pick after the other to the class whose share is the largest for what it
/// has (Sainte-Laguë's divisors, as seats are shared out in parliaments: no class gains by its size), lowest class on ties.
/// </summary>
internal sealed unsafe class ClassQuotas
{
    private readonly PinnedBuffer<int> _quotas = new();
    private readonly IndexedHeap _waiting = new();

    /// <summary>Picks of a class.</summary>
    public int this[int label] => _quotas.Pointer[label];

    /// <summary>Shares out picks, all of them. O(classes + size log classes).</summary>
    /// <param name="masses">One per class.</param>
    /// <param name="rows">Rows of positive weight, a number per class: no class gets more.</param>
    /// <param name="size">Picks to share out, at most as many as there are such rows.</param>
    /// <param name="balance">By what.</param>
    /// <param name="floor">Least picks of a class that has as many rows, at least 1: a class without picks would lose its mass.</param>
    /// <exception cref="ArgumentException">The floors alone are more than the size.</exception>
    public void Build(ReadOnlySpan<double> masses, ReadOnlySpan<int> rows, int size, ClassBalance balance, int floor)
    {
        int* quotas = _quotas.Reserve(masses.Length);
        _waiting.Reserve(masses.Length);
        _waiting.Clear();
        long left = size;
        for (int label = 0; label < masses.Length; label++) left -= quotas[label] = Math.Min(floor, rows[label]);
        if (left < 0)
            throw new ArgumentException(
                $"options.Size: found {size}; the classes there are take at least {size - left}, options.MinPerClass being {floor}.");
        for (int label = 0; label < masses.Length; label++) Wait(label, masses[label], rows[label]);
        for (; left > 0; left--)
        {
            int label = _waiting.PopTop();
            quotas[label]++;
            Wait(label, masses[label], rows[label]);
        }

        void Wait(int label, double mass, int most)
        {
            if (quotas[label] < most) _waiting.Push(Share(mass, balance) / (2.0 * quotas[label] + 1), label);
        }
    }

    private static double Share(double mass, ClassBalance balance) => balance switch
    {
        ClassBalance.Proportional => mass,
        ClassBalance.SquareRoot => Math.Sqrt(mass),
        _ => 1,
    };
}
