using System.Threading;

namespace HpcCoreset.Submodular;

/// <summary>Runs the optimizer that a selection asks for; each keeps its workspace.</summary>
internal sealed class Greedy
{
    private readonly GreedyRun _run = new();
    private readonly LazyGreedy _lazy = new();
    private readonly NaiveGreedy _naive = new();

    /// <summary>Picks, and fills in <paramref name="coreset"/>, which was reset for as many picks.</summary>
    public void Run(
        GreedyObjective objective, GreedyOptions options, scoped GreedyTerms terms, CoresetBuffer coreset, CancellationToken cancellation)
    {
        IOptimizer optimizer = Optimizer(objective, options.Optimizer);
        _run.Start(objective, options, terms, coreset, optimizer.NeedsAbsolute, cancellation);
        optimizer.Run(_run);
        _run.Finish();
    }

    private IOptimizer Optimizer(GreedyObjective objective, GreedyOptimizer optimizer) => optimizer switch
    {
        GreedyOptimizer.Lazy when objective.IsSubmodular => _lazy,
        _ => _naive,
    };
}
