namespace HpcCoreset.Submodular;

/// <summary>
/// Picks whatever gains at least a threshold, which starts at the largest gain and falls by a factor of 1 - epsilon from pass to pass
/// (Badanidiyuru, Vondrak: Fast algorithms for maximizing submodular functions. SODA 2014). Within 1 - 1/e - epsilon of the best.
/// </summary>
/// <remarks>
/// The paper ends at a threshold of epsilon / k of the first, where all that is left cannot add up to more than epsilon of it. What is missing
/// in picks then comes from the lazy greedy.
/// </remarks>
internal sealed class ThresholdGreedy(LazyGreedy lazy) : IOptimizer
{
    private const double DefaultEpsilon = 0.01;
    private readonly ThresholdScan _scan = new();

    public bool NeedsAbsolute => true;

    public void Run(GreedyRun run)
    {
        double epsilon = run.Options.EpsilonOr(DefaultEpsilon);
        run.Target = 1;
        lazy.Run(run);
        run.Target = run.Options.Size;
        double largest = run.LastWorth, last = epsilon * largest / run.Target;
        _scan.Start(run);
        for (double threshold = largest; threshold > last && !run.IsDone; threshold *= 1 - epsilon) _scan.Run(threshold);
        lazy.Run(run);
    }
}
