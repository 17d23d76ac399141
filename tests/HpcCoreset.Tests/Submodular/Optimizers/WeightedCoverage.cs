using System;
using System.Collections.Generic;
using System.Linq;

namespace HpcCoreset.Tests.Submodular;

/// <summary>An objective of one's own, as simple as there is: what a set of candidates is worth is the weight of all that any of them covers.</summary>
internal struct WeightedCoverage(int[][] covers, double[] weights) : ISubmodularObjective
{
    private readonly bool[] _covered = new bool[weights.Length];

    public readonly int Count => covers.Length;

    public bool IsMonotone { get; init; } = true;

    public bool IsSubmodular { get; init; } = true;

    /// <summary>Called with the number of each gain.</summary>
    public Action<int>? OnGain { get; init; }

    public int Gains { get; private set; }

    public readonly void Reset() => _covered.AsSpan().Clear();

    public double Gain(int candidate)
    {
        OnGain?.Invoke(++Gains);
        double gain = 0;
        foreach (int item in covers[candidate])
            if (!_covered[item]) gain += weights[item];
        return gain;
    }

    public readonly void Add(int candidate)
    {
        foreach (int item in covers[candidate]) _covered[item] = true;
    }

    public readonly double Value(IEnumerable<int> candidates)
    {
        var covered = new HashSet<int>();
        double value = 0;
        foreach (int candidate in candidates)
            foreach (int item in covers[candidate]) value += covered.Add(item) ? weights[item] : 0;
        return value;
    }

    /// <summary>Items of whole weights from 1 to 9, each covered by some candidates; sums of such weights are exact.</summary>
    public static WeightedCoverage Random(int seed, int candidates, int items, double density)
    {
        var random = new Random(seed);
        int[][] covers = [.. Enumerable.Range(0, candidates).Select(_ => Enumerable.Range(0, items).Where(_ => random.NextDouble() < density).ToArray())];
        return new WeightedCoverage(covers, [.. Enumerable.Range(0, items).Select(_ => (double)random.Next(1, 10))]);
    }
}
