using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tests.Submodular.Objectives;

/// <summary>Every objective against its definition, on instances that are easily got wrong, and against the best set there is.</summary>
[Trait("Switches", "true")]
public class ObjectiveTests
{
    /// <summary>The instances whose scale leaves a value in double something to tell candidates apart by.</summary>
    private static readonly Instance[] s_instances = [.. Instances.All.Where(instance => instance.Name is
        "normal" or "one row" or "two rows" or "a panel and one" or "one column" or "longer than a chain" or "lattice" or "binary rows" or
        "one-hot rows, twice" or "every row thrice" or "all rows alike" or "a row and its copies but one" or "lattice, one ulp off" or
        "zero weights" or "one weight" or "lattice, weights 1E-11 apart")];

    public static TheoryData<string> Names() => PlainObjectives.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Picks_gains_and_value_are_those_of_the_definition(string name)
    {
        Assert.Equal(16, s_instances.Length);
        foreach (Instance instance in s_instances) ObjectiveLaws.Check(PlainObjectives.Get(name), instance, 12);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void All_rows_of_an_instance_can_be_picked(string name)
    {
        ObjectiveLaws.Check(PlainObjectives.Get(name), new("few", Instances.Random(71, 30, 3)), 30);
        ObjectiveLaws.Check(PlainObjectives.Get(name), new("alike", [.. Enumerable.Repeat<float[]>([0.1f, 0.7f, 0.3f], 20)]), 20);
        ObjectiveLaws.Check(PlainObjectives.Get(name), new("zeros", [.. Enumerable.Repeat(new float[3], 20)]), 20);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_greedy_is_within_1_over_e_of_the_best_set(string name)
    {
        PlainObjective plain = PlainObjectives.Get(name);
        if (!plain.IsMonotone || !plain.IsSubmodular) return;
        foreach ((int seed, int count, int size) in ((int, int, int)[])[(81, 12, 4), (82, 10, 5), (83, 11, 2), (84, 8, 7)])
        {
            Instance instance = plain.Suit(new("few", Instances.Random(seed, count, 3)));
            Func<IReadOnlyList<int>, double> value = plain.ValueOf(instance);
            double best = Enumerable.Range(0, 1 << count).Where(set => System.Numerics.BitOperations.PopCount((uint)set) == size)
                .Max(set => value([.. Enumerable.Range(0, count).Where(row => (set >> row & 1) == 1)]));
            Assert.InRange(plain.Select(instance, size).Report.Objective, (1 - 1 / Math.E) * best - 1e-9, best + 1e-9 * Math.Abs(best));
        }
    }

    /// <summary>What an objective says of itself: monotone ones have no gain below 0 and submodular ones none that rises, rounding included.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public unsafe void Gains_fall_and_stay_above_0_as_the_objective_says(string name)
    {
        PlainObjective plain = PlainObjectives.Get(name);
        foreach (Instance given in s_instances)
        {
            Instance instance = plain.Suit(plain.TakesWeights ? given : given with { Weights = null });
            if (instance.Count == 0) continue;
            using HpcCoreset.Submodular.IRowObjective objective = plain.Objective.Create(new() { Size = 1 });
            fixed (float* rows = instance.Values)
            {
                objective.Load(new RowSource(rows, instance.Count, instance.Dimension, instance.Dimension), instance.Weights, default);
                HpcCoreset.Submodular.GreedyObjective greedy = objective.Greedy;
                Assert.Equal(plain.IsSubmodular, greedy.IsSubmodular);
                if (instance.Weights == null) Assert.Equal(plain.IsMonotone, greedy.IsMonotone);
                greedy.Reset(absolute: true);
                double[] before = [.. Enumerable.Repeat(double.PositiveInfinity, instance.Count)];
                var random = new Random(91);
                var open = Enumerable.Range(0, instance.Count).ToHashSet();
                for (int step = 0; step < Math.Min(8, instance.Count); step++)
                {
                    foreach (int candidate in open)
                    {
                        double gain = greedy.Gain(candidate);
                        if (greedy.IsMonotone) Assert.True(gain >= 0, $"{plain} of {instance}: gain of {candidate} is {gain:R}");
                        if (greedy.IsSubmodular) Assert.True(gain <= before[candidate], $"{plain} of {instance}: gain of {candidate} rises to {gain:R}");
                        before[candidate] = gain;
                    }
                    int pick = open.ElementAt(random.Next(open.Count));
                    open.Remove(pick);
                    greedy.Add(pick, step, greedy.Gain(pick));
                }
                objective.Release();
            }
        }
    }
}
