using System;
using System.Collections.Generic;
using System.Linq;

namespace HpcCoreset.Tests.Submodular.Objectives;

/// <summary>An objective, and what it is by its definition: the value of a set of rows in plain double, with no state and no shortcut.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Objective">What is tested.</param>
/// <param name="Value">The definition, for rows, weights and a set of at least one row.</param>
internal sealed record PlainObjective(string Name, Objective Objective, Func<Instance, Func<IReadOnlyList<int>, double>> Value)
{
    /// <summary>Whether no gain is below 0.</summary>
    public bool IsMonotone { get; init; } = true;

    /// <summary>Whether gains can only fall.</summary>
    public bool IsSubmodular { get; init; } = true;

    /// <summary>Whether row weights count; else they are refused.</summary>
    public bool TakesWeights { get; init; }

    /// <summary>What rows must be to have a value.</summary>
    public Func<Instance, Instance> Suit { get; init; } = instance => instance;

    /// <summary>What candidates are compared by; usually what a candidate would add to the value.</summary>
    public Func<Instance, Func<IReadOnlyList<int>, int, double>>? Score { get; init; }

    /// <summary>The score of every candidate after some picks, or before any.</summary>
    public Func<IReadOnlyList<int>, int, double> ScoreOf(Instance instance)
    {
        if (Score != null) return Score(instance);
        Func<IReadOnlyList<int>, double> value = ValueOf(instance);
        return (set, candidate) => value([.. set, candidate]) - value(set);
    }

    /// <summary>The value of a set, 0 of the empty one.</summary>
    public Func<IReadOnlyList<int>, double> ValueOf(Instance instance)
    {
        Func<IReadOnlyList<int>, double> value = Value(instance);
        return set => set.Count == 0 ? 0 : value(set);
    }

    /// <summary>What the selector makes of it.</summary>
    public CoresetSnapshot Select(Instance instance, int size, GreedyOptimizer optimizer = GreedyOptimizer.Lazy, int threads = 1)
    {
        using var selector = new SubmodularSelector(new() { Size = size, Objective = Objective, Optimizer = optimizer, Threads = threads });
        return selector.Select(new Points(instance.Values, instance.Dimension), instance.Weights).ToOwned();
    }

    public override string ToString() => Name;
}
