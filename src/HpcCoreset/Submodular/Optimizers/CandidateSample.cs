using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// The random candidates that each step of a stochastic greedy looks at (Mirzasoleiman, Badanidiyuru, Karbasi, Vondrak, Krause: Lazier
/// than lazy greedy. AAAI 2015): ceil((n / k) ln(1 / epsilon)) of those that are open, without replacement.
/// </summary>
internal sealed unsafe class CandidateSample
{
    private const ulong Stream = 0;
    private const double DefaultEpsilon = 0.01;
    private readonly PinnedBuffer<int> _left = new();
    private GreedyRun _run = null!;
    private Philox _random;
    private ulong _drawn;
    private int _count;
    private int _size;

    /// <summary>Starts with the candidates that are open. O(candidates).</summary>
    public void Start(GreedyRun run)
    {
        (_run, _random, _drawn, _count) = (run, new Philox(run.Options.Seed, Stream), 0, 0);
        _left.Reserve(run.Objective.Count);
        for (int i = 0; i < run.Objective.Count; i++)
            if (run.IsOpen(i)) _left.Pointer[_count++] = i;
        double wanted = Math.Ceiling((double)_count / run.Options.Size * Math.Log(1 / run.Options.EpsilonOr(DefaultEpsilon)));
        _size = (int)Math.Max(1, Math.Min(wanted, _count));
    }

    /// <summary>Draws the candidates of the next step. O(their number) by the first steps of a shuffle (Fisher, Yates 1938).</summary>
    public ReadOnlySpan<int> Next()
    {
        int* left = _left.Pointer;
        int drawn = 0;
        while (drawn < _size && drawn < _count)
        {
            int at = drawn + (int)_random.Below((ulong)(_count - drawn), _drawn++);
            int candidate = left[at];
            if (!_run.IsOpen(candidate))
            {
                left[at] = left[--_count];
                continue;
            }
            left[at] = left[drawn];
            left[drawn++] = candidate;
        }
        return _left.Span(drawn);
    }
}
