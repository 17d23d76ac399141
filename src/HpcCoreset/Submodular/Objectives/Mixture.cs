using System;
using System.Threading;

namespace HpcCoreset.Submodular;

/// <summary>A weighted sum of objectives: gains, and bounds of gains, are the weighted sums of theirs, in order.</summary>
internal sealed class Mixture(double[] weights, IRowObjective[] parts) : RowObjective
{
    private const int None = -1;
    private readonly double[] _gains = new double[parts.Length]; // of the candidate asked for last, part by part
    private readonly double[] _best = new double[parts.Length]; // of the one that is likely to be added
    private readonly double[] _values = new double[parts.Length]; // of the picks, part by part
    private double[] _bounds = [];
    private double[] _sums = [];
    private int _evaluated;
    private int _kept;

    public override int Count => parts[0].Greedy.Count;

    public override bool IsMonotone => Array.TrueForAll(parts, part => part.Greedy.IsMonotone);

    public override bool IsSubmodular => Array.TrueForAll(parts, part => part.Greedy.IsSubmodular);

    public override bool BoundsAreGains => Array.TrueForAll(parts, part => part.Greedy.BoundsAreGains);

    public override int BatchCapacity
    {
        get
        {
            int capacity = int.MaxValue;
            foreach (IRowObjective part in parts) capacity = Math.Min(capacity, part.Greedy.BatchCapacity);
            return capacity;
        }
    }

    /// <summary>That of the first part that has one.</summary>
    public override string Kernel
    {
        get
        {
            foreach (IRowObjective part in parts)
                if (part.Greedy.Kernel != "none") return part.Greedy.Kernel;
            return "none";
        }
    }

    public override void Check(scoped Points points, scoped ReadOnlySpan<double> weights)
    {
        foreach (IRowObjective part in parts) part.Check(points, weights);
    }

    public override void Load(RowSource rows, ReadOnlySpan<double> weights, CancellationToken cancellation)
    {
        foreach (IRowObjective part in parts) part.Load(rows, weights, cancellation);
        if (_bounds.Length < rows.Count) (_bounds, _sums) = (new double[rows.Count], new double[rows.Count]);
    }

    public override void Release()
    {
        foreach (IRowObjective part in parts) part.Release();
    }

    public override void Dispose()
    {
        foreach (IRowObjective part in parts) part.Dispose();
        base.Dispose();
    }

    public override void Reset(bool absolute)
    {
        (_evaluated, _kept) = (None, None);
        Array.Clear(_values);
        foreach (IRowObjective part in parts) part.Greedy.Reset(absolute: true); // what is off by the same in one part is not in another
    }

    public override void Bounds(ReadOnlySpan<int> candidates, Span<double> bounds)
    {
        Evaluations += candidates.Length;
        bounds.Clear();
        Span<double> some = _bounds.AsSpan(0, candidates.Length);
        for (int m = 0; m < parts.Length; m++)
        {
            parts[m].Greedy.Bounds(candidates, some);
            for (int j = 0; j < some.Length; j++) bounds[j] += weights[m] * some[j];
        }
    }

    public override bool BoundAll(Span<double> bounds)
    {
        Span<double> all = _bounds.AsSpan(0, bounds.Length), sums = _sums.AsSpan(0, bounds.Length);
        sums.Clear();
        for (int m = 0; m < parts.Length; m++)
        {
            if (!parts[m].Greedy.BoundAll(all)) return false;
            for (int i = 0; i < all.Length; i++) sums[i] += weights[m] * all[i];
        }
        sums.CopyTo(bounds); // only now: bounds that are there stay if there are no others
        Evaluations += bounds.Length;
        return true;
    }

    public override double Gain(int candidate)
    {
        Evaluations++;
        _evaluated = candidate;
        double gain = 0;
        for (int m = 0; m < parts.Length; m++) gain += weights[m] * (_gains[m] = parts[m].Greedy.Gain(candidate));
        return gain;
    }

    public override void Keep()
    {
        foreach (IRowObjective part in parts) part.Greedy.Keep();
        _kept = _evaluated;
        _gains.CopyTo(_best, 0);
    }

    public override double Add(int candidate, int position, double gain)
    {
        if (_kept != candidate)
        {
            Gain(candidate);
            Keep();
        }
        (_evaluated, _kept) = (None, None);
        for (int m = 0; m < parts.Length; m++)
        {
            double part = parts[m].Greedy.Add(candidate, position, _best[m]);
            if (position >= 0) _values[m] += part;
        }
        return gain;
    }

    /// <summary>A part's value need not be the sum of its gains.</summary>
    public override double Value(double gains)
    {
        for (int m = 0; m < parts.Length; m++) gains += weights[m] * (parts[m].Greedy.Value(_values[m]) - _values[m]);
        return gains;
    }

    public override void Describe(CoresetBuffer coreset) => parts[0].Greedy.Describe(coreset);
}
