using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// RandGreeDi (Barbosa, Ene, Nguyen, Ward: The power of randomization: distributed submodular maximization on massive datasets. ICML 2015):
/// a greedy in each of several random blocks of candidates, one among all their picks, and the better of that and the best block. Within
/// (1 - 1/e) / 2 of the best, in expectation.
/// </summary>
internal sealed unsafe class RandomPartitionGreedy(LazyGreedy lazy, NaiveGreedy naive) : IOptimizer
{
    private const ulong Stream = 1;
    private readonly PinnedBuffer<int> _order = new();
    private readonly PinnedBuffer<int> _picks = new();
    private readonly BestPicks _best = new();

    public bool NeedsAbsolute => true;

    public void Run(GreedyRun run)
    {
        IOptimizer greedy = run.Objective.IsSubmodular ? lazy : naive;
        bool wasAttempt = run.IsAttempt;
        run.IsAttempt = true;
        _best.Clear();
        int count = Shuffle(run), blocks = Math.Clamp(count / run.Options.Size, 1, run.Options.Partitions), picked = 0;
        _picks.Reserve(checked(blocks * run.Options.Size));
        for (int block = 0; block < blocks; block++)
        {
            int first = (int)((long)block * count / blocks), end = (int)((block + 1L) * count / blocks);
            run.Restart(_order.Span(end)[first..]);
            greedy.Run(run);
            run.Picks.CopyTo(_picks.Span(picked + run.Count)[picked..]);
            picked += run.Count;
            _best.Offer(run);
        }
        run.IsAttempt = wasAttempt;
        run.Restart(_picks.Span(picked));
        greedy.Run(run);
        _best.Settle(run);
    }

    /// <summary>Puts the open candidates into a random order (Fisher, Yates 1938).</summary>
    private int Shuffle(GreedyRun run)
    {
        var random = new Philox(run.Options.Seed, Stream);
        int* order = _order.Reserve(run.Objective.Count);
        int count = 0;
        for (int i = 0; i < run.Objective.Count; i++)
            if (run.IsOpen(i)) order[count++] = i;
        for (int i = count - 1; i > 0; i--)
        {
            int other = (int)random.Below((ulong)i + 1, (ulong)i);
            (order[i], order[other]) = (order[other], order[i]);
        }
        return count;
    }
}
