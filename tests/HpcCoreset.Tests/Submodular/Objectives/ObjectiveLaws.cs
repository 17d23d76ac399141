using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tests.Submodular.Objectives;

/// <summary>What the picks under every objective must satisfy.</summary>
internal static class ObjectiveLaws
{
    /// <summary>Rounding of a value, relative to the largest that is added or taken away on the way to a score.</summary>
    private const double Rounding = 1e-10;

    public static void Check(PlainObjective plain, Instance given, int size)
    {
        Instance instance = plain.Suit(plain.TakesWeights ? given : given with { Weights = null });
        if (instance.Count == 0 || instance.Weights?.Sum() == 0) return;
        size = Math.Min(size, instance.Count);
        string where = FormattableString.Invariant($"{plain}, {size} of {instance}");
        CoresetSnapshot coreset = plain.Select(instance, size);
        Assert.True(coreset.Indices.Distinct().Count() == size && coreset.Count == size, $"{where}: a row is picked twice");
        AssertBest(plain, instance, coreset, where);
        foreach ((GreedyOptimizer optimizer, int threads) in ((GreedyOptimizer, int)[])[(GreedyOptimizer.Naive, 1), (GreedyOptimizer.Lazy, 3), (GreedyOptimizer.Naive, 2)])
            AssertSame(coreset, plain.Select(instance, size, optimizer, threads), $"{where}, {optimizer} on {threads} threads");
    }

    /// <summary>No candidate was better than the pick by its definition, rounding aside, and gains and value are what the definition says.</summary>
    private static void AssertBest(PlainObjective plain, Instance instance, CoresetSnapshot coreset, string where)
    {
        Func<IReadOnlyList<int>, int, double> score = plain.ScoreOf(instance);
        Func<IReadOnlyList<int>, double> value = plain.ValueOf(instance);
        var picks = new List<int>();
        double scale = 0;
        for (int step = 0; step < coreset.Count; step++)
        {
            double[] scores = [.. Enumerable.Range(0, instance.Count).Except(picks).Select(candidate => score(picks, candidate))];
            double best = scores.Max(), own = score(picks, coreset.Indices[step]);
            scale = Math.Max(scale, Math.Max(scores.Max(Math.Abs), Math.Abs(value(picks))));
            Assert.True(own >= best - Rounding * scale, $"{where}: pick {step} scores {own:R}, and another {best:R}");
            Assert.True(Math.Abs(own - coreset.Gains[step]) <= Rounding * scale, $"{where}: gain {step} is {coreset.Gains[step]:R}, by definition {own:R}");
            picks.Add(coreset.Indices[step]);
        }
        Assert.Equal(value(picks), coreset.Report.Objective, Rounding * Math.Max(scale, Math.Abs(value(picks))));
    }

    private static void AssertSame(CoresetSnapshot expected, CoresetSnapshot found, string where)
    {
        Assert.True(expected.Indices.SequenceEqual(found.Indices), $"{where}: other picks");
        Assert.True(Bits(expected.Gains).SequenceEqual(Bits(found.Gains)), $"{where}: other gains");
        Assert.True(Bits(expected.Weights).SequenceEqual(Bits(found.Weights)), $"{where}: other weights");
    }

    private static IEnumerable<long> Bits(IEnumerable<double> values) => values.Select(BitConverter.DoubleToInt64Bits);
}
