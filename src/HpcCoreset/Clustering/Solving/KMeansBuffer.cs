using System;
using HpcCoreset.Numerics;

namespace HpcCoreset;

/// <summary>The memory behind a <see cref="KMeansSolution"/>: owned by a solver, reused by each of its calls.</summary>
internal sealed unsafe class KMeansBuffer
{
    private readonly PinnedBuffer<float> _centres = new();

    public int Clusters { get; private set; }

    public int Dimension { get; private set; }

    public double Cost { get; private set; }

    public int Iterations { get; private set; }

    /// <summary>Counts the solver's calls, so that a view of an earlier one can tell that it is stale.</summary>
    public int Version { get; private set; }

    public ReadOnlySpan<float> Centres => _centres.Span(Clusters * Dimension);

    /// <summary>Starts a new solution without centres; earlier views become stale.</summary>
    public void Reset()
    {
        Version++;
        (Clusters, Cost, Iterations) = (0, double.PositiveInfinity, 0);
    }

    /// <summary>Makes room for up to <paramref name="clusters"/> centres.</summary>
    public void Reserve(int clusters, int dimension) => _centres.Reserve(checked(clusters * dimension));

    /// <summary>Replaces the content by centres in double, rounded.</summary>
    public void Store(double* centres, int clusters, int dimension, double cost, int iterations)
    {
        (Clusters, Dimension, Cost, Iterations) = (clusters, dimension, cost, iterations);
        float* target = _centres.Reserve(checked(clusters * dimension));
        for (int i = 0; i < clusters * dimension; i++) target[i] = (float)centres[i];
    }
}
