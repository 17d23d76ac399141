using System;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// Saturated coverage. Where a row is saturated is decided by the bounds of its sum, and only the sums of rows that a candidate would
/// saturate are computed exactly: none, until the picks are many.
/// </summary>
internal sealed unsafe class SaturatedCoverage(Similarity similarity, double gamma, double saturation, int threads) : RowObjective
{
    private readonly RowSimilarities _similarities = new(similarity, gamma, threads);
    private readonly SimilaritySums _sums = new();
    private readonly PinnedBuffer<double> _column = new();
    private readonly PinnedBuffer<double> _covered = new();
    private readonly PinnedBuffer<double> _gains = new(); // as of when they were computed last: bounds, since they only fall
    private readonly PinnedBuffer<int> _gainsFor = new(); // the size of the set that a gain was computed for
    private int _setSize;

    public override int Count => _similarities.Count;

    public override bool BoundsAreGains => false;

    public override void Check(scoped Points points, scoped ReadOnlySpan<double> weights)
    {
        RowValidation.CheckRows(points, similarity, nameof(points));
        if (!weights.IsEmpty) RowValidation.CheckWeights(points.Count, weights, nameof(weights));
    }

    public override void Load(RowSource rows, ReadOnlySpan<double> weights, CancellationToken cancellation)
    {
        _similarities.Load(rows, weights, cancellation);
        _sums.Load(_similarities, clamps: true);
        _column.Reserve(rows.Count);
        _covered.Reserve(rows.Count);
        _gains.Reserve(rows.Count);
        _gainsFor.Reserve(rows.Count);
    }

    public override void Release() => _similarities.Release();

    public override void Dispose()
    {
        _similarities.Dispose();
        base.Dispose();
    }

    public override void Reset(bool absolute)
    {
        _setSize = 0;
        _covered.Span(Count).Clear();
        _gainsFor.Span(Count).Fill(-1);
        for (int i = 0; i < Count; i++) _gains.Pointer[i] = _sums.Upper(i); // while nothing is covered no gain is above the row's sum
    }

    public override void Bounds(ReadOnlySpan<int> candidates, Span<double> bounds)
    {
        for (int j = 0; j < candidates.Length; j++) bounds[j] = Gain(candidates[j]);
    }

    public override bool BoundAll(Span<double> bounds)
    {
        _gains.Span(Count).CopyTo(bounds);
        return true;
    }

    public override double Gain(int candidate)
    {
        if (_gainsFor.Pointer[candidate] == _setSize) return _gains.Pointer[candidate];
        Evaluations++;
        _similarities.Evaluate(candidate, _column.Pointer);
        double gain = 0;
        for (int i = 0; i < Count; i++)
        {
            double term = Math.Max(0, _column.Pointer[i]);
            if (term > saturation * _sums.Lower(i) - _covered.Pointer[i])
                term = Math.Min(term, Math.Max(0, saturation * _sums.Exact(i) - _covered.Pointer[i]));
            gain += _similarities.Weights.ExactWeights[i] * term;
        }
        (_gains.Pointer[candidate], _gainsFor.Pointer[candidate]) = (gain, _setSize);
        return gain;
    }

    public override double Add(int candidate, int position, double gain)
    {
        _setSize++;
        _similarities.Evaluate(candidate, _column.Pointer);
        for (int i = 0; i < Count; i++) _covered.Pointer[i] += Math.Max(0, _column.Pointer[i]);
        return gain;
    }
}
