using System;

namespace HpcCoreset.Submodular;

/// <summary>
/// The first picks by evaluating everything, the others lazily: bounds are worth little before the first picks have made gains differ.
/// Apricot's default for graph cuts. The picks are those of <see cref="LazyGreedy"/>, which renews all bounds at once where it can.
/// </summary>
internal sealed class TwoStageGreedy(NaiveGreedy naive, LazyGreedy lazy) : IOptimizer
{
    private const int NaivePicks = 10;

    public bool NeedsAbsolute => false;

    public void Run(GreedyRun run)
    {
        run.Target = Math.Min(NaivePicks, run.Options.Size);
        naive.Run(run);
        run.Target = run.Options.Size;
        lazy.Run(run);
    }
}
