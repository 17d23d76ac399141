using System;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>Disparity: a candidate's distance from the nearest pick, or from all of them together.</summary>
internal sealed unsafe class Disparity(string name, Metric metric, bool ofNearest, int threads) : RowObjective
{
    private readonly RowDistances _distances = new(metric, threads);
    private readonly PinnedBuffer<double> _column = new();
    private readonly PinnedBuffer<double> _gains = new();
    private bool _isEmpty;
    private double _nearest; // of any two in the set

    public override int Count => _distances.Count;

    public override bool IsMonotone => !ofNearest;

    public override bool IsSubmodular => false;

    public override int BatchCapacity => 64;

    public override void Check(scoped Points points, scoped ReadOnlySpan<double> weights)
    {
        _distances.Check(points);
        RefuseWeights(weights, name);
    }

    public override void Load(RowSource rows, ReadOnlySpan<double> weights, CancellationToken cancellation)
    {
        _distances.Load(rows, cancellation);
        _column.Reserve(rows.Count);
        _gains.Reserve(rows.Count);
    }

    public override void Release() => _distances.Release();

    public override void Reset(bool absolute)
    {
        (_isEmpty, _nearest) = (true, double.PositiveInfinity);
        _gains.Span(Count).Clear();
    }

    public override void Bounds(ReadOnlySpan<int> candidates, Span<double> bounds)
    {
        for (int j = 0; j < candidates.Length; j++) bounds[j] = Gain(candidates[j]);
    }

    public override bool BoundAll(Span<double> bounds)
    {
        Evaluations += Count;
        _gains.Span(Count).CopyTo(bounds);
        return true;
    }

    public override double Gain(int candidate)
    {
        Evaluations++;
        return _gains.Pointer[candidate];
    }

    public override double Add(int candidate, int position, double gain)
    {
        if (!_isEmpty) _nearest = Math.Min(_nearest, _gains.Pointer[candidate]);
        _distances.Evaluate(candidate, _column.Pointer);
        for (int i = 0; i < Count; i++)
            _gains.Pointer[i] = _isEmpty ? _column.Pointer[i]
                : ofNearest ? Math.Min(_gains.Pointer[i], _column.Pointer[i])
                : _gains.Pointer[i] + _column.Pointer[i];
        _isEmpty = false;
        return gain;
    }

    public override double Value(double gains) => !ofNearest ? gains : double.IsInfinity(_nearest) ? 0 : _nearest;
}
