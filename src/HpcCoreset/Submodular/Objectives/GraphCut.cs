using System;
using System.Numerics.Tensors;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>Graph cut, and with alpha 0 sum redundancy. A gain is known but for its row sum, whose bounds decide all but a few.</summary>
internal sealed unsafe class GraphCut(string name, Similarity similarity, double gamma, double alpha, int threads) : RowObjective
{
    private readonly RowSimilarities _similarities = new(similarity, gamma, threads);
    private readonly SimilaritySums _sums = new();
    private readonly PinnedBuffer<double> _column = new();
    private readonly PinnedBuffer<double> _redundancy = new(); // to the picks
    private readonly PinnedBuffer<double> _self = new();
    private double _leastWeight;

    public override int Count => _similarities.Count;

    /// <summary>A pick j costs a candidate v twice s_jv, and brings it alpha w_j s_jv at most.</summary>
    public override bool IsMonotone => alpha * _leastWeight >= 2 && IsSubmodular;

    public override bool IsSubmodular => similarity is not (Similarity.Cosine or Similarity.Dot);

    public override bool BoundsAreGains => false;

    public override int BatchCapacity => 64;

    public override void Check(scoped Points points, scoped ReadOnlySpan<double> weights)
    {
        RowValidation.CheckRows(points, similarity, nameof(points));
        if (alpha == 0) RefuseWeights(weights, name);
        else if (!weights.IsEmpty) RowValidation.CheckWeights(points.Count, weights, nameof(weights));
    }

    public override void Load(RowSource rows, ReadOnlySpan<double> weights, CancellationToken cancellation)
    {
        _similarities.Load(rows, weights, cancellation);
        if (alpha > 0) _sums.Load(_similarities, clamps: false);
        _leastWeight = weights.IsEmpty ? 1 : TensorPrimitives.Min(weights);
        _column.Reserve(rows.Count);
        _redundancy.Reserve(rows.Count);
        _self.Reserve(rows.Count);
        for (int i = 0; i < rows.Count; i++) _self.Pointer[i] = _similarities.Self(i);
    }

    public override void Release() => _similarities.Release();

    public override void Dispose()
    {
        _similarities.Dispose();
        base.Dispose();
    }

    public override void Reset(bool absolute) => _redundancy.Span(Count).Clear();

    public override void Bounds(ReadOnlySpan<int> candidates, Span<double> bounds)
    {
        Evaluations += candidates.Length;
        for (int j = 0; j < candidates.Length; j++) bounds[j] = GainFor(candidates[j], alpha > 0 ? _sums.Upper(candidates[j]) : 0);
    }

    public override bool BoundAll(Span<double> bounds)
    {
        Evaluations += Count;
        for (int i = 0; i < bounds.Length; i++) bounds[i] = GainFor(i, alpha > 0 ? _sums.Upper(i) : 0);
        return true;
    }

    public override double Gain(int candidate)
    {
        Evaluations++;
        return GainFor(candidate, alpha > 0 ? _sums.Exact(candidate) : 0);
    }

    public override double Add(int candidate, int position, double gain)
    {
        _similarities.Evaluate(candidate, _column.Pointer);
        RowArithmetic.Accumulate(_column.Pointer, 1, _redundancy.Pointer, Count);
        return gain;
    }

    private double GainFor(int candidate, double sum) => alpha * sum - (_self.Pointer[candidate] + 2 * _redundancy.Pointer[candidate]);
}
