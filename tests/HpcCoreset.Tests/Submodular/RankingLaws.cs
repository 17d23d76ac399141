using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tests.Submodular;

/// <summary>What every facility location coreset must satisfy.</summary>
internal static class RankingLaws
{
    /// <summary>Checks them on both paths: that of few rows, whose similarities are kept, and that of many.</summary>
    public static void Check(Instance instance, Similarity similarity, int size, double gamma = 0)
    {
        BitwiseGreedy oracle = BitwiseGreedy.Select(instance, similarity, size, gamma);
        foreach (bool many in (bool[])[false, true])
        {
            var options = new FacilityLocationOptions { Size = size, Similarity = similarity, Gamma = gamma, WithoutSmallMatrix = many };
            Check(instance.Select(options), oracle, instance, FormattableString.Invariant($"{similarity}, {size} of {instance}{(many ? ", as of many" : "")}"));
        }
    }

    private static void Check(CoresetSnapshot coreset, BitwiseGreedy oracle, Instance instance, string where)
    {
        int size = oracle.Picks.Length;
        for (int step = 0; step < size; step++)
        {
            Assert.True(oracle.Picks[step] == coreset.Indices[step],
                $"{where}: pick {step} is row {coreset.Indices[step]}, of a plain greedy {oracle.Picks[step]}");
            AssertSame(oracle.Gains[step], coreset.Gains[step], $"{where}: gain {step}");
            AssertSame(oracle.Weights[step], coreset.Weights[step], $"{where}: weight {step}");
        }
        Assert.Equal(oracle.Assignment, coreset.Assignment);
        for (int row = 0; row < instance.Count; row++) AssertSame(oracle.Coverage[row], coreset.Coverage[row], $"{where}: coverage of row {row}");
        Assert.Equal(size, coreset.Count);
        AssertDistinct(coreset, instance.Candidates?.Length ?? instance.Count, where);
        AssertGainsFall(coreset, where);
        AssertMass(coreset, instance, where);
    }

    private static void AssertDistinct(CoresetSnapshot coreset, int rows, string where)
    {
        Assert.True(coreset.Indices.Distinct().Count() == coreset.Count, $"{where}: a row is picked twice");
        Assert.All(coreset.Indices, index => Assert.InRange(index, 0, rows - 1));
    }

    private static void AssertGainsFall(CoresetSnapshot coreset, string where)
    {
        double sum = 0;
        for (int step = 0; step < coreset.Count; step++)
        {
            double gain = coreset.Gains[step];
            sum += gain;
            Assert.True(gain >= 0 && double.IsFinite(gain), $"{where}: gain {step} is {gain:R}");
            // The first gain holds the maximum, and with it the rounding of so many terms.
            Assert.True(step == 0 || gain <= coreset.Gains[step - 1] + 1e-12 * coreset.Gains[0],
                $"{where}: gain {step} is {gain:R} after {(step == 0 ? 0 : coreset.Gains[step - 1]):R}");
        }
        AssertSame(sum, coreset.Report.Objective, $"{where}: objective");
    }

    private static void AssertMass(CoresetSnapshot coreset, Instance instance, string where)
    {
        double mass = coreset.Assignment.Select((pick, row) => pick < 0 ? 0 : instance.Weights?[row] ?? 1).Sum(), sum = coreset.Weights.Sum();
        AssertSame(sum, coreset.Report.TotalWeight, $"{where}: total weight");
        Assert.True(Math.Abs(sum - mass) <= 1e-12 * mass, $"{where}: weights sum to {sum:R}, of the rows {mass:R}");
    }

    private static void AssertSame(double expected, double found, string what) =>
        Assert.True(BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(found), $"{what}: expected {expected:R}, found {found:R}");

    /// <summary>The definition: the weighted sum over all rows of the best similarity to a pick, at least 0.</summary>
    public static double Objective(double[][] similarities, double[]? weights, IEnumerable<int> picks)
    {
        int[] all = [.. picks];
        return Enumerable.Range(0, similarities.Length).Sum(i => (weights?[i] ?? 1) * Math.Max(0, all.Max(v => similarities[v][i])));
    }
}
