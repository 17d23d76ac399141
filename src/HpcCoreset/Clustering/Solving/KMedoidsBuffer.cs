using System;
using HpcCoreset.Numerics;

namespace HpcCoreset;

/// <summary>The memory behind a <see cref="KMedoidsSolution"/>: owned by a solver, reused by each of its calls.</summary>
internal sealed unsafe class KMedoidsBuffer
{
    private readonly PinnedBuffer<int> _medoids = new();
    private int _clusters;

    public double Cost { get; private set; }

    public int Swaps { get; private set; }

    /// <summary>Counts the solver's calls, so that a view of an earlier one can tell that it is stale.</summary>
    public int Version { get; private set; }

    public ReadOnlySpan<int> Medoids => _medoids.Span(_clusters);

    /// <summary>Starts a new solution without medoids, with room for some; earlier views become stale.</summary>
    public void Reset(int clusters)
    {
        Version++;
        (_clusters, Cost, Swaps) = (0, double.PositiveInfinity, 0);
        _medoids.Reserve(clusters);
    }

    /// <summary>Replaces the content.</summary>
    public void Store(ReadOnlySpan<int> medoids, double cost, int swaps)
    {
        (_clusters, Cost, Swaps) = (medoids.Length, cost, swaps);
        medoids.CopyTo(_medoids.Span(_clusters));
    }
}
