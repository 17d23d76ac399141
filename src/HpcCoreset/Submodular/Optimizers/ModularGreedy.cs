using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// The candidates of the largest gains by themselves, as if gains did not depend on each other: of use only where they hardly do (Iyer,
/// Bilmes, NeurIPS 2013 bound the loss by the objective's curvature).
/// </summary>
internal sealed unsafe class ModularGreedy : IOptimizer
{
    private readonly IndexedHeap _heap = new();
    private readonly PinnedBuffer<double> _bounds = new();
    private readonly PinnedBuffer<int> _order = new();
    private readonly PinnedBuffer<bool> _isDecided = new();

    public bool NeedsAbsolute => false;

    public void Run(GreedyRun run)
    {
        int count = run.Objective.Count;
        _heap.Reserve(count);
        _heap.Clear();
        _order.Reserve(count);
        _isDecided.Reserve(count);
        _isDecided.Span(count).Fill(run.Objective.BoundsAreGains);
        _bounds.Reserve(count);
        run.BoundOpen(_bounds.Span(count));
        for (int i = 0; i < count; i++)
            if (run.IsOpen(i)) _heap.Push(_bounds.Pointer[i], i);
        // Under a budget any number of them may turn out not to be affordable.
        int wanted = run.Options.Budget > 0 ? run.OpenCount : Math.Min(run.OpenCount, run.Target);
        for (int ordered = 0; ordered < wanted;)
        {
            int candidate = _heap.PopTop();
            if (_isDecided.Pointer[candidate]) _order.Pointer[ordered++] = candidate;
            else _heap.Push(run.Gain(candidate), candidate);
            _isDecided.Pointer[candidate] = true;
        }
        run.Pick(_order.Span(wanted));
    }
}
