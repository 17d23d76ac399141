using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tests.Submodular;

/// <summary>What the theory promises, against all subsets of few candidates.</summary>
public class GuaranteeTests
{
    private const int Candidates = 11;
    private const int Seeds = 8;

    [Theory]
    [InlineData(GreedyOptimizer.Lazy, 0.6321)] // 1 - 1/e
    [InlineData(GreedyOptimizer.Naive, 0.6321)]
    [InlineData(GreedyOptimizer.TwoStage, 0.6321)]
    [InlineData(GreedyOptimizer.ApproximateLazy, 0.5934)] // 1 - e^-beta
    [InlineData(GreedyOptimizer.Threshold, 0.6221)] // 1 - 1/e - epsilon
    [InlineData(GreedyOptimizer.Sieve, 0.4)] // 1/2 - epsilon
    [InlineData(GreedyOptimizer.Stochastic, 0.6221)] // 1 - 1/e - epsilon in expectation, as
    [InlineData(GreedyOptimizer.LazierThanLazy, 0.6221)]
    [InlineData(GreedyOptimizer.RandomPartition, 0.316)] // (1 - 1/e) / 2 in expectation
    public void Picks_are_within_their_share_of_the_best(GreedyOptimizer optimizer, double share)
    {
        for (int instance = 0; instance < 40; instance++)
            for (int size = 1; size <= 4; size++)
            {
                WeightedCoverage objective = WeightedCoverage.Random(instance, Candidates, 14, instance % 2 == 0 ? 0.15 : 0.35);
                double best = Subsets().Where(subset => subset.Count <= size).Max(subset => objective.Value(subset)), sum = 0;
                for (int seed = 0; seed < Seeds; seed++)
                {
                    using var selector = new GreedySelector<WeightedCoverage>(new() { Size = size, Optimizer = optimizer, Seed = (ulong)seed, Partitions = 3 });
                    sum += selector.Select(ref objective).Report.Objective;
                }
                Assert.True(sum / Seeds >= share * best, $"{optimizer}, {size} of instance {instance}: {sum / Seeds} of {best}");
            }
    }

    [Theory]
    [InlineData(GreedyOptimizer.Lazy)]
    [InlineData(GreedyOptimizer.Naive)]
    [InlineData(GreedyOptimizer.TwoStage)]
    [InlineData(GreedyOptimizer.ApproximateLazy)]
    [InlineData(GreedyOptimizer.Stochastic)]
    [InlineData(GreedyOptimizer.LazierThanLazy)]
    [InlineData(GreedyOptimizer.Threshold)]
    [InlineData(GreedyOptimizer.Modular)]
    [InlineData(GreedyOptimizer.Sieve)]
    [InlineData(GreedyOptimizer.RandomPartition)]
    public void A_budget_is_kept_and_picks_are_within_their_share_of_the_best_under_it(GreedyOptimizer optimizer)
    {
        bool isExact = optimizer is GreedyOptimizer.Lazy or GreedyOptimizer.Naive or GreedyOptimizer.TwoStage;
        for (int instance = 0; instance < 60; instance++)
        {
            var random = new Random(instance);
            WeightedCoverage objective = WeightedCoverage.Random(instance, Candidates, 14, 0.3);
            double[] costs = [.. Enumerable.Range(0, Candidates).Select(_ => instance % 3 == 0 ? 0.1 : Math.Pow(10, random.NextDouble() * 2 - 1))];
            double budget = instance % 3 == 0 ? 0.3 : 0.3 + 3 * random.NextDouble();
            using var selector = new GreedySelector<WeightedCoverage>(new() { Size = Candidates, Optimizer = optimizer, Budget = budget });
            CoresetSnapshot found = selector.Select(ref objective, new GreedyTerms { Costs = costs }).ToOwned();
            double best = Subsets().Where(subset => subset.Sum(i => costs[i]) <= budget).Max(subset => objective.Value(subset));
            Assert.True(found.Indices.Sum(i => costs[i]) <= budget * (1 + 1e-12));
            Assert.Equal(objective.Value(found.Indices), found.Report.Objective);
            Assert.Equal(objective.Value(found.Indices), found.Gains.Sum());
            if (isExact) Assert.True(found.Report.Objective >= 0.316 * best, $"{optimizer}, instance {instance}: {found.Report.Objective} of {best}");
            if (isExact) Assert.Equal(Math.Max(Plain(objective, costs, budget, byCost: true), Plain(objective, costs, budget, byCost: false)), found.Report.Objective);
        }
    }

    /// <summary>One dear candidate is worth as much as all cheap ones would be, but for the cheapest that spoils it; and the other way round.</summary>
    [Fact]
    public void Neither_gain_nor_gain_per_cost_alone_would_do()
    {
        foreach ((double[] costs, double[] weights, double best) in ((double[], double[], double)[])[([1, 10], [2, 15], 15), ([10, 1, 1, 1, 1], [9, 5, 5, 5, 5], 20)])
        {
            var objective = new WeightedCoverage([.. weights.Select((_, i) => (int[])[i])], weights);
            using var selector = new GreedySelector<WeightedCoverage>(new() { Size = costs.Length, Budget = 10 });
            Assert.Equal(best, selector.Select(ref objective, new GreedyTerms { Costs = costs }).Report.Objective);
        }
    }

    [Fact]
    public void A_budget_limits_facility_location_too_and_Size_the_number_of_picks()
    {
        Instance rows = new("rows", Instances.Random(72, 90, 4));
        double[] costs = [.. Enumerable.Range(0, 90).Select(i => 1.0 + i % 5)];
        foreach (Similarity similarity in (Similarity[])[Similarity.MaxSquaredEuclidean, Similarity.Cosine])
        {
            using var limited = new FacilityLocationSelector(new() { Size = 50, Budget = 23, Similarity = similarity });
            CoresetSnapshot found = limited.Select(new Points(rows.Values, 4), default, new GreedyTerms { Costs = costs }).ToOwned();
            Assert.InRange(found.Indices.Sum(i => costs[i]), 20, 23);
            Assert.Equal(90, found.Weights.Sum(), 1e-9);
            Assert.Equal(found.Gains.Sum(), found.Report.Objective, 1e-9 * found.Report.Objective);

            using var ample = new FacilityLocationSelector(new() { Size = 7, Budget = 1e6, Similarity = similarity });
            Coreset all = ample.Select(new Points(rows.Values, 4), default, new GreedyTerms { Costs = costs });
            Assert.Equal(rows.Select(new() { Size = 7, Similarity = similarity }).Indices, all.Indices.ToArray());
        }
    }

    [Fact]
    public void A_budget_that_nothing_fits_leaves_no_picks()
    {
        WeightedCoverage objective = WeightedCoverage.Random(1, 5, 5, 0.5);
        foreach (GreedyOptimizer optimizer in Enum.GetValues<GreedyOptimizer>())
        {
            using var selector = new GreedySelector<WeightedCoverage>(new() { Size = 5, Budget = 1, Optimizer = optimizer });
            Assert.Equal(0, selector.Select(ref objective, new GreedyTerms { Costs = [2, 2, 2, 2, 2] }).Count);
        }
    }

    [Theory]
    [InlineData(10, new double[0], "terms.Costs: found 0 costs; allowed under options.Budget 10 are 3.")]
    [InlineData(0, new double[] { 1, 1, 1 }, "terms.Costs: found 3 costs; allowed under options.Budget 0 are 0.")]
    [InlineData(1, new double[] { 1, 0, 1 }, "terms.Costs: found 0 for candidate 1;")]
    [InlineData(1, new[] { 1, 1, double.NaN }, "terms.Costs: found NaN for candidate 2;")]
    public void Bad_costs(double budget, double[] costs, string message)
    {
        WeightedCoverage objective = WeightedCoverage.Random(1, 3, 3, 0.5);
        using var selector = new GreedySelector<WeightedCoverage>(new() { Size = 1, Budget = budget });
        var refused = Assert.Throws<ArgumentException>(() => selector.Select(ref objective, new GreedyTerms { Costs = costs }).Count);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    private static double Plain(WeightedCoverage objective, double[] costs, double budget, bool byCost)
    {
        List<int> picks = [];
        while (true)
        {
            double spent = picks.Sum(i => costs[i]), value = objective.Value(picks);
            int[] open = [.. Enumerable.Range(0, Candidates).Where(i => !picks.Contains(i) && spent + costs[i] <= budget)];
            if (open is []) return value;
            picks.Add(open.MaxBy(i => (objective.Value(picks.Append(i)) - value) / (byCost ? costs[i] : 1)));
        }
    }

    private static IEnumerable<List<int>> Subsets() => Enumerable.Range(0, 1 << Candidates)
        .Select(mask => Enumerable.Range(0, Candidates).Where(i => (mask >> i & 1) != 0).ToList());
}
