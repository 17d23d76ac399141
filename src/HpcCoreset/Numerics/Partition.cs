using System;

namespace HpcCoreset.Numerics;

/// <summary>Items grouped by label, in a given order within each group: counting sort. O(n + labels).</summary>
internal sealed unsafe class Partition
{
    private readonly PinnedBuffer<int> _items = new();
    private readonly PinnedBuffer<int> _starts = new();

    /// <summary>The items, group after group.</summary>
    public int* Items => _items.Pointer;

    /// <summary>Where each group starts in <see cref="Items"/>, and, last, where the last one ends.</summary>
    public int* Starts => _starts.Pointer;

    /// <summary>Groups items 0 to <paramref name="count"/> - 1.</summary>
    /// <param name="labels">One label per item, from 0 to <paramref name="groups"/> - 1.</param>
    /// <param name="count">Number of items.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="order">The items in the order that they shall have within a group; null for ascending numbers.</param>
    public void Run(int* labels, int count, int groups, int* order)
    {
        int* items = _items.Reserve(count);
        int* starts = _starts.Reserve(checked(groups + 1));
        new Span<int>(starts, groups + 1).Clear();
        for (int i = 0; i < count; i++) starts[labels[i]]++;
        int sum = 0;
        for (int group = 0; group <= groups; group++) (starts[group], sum) = (sum, sum + starts[group]);
        for (int i = 0; i < count; i++)
        {
            int item = order == null ? i : order[i];
            items[starts[labels[item]]++] = item;
        }
        // Filling has moved every start to its group's end, which is the next group's start.
        for (int group = groups; group > 0; group--) starts[group] = starts[group - 1];
        starts[0] = 0;
    }
}
