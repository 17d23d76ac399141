using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Selection;
using Xunit;

namespace HpcCoreset.Tool.Tests;

/// <summary>Every objective and optimizer, and the options of each: what the command picks is what the library picks.</summary>
public sealed class ObjectiveTests : IDisposable
{
    private const int Size = 12;

    private readonly Scratch _scratch = new();

    public static TheoryData<string> Objectives => [.. s_objectives.Keys];

    /// <summary>What follows the size on the command line, and what it stands for.</summary>
    private static readonly Dictionary<string, Objective> s_objectives = new()
    {
        ["--method graph-cut"] = new GraphCutObjective(),
        ["--method graph-cut --alpha 2.5 --similarity rbf --gamma 0.001"] = new GraphCutObjective { Alpha = 2.5, Similarity = Similarity.Rbf, Gamma = 0.001 },
        ["--method sum-redundancy --similarity cosine-squared"] = new SumRedundancyObjective { Similarity = Similarity.CosineSquared },
        ["--method saturated-coverage"] = new SaturatedCoverageObjective(),
        ["--method saturated-coverage --saturation 0.007 --similarity exp-euclidean"] =
            new SaturatedCoverageObjective { Saturation = 0.007, Similarity = Similarity.ExpEuclidean },
        ["--method dpp"] = new LogDeterminantObjective(),
        ["--method dpp --ridge 0.1 --similarity rbf"] = new LogDeterminantObjective { Ridge = 0.1, Similarity = Similarity.Rbf },
        ["--method disparity-sum"] = new DisparitySumObjective(),
        ["--method disparity-min --metric manhattan"] = new DisparityMinObjective { Metric = Metric.Manhattan },
        ["--method feature-based"] = new FeatureBasedObjective(),
        ["--method feature-based --concave log"] = new FeatureBasedObjective { Concave = Concave.Log },
        ["--method feature-based --concave sigmoid"] = new FeatureBasedObjective { Concave = Concave.Sigmoid },
        ["--method max-coverage"] = new MaxCoverageObjective(),
        ["--method max-coverage --coverage-threshold 40"] = new MaxCoverageObjective { Threshold = 40 },
        ["--method set-cover"] = new SetCoverObjective(),
    };

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Objectives))]
    public void Picks_as_the_library_does(string options)
    {
        using InputData digits = Loading.Load("digits");
        using var selector = new SubmodularSelector(new() { Size = Size, Objective = s_objectives[options] });
        Assert.Equal(PickingTests.Picks(selector.Select(digits.Rows.AsPoints())), Lines(options));
    }

    [Theory]
    [InlineData("naive", GreedyOptimizer.Naive)]
    [InlineData("two-stage", GreedyOptimizer.TwoStage)]
    [InlineData("approximate-lazy --beta 0.5", GreedyOptimizer.ApproximateLazy)]
    [InlineData("stochastic --epsilon-greedy 0.2 --seed 3", GreedyOptimizer.Stochastic)]
    [InlineData("lazier-than-lazy --epsilon-greedy 0.2 --seed 3", GreedyOptimizer.LazierThanLazy)]
    [InlineData("threshold --epsilon-greedy 0.2", GreedyOptimizer.Threshold)]
    [InlineData("modular", GreedyOptimizer.Modular)]
    [InlineData("sieve --epsilon-greedy 0.2", GreedyOptimizer.Sieve)]
    [InlineData("randgreedi --partitions 3 --seed 3", GreedyOptimizer.RandomPartition)]
    public void Optimizers_pick_as_the_library_does(string options, GreedyOptimizer optimizer)
    {
        using InputData digits = Loading.Load("digits");
        var common = new SubmodularOptions
        {
            Size = Size,
            Objective = new FeatureBasedObjective(),
            Optimizer = optimizer,
            Beta = 0.5,
            Epsilon = options.Contains("epsilon", StringComparison.Ordinal) ? 0.2 : 0,
            Partitions = 3,
            Seed = 3,
        };
        using var selector = new SubmodularSelector(common);
        Assert.Equal(PickingTests.Picks(selector.Select(digits.Rows.AsPoints())), Lines($"--method feature-based --optimizer {options}"));
        using var facilities = new FacilityLocationSelector(new()
        {
            Size = Size,
            Optimizer = optimizer,
            Beta = 0.5,
            Epsilon = common.Epsilon,
            Partitions = 3,
            Seed = 3,
        });
        Assert.Equal(PickingTests.Picks(facilities.Select(digits.Rows.AsPoints())), Lines($"--method facility-location --optimizer {options}"));
    }

    [Fact]
    public void Local_partitions_pick_as_the_library_does()
    {
        using InputData digits = Loading.Load("digits");
        using var selector = new FacilityLocationSelector(new()
        {
            Size = Size,
            Similarity = Similarity.Cosine,
            Optimizer = GreedyOptimizer.RandomPartition,
            LocalPartitions = true,
            Partitions = 3,
            Seed = 3,
        });
        Assert.Equal(
            PickingTests.Picks(selector.Select(digits.Rows.AsPoints())),
            Lines("--method facility-location --similarity cosine --optimizer randgreedi --local-partitions --partitions 3 --seed 3"));
    }

    [Fact]
    public void A_budget_says_how_many_rows_are_picked()
    {
        double[] costs = [.. Enumerable.Range(0, 1797).Select(row => 1.0 + row * 7 % 50)];
        string file = _scratch.Text("tokens.csv", "tokens\n" + string.Concat(costs.Select(cost => FormattableString.Invariant($"{cost}\n"))));
        string[] picks = Lines($"--method facility-location --costs {file} --budget 100", size: "");
        Assert.InRange(picks.Sum(line => costs[Index(line)]), 50, 100);
        using InputData digits = Loading.Load("digits");
        using var selector = new FacilityLocationSelector(new() { Size = 1797, Budget = 100 });
        Assert.Equal(PickingTests.Picks(selector.Select(digits.Rows.AsPoints(), default, new GreedyTerms { Costs = costs })), picks);
        Assert.Equal(3, Lines($"--method facility-location --costs {file} --budget 100", size: "--size 3").Length);
    }

    [Fact]
    public void The_most_that_a_budget_can_pay_for_are_the_cheapest()
    {
        Assert.Equal(3, new GreedyRequest { Costs = [5, 1, 2, 9, 3], Budget = 6 }.MostPicks);
        Assert.Equal(2, new GreedyRequest { Costs = [5, 1, 2, 9, 3], Budget = 6, Initial = [2] }.MostPicks);
        Assert.Equal(1, new GreedyRequest { Costs = [5, 1, 2, 9, 3], Budget = 6, Candidates = [0, 3] }.MostPicks);
        Assert.Equal(1, new GreedyRequest { Costs = [5, 7], Budget = 1 }.MostPicks);
    }

    [Theory]
    [InlineData("--size 5 --method facility-location --alpha 2", "--alpha: allowed with --method graph-cut, found facility-location")]
    [InlineData("--size 5 --method graph-cut --alpha -1", "--alpha: found '-1', allowed are finite numbers from 0")]
    [InlineData("--size 5 --method graph-cut --saturation 0.1", "--saturation: allowed with --method saturated-coverage, found graph-cut")]
    [InlineData("--size 5 --method saturated-coverage --saturation 0", "--saturation: found '0', allowed are numbers above 0 and up to 1")]
    [InlineData("--size 5 --method dpp --similarity max-euclidean", "--similarity: found max-euclidean, which is relative to the farthest pair of all rows; allowed with --method dpp are")]
    [InlineData("--size 5 --method graph-cut --ridge 1", "--ridge: allowed with --method dpp, found graph-cut")]
    [InlineData("--size 5 --method disparity-sum --similarity cosine", "--similarity: allowed with --method facility-location, graph-cut,")]
    [InlineData("--size 5 --method graph-cut --metric cosine", "--metric: allowed with --method uniform,")]
    [InlineData("--size 5 --method dpp --weights x.csv", "--weights: not with --method dpp")]
    [InlineData("--size 5 --method graph-cut --optimizer sieve", "--optimizer: found Sieve, which relies on gains of at least 0, for an objective that is not monotone")]
    [InlineData("--size 5 --method max-coverage --concave log", "--concave: allowed with --method feature-based, found max-coverage")]
    [InlineData("--size 5 --method feature-based --coverage-threshold 2", "--coverage-threshold: allowed with --method max-coverage, found feature-based")]
    [InlineData("--size 5 --method max-coverage --coverage-threshold 0", "--coverage-threshold: found '0', allowed are finite numbers above 0")]
    [InlineData("--size 5 --method feature-based --similarity cosine", "--similarity: allowed with --method facility-location")]
    [InlineData("--size 5 --method feature-based --weights x.csv", "--weights: not with --method feature-based")]
    [InlineData("--size 5 --method set-cover --beta 0.5", "--beta: allowed with --optimizer approximate-lazy, found lazy")]
    [InlineData("--size 5 --method set-cover --optimizer naive --epsilon-greedy 0.1", "--epsilon-greedy: allowed with --optimizer stochastic, lazier-than-lazy, threshold and sieve, found naive")]
    [InlineData("--size 5 --method set-cover --optimizer sieve --partitions 4", "--partitions: allowed with --optimizer randgreedi, found sieve")]
    [InlineData("--size 5 --method facility-location --local-partitions", "--local-partitions: allowed with --optimizer randgreedi, found lazy")]
    [InlineData("--size 5 --method graph-cut --optimizer randgreedi --local-partitions", "--local-partitions: allowed with --method facility-location, found graph-cut")]
    [InlineData("--size 5 --method set-cover --optimizer greedy", "--optimizer: found 'greedy', allowed are lazy, naive, two-stage")]
    [InlineData("--size 5 --optimizer naive", "--optimizer: allowed with --method facility-location,")]
    [InlineData("--method set-cover --budget 5", "--budget: found no costs, needs --costs FILE")]
    [InlineData("--size 5 --method set-cover --costs x.csv", "--costs: allowed with --budget")]
    [InlineData("--method set-cover", "--size, --fraction, --epsilon: found none, expected one of them")]
    public void Options_that_would_be_ignored_are_refused(string options, string message) =>
        ToolRun.Of(["select", "digits", .. options.Split(' ')]).IsRefused(message);

    [Fact]
    public void Costs_of_0_and_rows_that_an_objective_cannot_take_are_refused()
    {
        string rows = _scratch.Text("x.csv", "1,2\n3,-4\n");
        ToolRun.Of("select", rows, "--method", "set-cover", "--budget", "2", "--costs", _scratch.Text("c.csv", "1\n0\n"))
            .IsRefused("c.csv: found 0 as the cost of row 1, allowed are finite numbers above 0");
        ToolRun.Of("select", rows, "--method", "feature-based", "--size", "1").IsRefused("x.csv: ");
    }

    private static string[] Lines(string options, string? size = null) => ToolRun.Of(
        ["select", "digits", .. (size ?? $"--size {Size}").Split(' ', StringSplitOptions.RemoveEmptyEntries), .. options.Split(' ')])
        .Succeeds().Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];

    private static int Index(string line) => int.Parse(line.Split(',')[0], CultureInfo.InvariantCulture);

}
