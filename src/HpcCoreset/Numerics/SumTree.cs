using System.Numerics;

namespace HpcCoreset.Numerics;

/// <summary>Sums of masses in a binary tree, to draw an item in proportion to its mass, and to change a mass, in O(log items).</summary>
/// <remarks>Every sum is that of its two halves as they are now, so no number depends on the order of the changes.</remarks>
internal sealed unsafe class SumTree
{
    private readonly PinnedBuffer<double> _sums = new();
    private int _leaves;

    /// <summary>The sum of all masses: exactly 0 if all are.</summary>
    public double Total => _sums.Pointer[1];

    /// <summary>The mass of each item; who changes some calls <see cref="Update"/> for each, or <see cref="UpdateAll"/>.</summary>
    public double* Masses => _sums.Pointer + _leaves;

    /// <summary>Makes room for so many items, at least one, all of mass 0.</summary>
    public void Reserve(int items)
    {
        _leaves = checked((int)BitOperations.RoundUpToPowerOf2((uint)items));
        int length = checked(2 * _leaves);
        _sums.Reserve(length);
        _sums.Span(length).Clear();
    }

    /// <summary>Takes the new mass of an item into account. O(log items).</summary>
    public void Update(int item)
    {
        for (int node = (_leaves + item) >> 1; node > 0; node >>= 1) Add(node);
    }

    /// <summary>Takes all new masses into account. O(items).</summary>
    public void UpdateAll()
    {
        for (int node = _leaves - 1; node > 0; node--) Add(node);
    }

    /// <summary>The item at which the running sum passes <paramref name="target"/>, at least 0 and below the total; never one of mass 0.</summary>
    public int Draw(double target)
    {
        double* sums = _sums.Pointer;
        int node = 1;
        while (node < _leaves)
        {
            node *= 2;
            // Rounding may leave the target beyond the last item that has any mass; then that one is meant.
            if (target < sums[node] || !(sums[node + 1] > 0)) continue;
            target -= sums[node++];
        }
        return node - _leaves;
    }

    private void Add(int node)
    {
        double* sums = _sums.Pointer;
        sums[node] = sums[2 * node] + sums[2 * node + 1];
    }
}
