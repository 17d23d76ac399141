using System;
using HpcCoreset.Numerics;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Training.Convex;

/// <summary>Which row each step of an epoch takes: known before the first, so that the memory of the next ones can be asked for.</summary>
internal sealed unsafe class RowOrder
{
    private readonly PinnedBuffer<int> _order = new();
    private readonly PinnedBuffer<int> _alias = new();
    private readonly PinnedBuffer<int> _waiting = new();
    private readonly PinnedBuffer<double> _threshold = new();
    private int _count;

    /// <summary>The positions of the rows, as many as there are rows.</summary>
    public int* Pointer => _order.Pointer;

    /// <summary>Prepares permutations.</summary>
    public void Reserve(int count)
    {
        _count = count;
        _order.Reserve(count);
    }

    /// <summary>Prepares draws by mass: the alias method (Walker 1977; Vose 1991). O(rows).</summary>
    /// <param name="masses">At least 0 each.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="sum">The sum of the masses; if it is 0, all are drawn alike.</param>
    public void SetMasses(double* masses, int count, double sum)
    {
        Reserve(count);
        int* alias = _alias.Reserve(count), waiting = _waiting.Reserve(count);
        double* threshold = _threshold.Reserve(count);
        (int small, int large) = (0, count); // waiting: the light ones at the front, the heavy ones at the back
        for (int i = 0; i < count; i++)
        {
            (threshold[i], alias[i]) = (sum > 0 ? masses[i] / sum * count : 1, i);
            if (threshold[i] < 1) waiting[small++] = i;
            else waiting[--large] = i;
        }
        while (small > 0 && large < count)
        {
            int light = waiting[--small], heavy = waiting[large];
            alias[light] = heavy;
            threshold[heavy] -= 1 - threshold[light];
            if (threshold[heavy] >= 1) continue;
            large++;
            waiting[small++] = heavy;
        }
        while (small > 0) threshold[waiting[--small]] = 1; // short of 1 by rounding only
    }

    /// <summary>Each row once.</summary>
    public void Permute(ulong seed, int epoch) => RandomRows.Permutation(seed, (ulong)epoch, _order.Span(_count));

    /// <summary>As many independent draws as there are rows.</summary>
    public void Draw(ulong seed, int epoch)
    {
        Philox random = RandomStream.Of(seed, RandomStream.Purpose.Draws, (ulong)epoch);
        for (int i = 0; i < _count; i++)
        {
            int cell = (int)Math.BigMul(random.UInt64((ulong)i), (ulong)_count, out ulong rest);
            Pointer[i] = (rest >> 11) * (1.0 / (1UL << 53)) < _threshold.Pointer[cell] ? cell : _alias.Pointer[cell];
        }
    }
}
