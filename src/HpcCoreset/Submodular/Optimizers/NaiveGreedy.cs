namespace HpcCoreset.Submodular;

/// <summary>The greedy by its definition: every gain at every step. For objectives whose gains can rise, and what all others are judged by.</summary>
internal sealed class NaiveGreedy : IOptimizer
{
    public bool NeedsAbsolute => false;

    public void Run(GreedyRun run)
    {
        while (!run.IsDone)
        {
            int best = -1;
            double bestGain = 0;
            for (int candidate = 0; candidate < run.Objective.Count; candidate++)
            {
                if (!run.IsOpen(candidate)) continue;
                double gain = run.Gain(candidate);
                if (best >= 0 && gain <= bestGain) continue;
                (best, bestGain) = (candidate, gain);
                run.Objective.Keep();
            }
            run.Pick(best, bestGain);
        }
    }
}
