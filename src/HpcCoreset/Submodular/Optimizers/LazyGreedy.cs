using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// Exact lazy greedy (Minoux 1978) in batches: candidates wait in a heap under upper bounds of their marginal gains; the top ones are
/// refreshed a batch at a time, and those whose bound reaches the best exact gain are decided in double.
/// </summary>
/// <remarks>
/// The ranking is that of a plain greedy in double, lowest index on exact ties, for any batch size: an exact gain of an earlier step is a
/// bound too, because sums of non-negative terms in one order can only fall when the terms do, rounding included. At the second pick
/// nearly every bound is stale, so objectives that can bound all candidates at once do.
/// </remarks>
/// <param name="sample">Draws the candidates that a step is about; null where it is about all.</param>
/// <param name="forgets">Whether every step starts without bounds: stochastic greedy (Mirzasoleiman et al. 2015) is lazier than lazy without them.</param>
/// <param name="approximates">Whether a gain is good enough from <see cref="GreedyOptions.Beta"/> of the best bound on.</param>
internal sealed unsafe class LazyGreedy(CandidateSample? sample = null, bool forgets = false, bool approximates = false) : IOptimizer
{
    private const int Never = -1;
    private readonly IndexedHeap _heap = new();
    private readonly PinnedBuffer<double> _bounds = new();
    private readonly PinnedBuffer<int> _refreshed = new(); // the size of the set that a bound is for
    private readonly PinnedBuffer<int> _decided = new();
    private readonly PinnedBuffer<int> _batch = new();
    private readonly PinnedBuffer<double> _batchBounds = new();
    private GreedyRun _run = null!;
    private int _decidedCount;
    private int _bestIndex;
    private double _bestGain;
    private double _enough;
    private int _freshIndex; // of the largest bound that this step has renewed

    public bool NeedsAbsolute => approximates || (sample != null && !forgets);

    /// <inheritdoc/>
    public void Run(GreedyRun run)
    {
        _run = run;
        int count = run.Objective.Count;
        _bounds.Reserve(count);
        _decided.Reserve(count);
        _refreshed.Reserve(count);
        _heap.Reserve(count);
        _heap.Clear();
        _batch.Reserve(run.BatchCapacity);
        _batchBounds.Reserve(run.BatchCapacity);
        _enough = approximates ? run.Options.Beta : 1;
        sample?.Start(run);
        _refreshed.Span(count).Fill(Never);
        _bounds.Span(count).Fill(double.PositiveInfinity);
        if (sample == null && !BoundAll())
            for (int i = 0; i < count; i++)
                if (run.IsOpen(i)) _heap.Push(double.PositiveInfinity, i);
        bool fromNothing = run.SetSize == 0;
        while (!run.IsDone)
        {
            if (sample != null) Gather(sample.Next());
            else if (fromNothing && run.SetSize == 1 && _refreshed.Pointer[_heap.PeekIndex] != run.SetSize) BoundAll();
            Next();
        }
    }

    /// <summary>Makes a step about some candidates, under the bounds they have.</summary>
    private void Gather(ReadOnlySpan<int> candidates)
    {
        _heap.Clear();
        foreach (int candidate in candidates)
        {
            if (forgets) (_bounds.Pointer[candidate], _refreshed.Pointer[candidate]) = (double.PositiveInfinity, Never);
            _heap.Push(_bounds.Pointer[candidate], candidate);
        }
    }

    private void Next()
    {
        int now = _run.SetSize;
        (_decidedCount, _bestIndex, _bestGain, _freshIndex) = (0, -1, double.NegativeInfinity, -1);
        while (HasOpen() && Reaches(_heap.PeekKey, _heap.PeekIndex))
        {
            if (_refreshed.Pointer[_heap.PeekIndex] == now) Decide(_heap.PeekKey, _heap.PopTop());
            else Refresh(now);
            if (approximates && IsEnough()) break;
        }
        for (int j = 0; j < _decidedCount; j++)
            if (_decided.Pointer[j] != _bestIndex) _heap.Push(_bounds.Pointer[_decided.Pointer[j]], _decided.Pointer[j]);
        _run.Pick(_bestIndex, _bestGain);
    }

    /// <summary>Renews the bounds of the top stale candidates, down to the first that is fresh or out of reach.</summary>
    private void Refresh(int now)
    {
        int count = 0;
        int* batch = _batch.Pointer;
        while (count < _run.BatchCapacity && HasOpen() && Reaches(_heap.PeekKey, _heap.PeekIndex)
            && _refreshed.Pointer[_heap.PeekIndex] != now)
            batch[count++] = _heap.PopTop();
        _run.Bounds(_batch.Span(count), _batchBounds.Span(count));
        for (int j = 0; j < count; j++)
        {
            _refreshed.Pointer[batch[j]] = now;
            // Of two bounds the lower one; a gain is no bound to be lowered.
            ref double bound = ref _bounds.Pointer[batch[j]];
            bound = _run.Objective.BoundsAreGains ? _batchBounds.Pointer[j] : Math.Min(bound, _batchBounds.Pointer[j]);
            _heap.Push(bound, batch[j]);
            if (_freshIndex < 0 || bound > _bounds.Pointer[_freshIndex]) _freshIndex = batch[j];
        }
    }

    /// <summary>
    /// Whether the best of the renewed candidates will do, though stale bounds are above its own. It stays in the heap: once picked, it is
    /// not open.
    /// </summary>
    private bool IsEnough()
    {
        if (_freshIndex < 0 || !HasOpen() || _bounds.Pointer[_freshIndex] < _enough * _heap.PeekKey) return false;
        double gain = _run.Objective.BoundsAreGains ? _bounds.Pointer[_freshIndex] : _run.Gain(_freshIndex);
        if (IsBest(gain, _freshIndex))
        {
            (_bestIndex, _bestGain) = (_freshIndex, gain);
            _run.Objective.Keep();
        }
        return gain >= _enough * _heap.PeekKey;
    }

    /// <summary>Renews every bound together, if the objective can.</summary>
    private bool BoundAll()
    {
        int count = _run.Objective.Count;
        if (!_run.BoundAll(_bounds.Span(count))) return false;
        _heap.Clear();
        for (int i = 0; i < count; i++)
        {
            if (!_run.IsOpen(i)) continue;
            _heap.Push(_bounds.Pointer[i], i);
            _refreshed.Pointer[i] = _run.SetSize;
        }
        return true;
    }

    /// <summary>Whether a candidate is left; those that a budget has closed are not.</summary>
    private bool HasOpen()
    {
        while (_heap.Count > 0 && !_run.IsOpen(_heap.PeekIndex)) _heap.PopTop();
        return _heap.Count > 0;
    }

    /// <summary>Whether a candidate under a bound could still be the pick.</summary>
    private bool Reaches(double bound, int index) =>
        _bestIndex < 0 || _enough * bound > _bestGain || (bound == _bestGain && index < _bestIndex);

    private bool IsBest(double gain, int index) => _bestIndex < 0 || gain > _bestGain || (gain == _bestGain && index < _bestIndex);

    /// <summary>Finds a candidate's gain, under a bound that is up to date.</summary>
    private void Decide(double bound, int candidate)
    {
        double gain = _run.Objective.BoundsAreGains ? bound : _run.Gain(candidate);
        _decided.Pointer[_decidedCount++] = candidate;
        _bounds.Pointer[candidate] = gain;
        if (!IsBest(gain, candidate)) return;
        (_bestIndex, _bestGain) = (candidate, gain);
        _run.Objective.Keep();
    }
}
