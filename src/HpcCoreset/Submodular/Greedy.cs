using System;
using System.Threading;

namespace HpcCoreset.Submodular;

/// <summary>Runs the optimizer that a selection asks for; each keeps its workspace.</summary>
internal sealed class Greedy
{
    private readonly GreedyRun _run = new();
    private readonly KnapsackGreedy _knapsack = new();
    private readonly ScanGreedy _scan = new();
    private readonly IOptimizer[] _optimizers;

    public Greedy()
    {
        var lazy = new LazyGreedy();
        var naive = new NaiveGreedy();
        var sample = new CandidateSample();
        _optimizers = new IOptimizer[Enum.GetValues<GreedyOptimizer>().Length];
        _optimizers[(int)GreedyOptimizer.Lazy] = lazy;
        _optimizers[(int)GreedyOptimizer.Naive] = naive;
        _optimizers[(int)GreedyOptimizer.TwoStage] = new TwoStageGreedy(naive, lazy);
        _optimizers[(int)GreedyOptimizer.ApproximateLazy] = new LazyGreedy(approximates: true);
        _optimizers[(int)GreedyOptimizer.Stochastic] = new LazyGreedy(sample, forgets: true);
        _optimizers[(int)GreedyOptimizer.LazierThanLazy] = new LazyGreedy(sample);
        _optimizers[(int)GreedyOptimizer.Threshold] = new ThresholdGreedy(lazy);
        _optimizers[(int)GreedyOptimizer.Modular] = new ModularGreedy();
        _optimizers[(int)GreedyOptimizer.Sieve] = new SieveGreedy(lazy);
        _optimizers[(int)GreedyOptimizer.RandomPartition] = new RandomPartitionGreedy(lazy, naive);
    }

    /// <summary>Picks, and fills in <paramref name="coreset"/>, which was reset for as many picks.</summary>
    /// <exception cref="ArgumentException">The optimizer needs what the objective is not.</exception>
    public void Run(
        GreedyObjective objective, GreedyOptions options, scoped GreedyTerms terms, CoresetBuffer coreset, CancellationToken cancellation)
    {
        Check(objective, options);
        IOptimizer optimizer = objective.IsSubmodular ? _optimizers[(int)options.Optimizer] : WithoutBounds(options.Optimizer);
        _run.Start(objective, options, terms, coreset, optimizer.NeedsAbsolute, cancellation);
        if (options.Budget > 0) _knapsack.Run(_run, optimizer);
        else optimizer.Run(_run);
        _run.Finish();
    }

    private static void Check(GreedyObjective objective, GreedyOptions options)
    {
        GreedyOptimizer optimizer = options.Optimizer;
        if (!objective.IsMonotone && options.Budget > 0)
            throw new ArgumentException("options.Budget: found one for an objective that is not monotone; gain per cost orders gains of at least 0 only.", nameof(options));
        if (!objective.IsMonotone && optimizer is GreedyOptimizer.ApproximateLazy or GreedyOptimizer.Threshold or GreedyOptimizer.Sieve or GreedyOptimizer.RandomPartition)
            throw new ArgumentException(
                $"options.Optimizer: found {optimizer}, which relies on gains of at least 0, for an objective that is not monotone; the default, {GreedyOptimizer.Lazy}, does not.", nameof(options));
        if (!objective.IsSubmodular && optimizer is GreedyOptimizer.Threshold or GreedyOptimizer.Sieve)
            throw new ArgumentException(
                $"options.Optimizer: found {optimizer}, which relies on gains that only fall, for an objective that is not submodular; the default, {GreedyOptimizer.Lazy}, evaluates every gain of such.", nameof(options));
    }

    /// <summary>What makes the same picks without bounds from earlier steps, which rising gains would pass.</summary>
    private IOptimizer WithoutBounds(GreedyOptimizer optimizer) => optimizer switch
    {
        GreedyOptimizer.Lazy or GreedyOptimizer.TwoStage or GreedyOptimizer.ApproximateLazy => _scan,
        GreedyOptimizer.LazierThanLazy => _optimizers[(int)GreedyOptimizer.Stochastic],
        _ => _optimizers[(int)optimizer],
    };
}
