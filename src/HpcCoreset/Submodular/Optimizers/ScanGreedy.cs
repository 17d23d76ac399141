using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// The picks of the plain greedy for objectives whose gains can rise, so that no earlier one is a bound: every bound is renewed at every
/// step, and gains are asked for only where a bound reaches the best one so far.
/// </summary>
internal sealed unsafe class ScanGreedy : IOptimizer
{
    private readonly PinnedBuffer<double> _bounds = new();

    public bool NeedsAbsolute => false;

    public void Run(GreedyRun run)
    {
        _bounds.Reserve(run.Objective.Count);
        Span<double> bounds = _bounds.Span(run.Objective.Count);
        while (!run.IsDone)
        {
            run.BoundOpen(bounds);
            int best = Top(run, bounds);
            double bestGain = Decide(run, bounds, best);
            for (int candidate = 0; candidate < bounds.Length; candidate++)
            {
                if (candidate == best || !run.IsOpen(candidate) || bounds[candidate] < bestGain) continue;
                double gain = Decide(run, bounds, candidate);
                if (gain < bestGain || (gain == bestGain && candidate > best)) continue;
                (best, bestGain) = (candidate, gain);
            }
            run.Pick(best, bestGain);
        }
    }

    private static int Top(GreedyRun run, ReadOnlySpan<double> bounds)
    {
        int top = -1;
        for (int candidate = 0; candidate < bounds.Length; candidate++)
            if (run.IsOpen(candidate) && (top < 0 || bounds[candidate] > bounds[top])) top = candidate;
        return top;
    }

    private static double Decide(GreedyRun run, ReadOnlySpan<double> bounds, int candidate) =>
        run.Objective.BoundsAreGains ? bounds[candidate] : run.Gain(candidate);
}
