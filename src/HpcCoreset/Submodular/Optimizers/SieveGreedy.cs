using System;

namespace HpcCoreset.Submodular;

/// <summary>
/// What Sieve-Streaming++ (Kazemi, Mitrovic, Zadimoghaddam, Lattanzi, Karbasi, ICML 2019) picks from the candidates in index order: a sieve
/// for each threshold takes what gains at least that much, and the best sieve wins. Within 1/2 - epsilon of the best.
/// </summary>
/// <remarks>
/// One sieve after the other, because an objective holds one set: a pass over the candidates for each, from the largest gain down to where
/// half of the best value so far, shared out to all picks, ends it. What is missing in picks comes from the lazy greedy.
/// </remarks>
internal sealed class SieveGreedy(LazyGreedy lazy) : IOptimizer
{
    private const double DefaultEpsilon = 0.1;
    private readonly ThresholdScan _scan = new();
    private readonly BestPicks _best = new();

    public bool NeedsAbsolute => true;

    public void Run(GreedyRun run)
    {
        double step = 1 + run.Options.EpsilonOr(DefaultEpsilon);
        bool wasAttempt = run.IsAttempt;
        run.IsAttempt = true;
        _best.Clear();
        _scan.Start(run);
        run.Target = 1;
        lazy.Run(run);
        double largest = run.LastWorth;
        for (double threshold = largest; threshold > 0 && threshold * step >= Math.Max(_best.Value, largest) / (2.0 * run.Options.Size); threshold /= step)
        {
            run.Restart();
            _scan.Rewind();
            _scan.Run(threshold);
            _best.Offer(run);
        }
        run.IsAttempt = wasAttempt;
        _best.Settle(run);
        run.Target = run.Options.Size;
        lazy.Run(run);
    }
}
