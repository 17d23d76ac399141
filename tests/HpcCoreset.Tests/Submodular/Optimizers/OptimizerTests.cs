using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Xunit;

namespace HpcCoreset.Tests.Submodular;

/// <summary>What holds for every optimizer, and what each promises of its picks.</summary>
[Trait("Switches", "true")]
public class OptimizerTests
{
    private static readonly GreedyOptimizer[] s_all = Enum.GetValues<GreedyOptimizer>();
    private static readonly GreedyOptimizer[] s_exact = [GreedyOptimizer.Lazy, GreedyOptimizer.Naive, GreedyOptimizer.TwoStage];
    private static readonly Similarity[] s_similarities = [Similarity.MaxSquaredEuclidean, Similarity.Cosine, Similarity.Rbf];
    private static readonly Instance s_rows = new("rows", Instances.Random(71, 130, 5), [.. Enumerable.Range(0, 130).Select(i => i % 7 == 3 ? 0 : 1.0 + i % 4)]);

    public static TheoryData<GreedyOptimizer> All => [.. s_all];

    /// <summary>About half of the rows is where bounds of all candidates stop being renewed together.</summary>
    [Fact]
    public void Any_number_of_candidates_is_ranked_as_by_the_naive_greedy()
    {
        foreach (int rows in (int[])[1, 2, 3, 6, 7, 40, 41])
        {
            float[] values = [.. Instances.Random(rows, rows, 2).SelectMany(row => row)];
            foreach (Similarity similarity in s_similarities)
                for (int open = Math.Max(1, rows / 2 - 2); open <= Math.Min(rows, rows / 2 + 2); open++)
                {
                    int[] candidates = [.. Enumerable.Range(0, rows).Where(i => i * 7 % rows < open).Take(open)];
                    var options = new FacilityLocationOptions { Size = candidates.Length, Similarity = similarity, WithoutSmallMatrix = true };
                    using var lazy = new FacilityLocationSelector(options);
                    using var naive = new FacilityLocationSelector(options with { Optimizer = GreedyOptimizer.Naive });
                    if (similarity == Similarity.Cosine && values.All(value => value == 0)) continue;
                    CoresetSnapshot expected = naive.Select(new Points(values, 2), default, new GreedyTerms { Candidates = candidates }).ToOwned();
                    CoresetSnapshot found = lazy.Select(new Points(values, 2), default, new GreedyTerms { Candidates = candidates }).ToOwned();
                    Assert.Equal(expected.Indices, found.Indices);
                }
        }
    }

    [Fact]
    public void A_budget_for_nothing_leaves_rows_without_a_pick()
    {
        using var selector = new FacilityLocationSelector(new() { Size = 2, Budget = 1 });
        Coreset none = selector.Select(new Points([0f, 10, 4], 1), default, new GreedyTerms { Costs = [2, 2, 2] });
        Assert.Equal(0, none.Count);
        Assert.Equal([-1, -1, -1], none.Assignment.ToArray());
    }

    [Theory]
    [InlineData(GreedyOptimizer.Threshold)]
    [InlineData(GreedyOptimizer.Sieve)]
    public void Steps_too_fine_to_end_are_refused(GreedyOptimizer optimizer) => Assert.StartsWith(
        "options.Epsilon: allowed are numbers from 0.0001",
        Assert.Throws<ArgumentOutOfRangeException>(() => new FacilityLocationSelector(new() { Size = 1, Optimizer = optimizer, Epsilon = 1e-9 })).Message);

    [Fact]
    public void Neighbours_among_candidates_are_refused()
    {
        using var selector = new FacilityLocationSelector(new() { Size = 1, Neighbours = 2 });
        Assert.StartsWith("terms.Candidates: found 2 candidates; with options.Neighbours", Assert.Throws<ArgumentException>(
            () => selector.Select(new Points([0f, 10, 4], 1), default, new GreedyTerms { Candidates = [0, 1] })).Message);
    }

    [Fact]
    public void Candidates_named_twice_are_refused()
    {
        using var selector = new FacilityLocationSelector(new() { Size = 1 });
        Assert.StartsWith("terms.Candidates: found candidate 1 at position 1 a second time", Assert.Throws<ArgumentException>(
            () => selector.Select(new Points([0f, 10, 4], 1), default, new GreedyTerms { Candidates = [1, 1] })).Message);
    }

    [Fact]
    public void A_mixture_is_worth_what_its_parts_are()
    {
        using var alone = new SubmodularSelector(new() { Size = 3, Objective = new DisparityMinObjective() });
        using var mixed = new SubmodularSelector(new() { Size = 3, Objective = new MixtureObjective { Parts = [new(2, new DisparityMinObjective())] } });
        float[] rows = [0, 10, 4, 7, 1];
        Assert.Equal(2 * alone.Select(new Points(rows, 1)).Report.Objective, mixed.Select(new Points(rows, 1)).Report.Objective, 12);
    }

    [Fact]
    public void A_gain_that_is_no_number_is_refused()
    {
        foreach (GreedyOptimizer optimizer in s_all)
        {
            var objective = new WeightedCoverage([[0], [1], [0, 1]], [1, double.NaN]);
            using var selector = new GreedySelector<WeightedCoverage>(new() { Size = 2, Optimizer = optimizer });
            InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => selector.Select(ref objective));
            Assert.StartsWith("objective: found a gain of NaN for candidate", refused.Message);
        }
    }

    [Fact]
    public void Exact_ones_pick_what_a_plain_greedy_picks_whatever_the_batch_and_the_threads()
    {
        foreach (Similarity similarity in s_similarities)
        {
            (int[] picks, double[] gains) = PlainGreedy.Select(s_rows.Rows, similarity, 40, s_rows.Weights);
            foreach (GreedyOptimizer optimizer in s_exact)
                foreach ((int batch, int threads) in ((int, int)[])[(0, 1), (1, 1), (2, 2), (7, 3), (24, 1), (130, 2)])
                {
                    CoresetSnapshot found = s_rows.Select(new()
                    {
                        Size = 40,
                        Similarity = similarity,
                        Optimizer = optimizer,
                        BatchCapacity = batch,
                        Threads = threads,
                        WithoutSmallMatrix = threads > 1,
                    });
                    Assert.Equal(picks, found.Indices);
                    AssertClose(gains, found.Gains);
                }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Batches_and_threads_change_no_byte(GreedyOptimizer optimizer)
    {
        foreach (Similarity similarity in s_similarities)
        {
            var options = new FacilityLocationOptions { Size = 12, Similarity = similarity, Optimizer = optimizer, Seed = 5, WithoutSmallMatrix = true };
            foreach (int batch in optimizer == GreedyOptimizer.ApproximateLazy ? (int[])[0] : [0, 1, 5])
                foreach (int threads in (int[])[1, 2, 3])
                    AssertSame(s_rows.Select(options), s_rows.Select(options with { BatchCapacity = batch, Threads = threads }));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Gains_are_those_of_the_definition_along_the_picks(GreedyOptimizer optimizer)
    {
        foreach (Similarity similarity in s_similarities)
        {
            CoresetSnapshot found = s_rows.Select(new() { Size = 30, Similarity = similarity, Optimizer = optimizer });
            var walk = new Walk(s_rows, similarity);
            AssertClose([.. found.Indices.Select(walk.Pick)], found.Gains);
            Assert.Equal(found.Gains.Sum(), found.Report.Objective, 1e-9 * found.Report.Objective);
            Assert.Equal(s_rows.Weights!.Sum(), found.Weights.Sum(), 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Terms_hold_for_every_optimizer(GreedyOptimizer optimizer)
    {
        int[] initial = [3, 77, 20], candidates = [.. Enumerable.Range(0, 130).Where(i => i % 3 != 1)];
        double[] scores = [.. Enumerable.Range(0, 130).Select(i => (double)(i * 31 % 17))];
        foreach (Similarity similarity in s_similarities)
            foreach (bool few in (bool[])[false, true])
            {
                int[] open = few ? [.. candidates.Where(i => i % 2 == 0)] : candidates;
                using var selector = new FacilityLocationSelector(new() { Size = 15, Similarity = similarity, Optimizer = optimizer, ScoreWeight = 0.25 });
                Coreset found = selector.Select(
                    new Points(s_rows.Values, 5), s_rows.Weights, new GreedyTerms { Initial = initial, Candidates = open, Scores = scores });
                var walk = new Walk(s_rows, similarity);
                foreach (int row in initial) walk.Pick(row);
                int[] picks = found.Indices.ToArray();
                Assert.Equal(15, picks.Distinct().Count());
                Assert.All(picks, pick => Assert.Contains(pick, open));
                Assert.All(picks, pick => Assert.DoesNotContain(pick, initial));
                for (int j = 0; j < picks.Length; j++)
                {
                    if (s_exact.Contains(optimizer))
                    {
                        int best = open.Except(initial).Except(picks[..j]).MaxBy(i => walk.Gain(i) + 0.25 * scores[i]);
                        Assert.Equal(best, picks[j]);
                    }
                    double gain = walk.Pick(picks[j]) + 0.25 * scores[picks[j]];
                    Assert.Equal(gain, found.Gains[j], 1e-9 * gain);
                }
            }
    }

    /// <summary>Bounds over the empty set are off by a constant under these similarities; with few candidates they are never renewed together.</summary>
    [Theory]
    [InlineData(Similarity.MaxSquaredEuclidean)]
    [InlineData(Similarity.MaxEuclidean)]
    public void Few_candidates_are_ranked_as_by_a_plain_greedy(Similarity similarity)
    {
        int[] open = [.. Enumerable.Range(0, 30).Select(i => i * 4)];
        using var selector = new FacilityLocationSelector(new() { Size = 20, Similarity = similarity });
        Coreset found = selector.Select(new Points(s_rows.Values, 5), s_rows.Weights, new GreedyTerms { Candidates = open });
        var walk = new Walk(s_rows, similarity);
        foreach (int pick in found.Indices)
        {
            Assert.Equal(open.Where(i => !walk.Picked.Contains(i)).MaxBy(walk.Gain), pick);
            walk.Pick(pick);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void No_row_is_picked_twice_where_there_is_nothing_to_gain(GreedyOptimizer optimizer)
    {
        float[][] same = [.. Enumerable.Repeat<float[]>([0.1f, 0.7f, -0.3f], 40)];
        Instance[] instances =
        [
            new("zeros", [.. Enumerable.Repeat(new float[3], 40)]), new("all alike", same), new("one", same[..1]),
            new("random", Instances.Random(3, 40, 3)), new("one other", [.. same[..39], [1, 1, 1]]),
        ];
        foreach (Instance instance in instances)
            foreach (Similarity similarity in (Similarity[])[Similarity.MaxSquaredEuclidean, Similarity.Dot, Similarity.ExpEuclidean])
                foreach (int size in (int[])[1, Math.Min(17, instance.Count), instance.Count])
                {
                    CoresetSnapshot found = instance.Select(new() { Size = size, Similarity = similarity, Optimizer = optimizer });
                    Assert.Equal(size, found.Count);
                    Assert.Equal(size, found.Indices.Distinct().Count());
                }
        var nothing = new WeightedCoverage([.. Enumerable.Repeat(Array.Empty<int>(), 9)], []);
        using var selector = new GreedySelector<WeightedCoverage>(new() { Size = 9, Optimizer = optimizer });
        Assert.Equal(Enumerable.Range(0, 9), selector.Select(ref nothing).Indices.ToArray().Order());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void An_objective_of_ones_own_holds_the_picks_afterwards(GreedyOptimizer optimizer)
    {
        WeightedCoverage objective = WeightedCoverage.Random(7, 60, 80, 0.06);
        using var selector = new GreedySelector<WeightedCoverage>(new() { Size = 12, Optimizer = optimizer, Partitions = 3 });
        CoresetSnapshot found = selector.Select(ref objective).ToOwned();
        Assert.Equal(objective.Value(found.Indices), found.Report.Objective);
        Assert.All(found.Indices, pick => Assert.Equal(0, objective.Gain(pick)));
        Assert.Equal(objective.Value(Enumerable.Range(0, 60)) - objective.Value(found.Indices), Left(ref objective));

        static double Left(ref WeightedCoverage objective)
        {
            double left = 0;
            for (int i = 0; i < objective.Count; i++)
            {
                left += objective.Gain(i);
                objective.Add(i);
            }
            return left;
        }
    }

    [Fact]
    public void An_approximate_pick_gains_at_least_beta_times_the_best()
    {
        foreach (double beta in (double[])[0.5, 0.9, 1])
            foreach (Similarity similarity in s_similarities)
            {
                CoresetSnapshot found = s_rows.Select(new() { Size = 60, Similarity = similarity, Optimizer = GreedyOptimizer.ApproximateLazy, Beta = beta });
                AssertWithin(found, similarity, beta);
                if (beta == 1) Assert.Equal(s_rows.Select(new() { Size = 60, Similarity = similarity }).Indices, found.Indices);
            }
    }

    /// <summary>Beyond the two passes over all rows that both take, and one by one: of batches both take the first at every step.</summary>
    [Fact]
    public void Approximate_picks_take_fewer_evaluations()
    {
        var digits = new Instance("digits", Digits.Rows);
        var options = new FacilityLocationOptions { Size = 100, Similarity = Similarity.Rbf, BatchCapacity = 1 };
        CoresetSnapshot exact = digits.Select(options), found = digits.Select(options with { Optimizer = GreedyOptimizer.ApproximateLazy, Beta = 0.8 });
        long passes = 2 * 1797;
        Assert.True(found.Report.Evaluations - passes < (exact.Report.Evaluations - passes) / 2, $"{found.Report.Evaluations} of {exact.Report.Evaluations}");
        Assert.InRange(found.Report.Objective, 0.95 * exact.Report.Objective, exact.Report.Objective * 1.01);
    }

    [Fact]
    public void A_pick_by_threshold_gains_at_least_the_best_but_for_epsilon()
    {
        foreach (double epsilon in (double[])[0.01, 0.3])
            foreach (Similarity similarity in s_similarities)
                AssertWithin(
                    s_rows.Select(new() { Size = 60, Similarity = similarity, Optimizer = GreedyOptimizer.Threshold, Epsilon = epsilon }), similarity, 1 - epsilon);
    }

    [Fact]
    public void Modular_picks_have_the_largest_gains_by_themselves()
    {
        foreach (Similarity similarity in s_similarities)
        {
            var walk = new Walk(s_rows, similarity);
            double[] gains = [.. Enumerable.Range(0, 130).Select(walk.Gain)];
            int[] expected = [.. Enumerable.Range(0, 130).OrderByDescending(i => gains[i]).Take(25)];
            Assert.Equal(expected, s_rows.Select(new() { Size = 25, Similarity = similarity, Optimizer = GreedyOptimizer.Modular }).Indices);
        }
    }

    [Theory]
    [InlineData(Similarity.MaxSquaredEuclidean, 0.99)]
    [InlineData(Similarity.Cosine, 0.99)]
    [InlineData(Similarity.CosineSquared, 0.99)]
    [InlineData(Similarity.CorrelationSquared, 0.985)]
    public void Stochastic_picks_of_digits_reach_0_99_of_the_exact_ones(Similarity similarity, double share)
    {
        var digits = new Instance("digits", Digits.Rows);
        double exact = digits.Select(new() { Size = 100, Similarity = similarity }).Report.Objective;
        foreach (ulong seed in (ulong[])[0, 1, 2])
        {
            var options = new FacilityLocationOptions { Size = 100, Similarity = similarity, Optimizer = GreedyOptimizer.Stochastic, Seed = seed };
            CoresetSnapshot stochastic = digits.Select(options), lazier = digits.Select(options with { Optimizer = GreedyOptimizer.LazierThanLazy });
            Assert.True(stochastic.Report.Objective >= share * exact, $"{similarity}, seed {seed}: {stochastic.Report.Objective / exact}");
            Assert.Equal(stochastic.Indices, lazier.Indices);
            Assert.True(lazier.Report.Evaluations < stochastic.Report.Evaluations + 1797);
        }
    }

    [Theory]
    [InlineData(GreedyOptimizer.Stochastic)]
    [InlineData(GreedyOptimizer.LazierThanLazy)]
    [InlineData(GreedyOptimizer.RandomPartition)]
    public void Another_seed_draws_otherwise(GreedyOptimizer optimizer)
    {
        CoresetSnapshot[] found = [.. Enumerable.Range(0, 5).Select(seed =>
            s_rows.Select(new() { Size = 15, Similarity = Similarity.Rbf, Optimizer = optimizer, Seed = (ulong)seed, Epsilon = 0.3 }))];
        Assert.True(found.Select(coreset => string.Join(',', coreset.Indices)).Distinct().Count() > 1);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_cancelled_call_ends_and_the_next_one_is_whole(GreedyOptimizer optimizer)
    {
        using var source = new CancellationTokenSource();
        var objective = WeightedCoverage.Random(7, 60, 80, 0.06) with { OnGain = number => { if (number == 100) source.Cancel(); } };
        using var selector = new GreedySelector<WeightedCoverage>(new() { Size = 12, Optimizer = optimizer });
        int[] expected = selector.Select(ref objective).Indices.ToArray();
        Assert.True(objective.Gains > 100 || optimizer is GreedyOptimizer.Modular or GreedyOptimizer.Lazy);
        objective = WeightedCoverage.Random(7, 60, 80, 0.06) with { OnGain = number => { if (number == 50) source.Cancel(); } };
        Assert.Throws<OperationCanceledException>(() => selector.Select(ref objective, default, source.Token).Count);
        objective = WeightedCoverage.Random(7, 60, 80, 0.06);
        Assert.Equal(expected, selector.Select(ref objective).Indices.ToArray());
    }

    [Theory]
    [InlineData(GreedyOptimizer.ApproximateLazy)]
    [InlineData(GreedyOptimizer.Threshold)]
    [InlineData(GreedyOptimizer.Sieve)]
    [InlineData(GreedyOptimizer.RandomPartition)]
    public void What_relies_on_gains_of_at_least_0_says_so(GreedyOptimizer optimizer)
    {
        var objective = WeightedCoverage.Random(1, 9, 9, 0.3) with { IsMonotone = false };
        using var selector = new GreedySelector<WeightedCoverage>(new() { Size = 3, Optimizer = optimizer });
        var refused = Assert.Throws<ArgumentException>(() => selector.Select(ref objective).Count);
        Assert.StartsWith($"options.Optimizer: found {optimizer}, which relies on gains of at least 0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rising_gains_are_searched_without_bounds_or_refused()
    {
        foreach (GreedyOptimizer optimizer in s_all)
        {
            var objective = new Pairs();
            bool isRefused = optimizer is GreedyOptimizer.Threshold or GreedyOptimizer.Sieve;
            using var selector = new GreedySelector<Pairs>(new() { Size = 4, Optimizer = optimizer, Partitions = 1, Epsilon = isRefused ? 0 : 1e-9 });
            if (isRefused)
            {
                var refused = Assert.Throws<ArgumentException>(() => selector.Select(ref objective).Count);
                Assert.StartsWith($"options.Optimizer: found {optimizer}, which relies on gains that only fall", refused.Message, StringComparison.Ordinal);
            }
            else if (optimizer != GreedyOptimizer.Modular)
            {
                Assert.Equal([0, 9, 1, 8], selector.Select(ref objective).Indices.ToArray());
            }
        }
    }

    [Theory]
    [InlineData("options.Beta", 0, 0, 1, 0)]
    [InlineData("options.Beta", 1.5, 0, 1, 0)]
    [InlineData("options.Beta", double.NaN, 0, 1, 0)]
    [InlineData("options.Epsilon", 1, 1, 1, 0)]
    [InlineData("options.Epsilon", 1, -0.1, 1, 0)]
    [InlineData("options.Epsilon", 1, double.NaN, 1, 0)]
    [InlineData("options.Partitions", 1, 0, 0, 0)]
    [InlineData("options.Budget", 1, 0, 1, -1)]
    [InlineData("options.Budget", 1, 0, 1, double.PositiveInfinity)]
    public void Bad_options(string parameter, double beta, double epsilon, int partitions, double budget)
    {
        var options = new GreedyOptions { Size = 1, Beta = beta, Epsilon = epsilon, Partitions = partitions, Budget = budget };
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => new GreedySelector<WeightedCoverage>(options));
        Assert.Equal(parameter, refused.ParamName);
    }

    private static void AssertWithin(CoresetSnapshot found, Similarity similarity, double share)
    {
        var walk = new Walk(s_rows, similarity);
        for (int j = 0; j < found.Count; j++)
        {
            double best = Enumerable.Range(0, 130).Where(i => !walk.Picked.Contains(i)).Max(walk.Gain), gain = walk.Pick(found.Indices[j]);
            Assert.True(gain >= share * best * (1 - 1e-12), $"{similarity}: pick {j} gains {gain} of {best}");
        }
    }

    private static void AssertSame(CoresetSnapshot expected, CoresetSnapshot found)
    {
        Assert.Equal(expected.Indices, found.Indices);
        Assert.Equal(expected.Gains.Select(BitConverter.DoubleToInt64Bits), found.Gains.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(expected.Weights, found.Weights);
    }

    private static void AssertClose(double[] expected, IReadOnlyList<double> found)
    {
        Assert.Equal(expected.Length, found.Count);
        for (int j = 0; j < found.Count; j++) Assert.Equal(expected[j], found[j], 1e-9 * expected[0]);
    }

    /// <summary>Facility location by its definition, pick after pick.</summary>
    private sealed class Walk(Instance instance, Similarity similarity)
    {
        private readonly double[][] _similarities = PlainGreedy.Matrix(instance.Rows, similarity, 0);
        private readonly double[] _covered = new double[instance.Count];

        public HashSet<int> Picked { get; } = [];

        public double Gain(int row) =>
            _covered.Select((covered, i) => (instance.Weights?[i] ?? 1) * Math.Max(0, _similarities[row][i] - covered)).Sum();

        public double Pick(int row)
        {
            double gain = Gain(row);
            for (int i = 0; i < _covered.Length; i++) _covered[i] = Math.Max(_covered[i], _similarities[row][i]);
            Picked.Add(row);
            return gain;
        }
    }

    /// <summary>Candidates i and 9 - i are worth 1 + i / 100 one by one, and 10 - i more together: gains rise.</summary>
    private struct Pairs() : ISubmodularObjective
    {
        private readonly bool[] _in = new bool[10];

        public readonly int Count => 10;

        public readonly bool IsMonotone => true;

        public readonly bool IsSubmodular => false;

        public readonly void Reset() => _in.AsSpan().Clear();

        public readonly double Gain(int candidate) => (candidate is 0 ? 2 : 1) + (_in[9 - candidate] ? 10 : 0);

        public readonly void Add(int candidate) => _in[candidate] = true;
    }
}
