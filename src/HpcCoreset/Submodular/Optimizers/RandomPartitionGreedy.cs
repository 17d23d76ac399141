using System;
using HpcCoreset.Numerics;

namespace HpcCoreset.Submodular;

/// <summary>
/// RandGreeDi (Barbosa, Ene, Nguyen, Ward: The power of randomization: distributed submodular maximization on massive datasets. ICML 2015):
/// a greedy in each of several random blocks of candidates, one among all their picks, and the better of that and the best block. Within
/// (1 - 1/e) / 2 of the best, in expectation, where blocks are judged by the objective. Blocks that are judged by their own rows alone, as
/// GreeDi does with sums over rows (Mirzasoleiman, Karbasi, Sarkar, Krause: Distributed submodular maximization. JMLR 17, 2016), have no such bound.
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
        int size = run.Options.Size;
        _picks.Reserve(checked(blocks * size));
        if (run.Objective.Local is { } local) PickLocally(run, local, count, blocks);
        for (int block = 0; block < blocks; block++)
        {
            int first = ILocalGreedy.PartStart(block, blocks, count), end = ILocalGreedy.PartStart(block + 1, blocks, count);
            run.Restart(_order.Span(end)[first..]);
            if (run.Objective.Local is null) greedy.Run(run);
            else run.Pick(_picks.Span(picked + size)[picked..]);
            run.Picks.CopyTo(_picks.Span(picked + run.Count)[picked..]);
            picked += run.Count;
            _best.Offer(run);
        }
        run.IsAttempt = wasAttempt;
        run.Restart(_picks.Span(picked));
        greedy.Run(run);
        _best.Settle(run);
    }

    /// <summary>Has each block judged by its own rows, lowest row on ties.</summary>
    private void PickLocally(GreedyRun run, ILocalGreedy local, int count, int blocks)
    {
        int size = run.Options.Size;
        Span<int> order = _order.Span(count);
        for (int block = 0; block < blocks; block++)
            order[ILocalGreedy.PartStart(block, blocks, count)..ILocalGreedy.PartStart(block + 1, blocks, count)].Sort();
        run.CountEvaluations(local.Pick(order, blocks, size, _picks.Span(blocks * size)));
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
