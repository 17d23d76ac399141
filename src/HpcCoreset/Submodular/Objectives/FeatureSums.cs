using System;
using System.Threading;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// Objectives of what the picks have of every feature: one sum per feature is all there is to know of the picks. Gains are sums over the
/// features in order, one row by itself, so threads share out rows.
/// </summary>
internal sealed unsafe class FeatureSums<TTerms>(TTerms terms, string name, int threads) : RowObjective, IChunkedWork
    where TTerms : struct, IFeatureTerms
{
    private const int Batch = 64;
    private const int Block = 16;
    private readonly PinnedBuffer<double> _sums = new();
    private readonly PinnedBuffer<double> _state = new();
    private readonly PinnedBuffer<int> _candidates = new();
    private readonly PinnedBuffer<double> _gains = new();
    private readonly ChunkScratch<float> _decoded = new();
    private RowSource _rows;
    private CancellationToken _cancellation;
    private int _asked; // how many candidates are evaluated together
    private bool _asksForAll;

    public override int Count => _rows.Count;

    public override int BatchCapacity => Batch;

    public override void Check(scoped Points points, scoped ReadOnlySpan<double> weights)
    {
        RowValidation.CheckRows(points, rejectZeroRows: false, nameof(points));
        if (!terms.TakesNegative) RowValidation.CheckNotNegative(points, nameof(points), name);
        terms.Check(points);
        RefuseWeights(weights, name);
    }

    public override void Load(RowSource rows, ReadOnlySpan<double> weights, CancellationToken cancellation)
    {
        (_rows, _cancellation) = (rows, cancellation);
        _sums.Reserve(rows.Dimension);
        _state.Reserve(rows.Dimension);
        _candidates.Reserve(Batch);
        _gains.Reserve(rows.Count);
        _decoded.Reserve(threads, rows.ScratchLength);
    }

    public override void Release() => _rows = default;

    public override void Reset(bool absolute)
    {
        _sums.Span(_rows.Dimension).Clear();
        for (int t = 0; t < _rows.Dimension; t++) _state.Pointer[t] = terms.State(t, 0);
    }

    public override void Bounds(ReadOnlySpan<int> candidates, Span<double> bounds)
    {
        candidates.CopyTo(_candidates.Span(Batch));
        Evaluate(candidates.Length, all: false);
        _gains.Span(candidates.Length).CopyTo(bounds);
    }

    public override bool BoundAll(Span<double> bounds)
    {
        Evaluate(Count, all: true);
        _gains.Span(Count).CopyTo(bounds);
        return true;
    }

    public override double Gain(int candidate)
    {
        Evaluations++;
        float* scratch = _decoded.Take(out int slot);
        double gain = terms.Gain(_rows.Row(candidate, scratch), _sums.Pointer, _state.Pointer, _rows.Dimension);
        _decoded.Return(slot);
        return gain;
    }

    public override double Add(int candidate, int position, double gain)
    {
        float* scratch = _decoded.Take(out int slot);
        float* row = _rows.Row(candidate, scratch);
        for (int t = 0; t < _rows.Dimension; t++)
        {
            _sums.Pointer[t] += Math.Max(0, row[t]);
            _state.Pointer[t] = terms.State(t, _sums.Pointer[t]);
        }
        _decoded.Return(slot);
        return gain;
    }

    private void Evaluate(int count, bool all)
    {
        (_asked, _asksForAll) = (count, all);
        Evaluations += count;
        WorkerTeam.Run(this, (count + Block - 1) / Block, threads);
    }

    void IChunkedWork.Execute(int chunk)
    {
        _cancellation.ThrowIfCancellationRequested();
        float* scratch = _decoded.Take(out int slot);
        for (int j = chunk * Block; j < Math.Min(_asked, (chunk + 1) * Block); j++)
        {
            float* row = _rows.Row(_asksForAll ? j : _candidates.Pointer[j], scratch);
            _gains.Pointer[j] = terms.Gain(row, _sums.Pointer, _state.Pointer, _rows.Dimension);
        }
        _decoded.Return(slot);
    }
}
