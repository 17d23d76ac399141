using System;

namespace HpcCoreset;

/// <summary>How a greedy looks for its picks, whatever the objective.</summary>
public record GreedyOptions
{
    /// <summary>Number of picks, at least 1 and at most the number of candidates.</summary>
    public required int Size { get; init; }

    /// <summary>How the next pick is found. Default: <see cref="GreedyOptimizer.Lazy"/>, the exact greedy.</summary>
    public GreedyOptimizer Optimizer { get; init; } = GreedyOptimizer.Lazy;

    /// <summary>What <see cref="GreedyOptimizer.ApproximateLazy"/> makes do with of the best bound, above 0 and at most 1. Default: 0.9.</summary>
    public double Beta { get; init; } = 0.9;

    /// <summary>
    /// The accuracy of the optimizers that have one: above 0 and below 1; 0 (the default) stands for 0.01, with
    /// <see cref="GreedyOptimizer.Sieve"/> for 0.1.
    /// </summary>
    public double Epsilon { get; init; }

    /// <summary>Blocks of <see cref="GreedyOptimizer.RandomPartition"/>, at least 1. Default: 8. Fewer where blocks had fewer candidates than picks.</summary>
    public int Partitions { get; init; } = 8;

    /// <summary>
    /// Most that the picks may cost together, by <see cref="GreedyTerms.Costs"/>: finite and above 0, or 0 (the default) for no limit. The
    /// optimizer runs twice, by gain per cost and by gain, and the better picks are taken; with <see cref="GreedyOptimizer.Lazy"/> they are
    /// within (1 - 1/e) / 2 of the best (Leskovec et al., KDD 2007), unless <see cref="Size"/>, which stays the most picks there are, ends them
    /// before the budget does.
    /// </summary>
    public double Budget { get; init; }

    /// <summary>How much a candidate's own score counts beside its gain, finite and at least 0; see <see cref="GreedyTerms.Scores"/>. Default: 1.</summary>
    public double ScoreWeight { get; init; } = 1;

    /// <summary>Threads to use, at least 1 (the default). The picks do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The seed of optimizers that draw.</summary>
    public ulong Seed { get; init; }

    /// <summary>Told the number of picks made so far, after each.</summary>
    public IProgress<int>? Progress { get; init; }

    /// <summary>Tests and benchmarks only: candidates whose gains are evaluated together, 0 for the objective's own choice. The picks do not depend on it.</summary>
    internal int BatchCapacity { get; init; }

    /// <summary>Refuses what is out of range.</summary>
    /// <exception cref="ArgumentException">An option is.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Size, 1, "options.Size");
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1, "options.Threads");
        if (!Enum.IsDefined(Optimizer))
            throw new ArgumentOutOfRangeException("options.Optimizer", Optimizer, "options.Optimizer: not one of the enumeration's values.");
        if (!(ScoreWeight >= 0 && double.IsFinite(ScoreWeight)))
            throw new ArgumentOutOfRangeException("options.ScoreWeight", ScoreWeight, "options.ScoreWeight: allowed are finite numbers of at least 0.");
        if (!(Beta > 0 && Beta <= 1))
            throw new ArgumentOutOfRangeException("options.Beta", Beta, "options.Beta: allowed are numbers above 0 and at most 1.");
        // Thresholds and sieves go down by steps of this, each a pass.
        const double finest = 1e-4;
        if (Epsilon is > 0 and < finest && Optimizer is (GreedyOptimizer.Threshold or GreedyOptimizer.Sieve))
            throw new ArgumentOutOfRangeException("options.Epsilon", Epsilon, $"options.Epsilon: allowed are numbers from {finest} to below 1, or 0 for the optimizer's own.");
        if (!(Epsilon >= 0 && Epsilon < 1))
            throw new ArgumentOutOfRangeException("options.Epsilon", Epsilon, "options.Epsilon: allowed are numbers above 0 and below 1, or 0 for the optimizer's own.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Partitions, 1, "options.Partitions");
        if (!(Budget >= 0 && double.IsFinite(Budget)))
            throw new ArgumentOutOfRangeException("options.Budget", Budget, "options.Budget: allowed are finite numbers above 0, or 0 for no limit.");
    }

    /// <summary><see cref="Epsilon"/>, or the default of whoever asks.</summary>
    internal double EpsilonOr(double ownDefault) => Epsilon > 0 ? Epsilon : ownDefault;
}
