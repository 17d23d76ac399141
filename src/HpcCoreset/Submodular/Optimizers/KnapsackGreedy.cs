namespace HpcCoreset.Submodular;

/// <summary>
/// Picks under a budget: an optimizer by gain per cost and by gain, and the better of the two (Leskovec, Krause, Guestrin, Faloutsos,
/// VanBriesen, Glance: Cost-effective outbreak detection in networks. KDD 2007). Either alone can be as bad as one likes.
/// </summary>
internal sealed class KnapsackGreedy
{
    private readonly BestPicks _best = new();

    /// <summary>Makes the picks of a run that was started.</summary>
    public void Run(GreedyRun run, IOptimizer optimizer)
    {
        _best.Clear();
        (run.IsByCost, run.IsAttempt) = (true, true);
        optimizer.Run(run);
        _best.Offer(run);
        (run.IsByCost, run.IsAttempt) = (false, false);
        run.Restart();
        optimizer.Run(run);
        _best.Settle(run);
    }
}
