using System;

namespace HpcCoreset;

/// <summary>The memory behind a <see cref="Coreset"/>: owned by a selector, reused by each of its calls.</summary>
internal sealed class CoresetBuffer
{
    public int[] Indices { get; private set; } = [];

    public double[] Weights { get; private set; } = [];

    public double[] Gains { get; private set; } = [];

    public int Count { get; set; }

    public SelectionReport Report { get; set; }

    /// <summary>Counts the selector's calls, so that a view of an earlier one can tell that it is stale.</summary>
    public int Version { get; private set; }

    /// <summary>Starts a new coreset of at most <paramref name="capacity"/> picks; earlier views become stale.</summary>
    public void Reset(int capacity)
    {
        Version++;
        Count = 0;
        Report = default;
        if (Indices.Length >= capacity) return;
        Indices = new int[capacity];
        Weights = new double[capacity];
        Gains = new double[capacity];
    }

    public void Add(int index, double weight, double gain)
    {
        Indices[Count] = index;
        Weights[Count] = weight;
        Gains[Count++] = gain;
    }
}
