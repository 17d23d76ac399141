using System;

namespace HpcCoreset;

/// <summary>How a greedy looks for its picks, whatever the objective.</summary>
public record GreedyOptions
{
    /// <summary>Number of picks, at least 1 and at most the number of candidates.</summary>
    public required int Size { get; init; }

    /// <summary>How the next pick is found. Default: <see cref="GreedyOptimizer.Lazy"/>, the exact greedy.</summary>
    public GreedyOptimizer Optimizer { get; init; } = GreedyOptimizer.Lazy;

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
    }
}
