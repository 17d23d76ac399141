using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace HpcCoreset.Training.Tests.Selection;

[Trait("Switches", "true")]
public sealed class OrthogonalMatchingPursuitTests
{
    private const int MostPicks = 6;

    /// <summary>Every pick points most along what is missing, and the weights are the best of all sets of positive ones.</summary>
    [Fact]
    public void Picks_and_weights_are_those_of_brute_force() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            int length = random.Next(1, 7), count = random.Next(1, 12);
            double ridge = Math.Pow(10, random.Next(-4, 2));
            double[][] vectors = [.. Enumerable.Range(0, count).Select(_ => Random(random, length))];
            for (int i = 1; i < count; i++)
                if (random.Next(5) == 0) vectors[i] = random.Next(2) == 0 ? vectors[i - 1] : new double[length];
            double[] target = Random(random, length);
            double error = Dot(target, target);
            double[] missing = target;
            (int[] picks, _, _) = Run(vectors, target, MostPicks, ridge);
            for (int size = 1; size <= picks.Length; size++)
            {
                int pick = picks[size - 1];
                double best = Enumerable.Range(0, count).Except(picks.Take(size - 1)).Max(i => Dot(vectors[i], missing));
                Assert.True(Dot(vectors[pick], missing) >= best - 1e-9, $"seed {seed}: pick {size}");
                (int[] first, double[] weights, double found) = Run(vectors, target, size, ridge);
                Assert.Equal(picks.Take(size), first);
                double[] expected = BestWeights([.. first.Select(i => vectors[i])], target, ridge);
                for (int i = 0; i < size; i++) Assert.Equal(expected[i], weights[i], 7);
                missing = Missing([.. first.Select(i => vectors[i])], expected, target);
                double now = Dot(missing, missing) + ridge * Dot(expected, expected);
                Assert.True(now <= error + 1e-12, $"seed {seed}: the error rises from {error} to {now}");
                Assert.Equal(now, found, 7);
                error = now;
            }
            if (picks.Length < Math.Min(count, MostPicks))
                Assert.All(Enumerable.Range(0, count).Except(picks), i => Assert.True(Dot(vectors[i], missing) <= 1e-9));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_sparse_sum_of_vectors_that_are_nearly_orthogonal_is_found_again(int seed)
    {
        var random = new Random(seed);
        const int length = 10;
        double[][] vectors = new double[2 * length][];
        for (int i = 0; i < length; i++)
        {
            vectors[2 * i] = [.. Random(random, length).Select((x, t) => 0.03 * x + (t == i ? 1 : 0))];
            vectors[2 * i + 1] = [.. vectors[2 * i].Select(x => -x)];
        }
        int[] support = [3, 8, 15];
        double[] weights = [1, 0.4, 2.5], target = new double[length];
        for (int i = 0; i < 3; i++)
            for (int t = 0; t < length; t++) target[t] += weights[i] * vectors[support[i]][t];

        (int[] picks, double[] found, double error) = Run(vectors, target, 3, 1e-8);

        Assert.Equal([15, 3, 8], picks);
        double[] expected = [2.5, 1, 0.4];
        for (int i = 0; i < 3; i++) Assert.Equal(expected[i], found[i], 6);
        Assert.InRange(error, 0, 1e-6);
    }

    [Fact]
    public void The_lowest_of_equal_vectors_comes_first_and_they_share_the_weight()
    {
        double[][] vectors = [[0, 0], [1, 0], [1, 0], [1, 0]];
        (int[] picks, double[] weights, _) = Run(vectors, [1, 0], 4, 0.5);

        Assert.Equal([1, 2, 3], picks); // zeros bring the sum no nearer
        Assert.All(weights, weight => Assert.Equal(1 / 3.5, weight, 12));
    }

    [Fact]
    public void Nothing_is_picked_for_nothing_or_against_the_target()
    {
        Assert.Empty(Run([[1, 2], [3, 4]], [0, 0], 2, 0.1).Picks);
        Assert.Empty(Run([[-1, 0], [0, 1], [0, 0]], [1, 0], 3, 0.1).Picks);
    }

    [Fact]
    public void A_pick_that_later_ones_replace_has_no_weight_left()
    {
        // The first points along both; the two after it are the target's own parts, and what it has beside would be too much.
        double[][] vectors = [[1, 1, 0.9], [1.1, 0, -0.1], [0, 1.1, -0.1]];
        (int[] picks, double[] weights, _) = Run(vectors, [1.01, 1, -0.2], 3, 1e-3);

        Assert.Equal([0, 1, 2], picks);
        Assert.Equal(0, weights[0]);
        Assert.True(weights[1] > 0.8 && weights[2] > 0.8);
    }

    [Fact]
    public void Many_picks_of_few_coordinates_satisfy_the_conditions_of_the_best_weights()
    {
        var random = new Random(5);
        const double ridge = 1e-3;
        double[][] vectors = [.. Enumerable.Range(0, 700).Select(_ => Random(random, 10))];
        double[] target = [.. Enumerable.Range(0, 10).Select(t => vectors.Average(vector => vector[t]))];
        (int[] picks, double[] weights, _) = Run(vectors, target, 200, ridge);

        double[] missing = Missing([.. picks.Select(i => vectors[i])], weights, target);
        Assert.Equal(200, picks.Distinct().Count());
        for (int i = 0; i < picks.Length; i++) Assert.Equal(Math.Max(0, Dot(vectors[picks[i]], missing) / ridge), weights[i], 8);
    }

    private static (int[] Picks, double[] Weights, double Error) Run(double[][] vectors, double[] target, int size, double ridge)
    {
        var columns = new GradientColumns();
        columns.Reset(vectors.Length, target.Length);
        for (int i = 0; i < vectors.Length; i++)
            for (int t = 0; t < target.Length; t++) columns[i, t] = vectors[i][t];
        var pursuit = new OrthogonalMatchingPursuit();
        pursuit.Run(columns, target, size, ridge);
        return (pursuit.Picks.ToArray(), pursuit.Weights.ToArray(), pursuit.Error);
    }

    /// <summary>For every set of vectors the weights that solve the normal equations; the best of those that are not negative.</summary>
    private static double[] BestWeights(double[][] vectors, double[] target, double ridge)
    {
        double[] best = new double[vectors.Length];
        double least = double.PositiveInfinity;
        for (int set = 0; set < 1 << vectors.Length; set++)
        {
            int[] members = [.. Enumerable.Range(0, vectors.Length).Where(i => (set >> i & 1) == 1)];
            double[,] system = new double[members.Length, members.Length + 1];
            for (int i = 0; i < members.Length; i++)
            {
                for (int j = 0; j < members.Length; j++) system[i, j] = Dot(vectors[members[i]], vectors[members[j]]) + (i == j ? ridge : 0);
                system[i, members.Length] = Dot(vectors[members[i]], target);
            }
            double[] solution = Eliminate(system), weights = new double[vectors.Length];
            if (solution.Any(weight => weight < 0)) continue;
            for (int i = 0; i < members.Length; i++) weights[members[i]] = solution[i];
            double[] missing = Missing(vectors, weights, target);
            double error = Dot(missing, missing) + ridge * Dot(weights, weights);
            if (error < least) (best, least) = (weights, error);
        }
        return best;
    }

    private static double[] Eliminate(double[,] system)
    {
        int n = system.GetLength(0);
        for (int i = 0; i < n; i++)
            for (int row = i + 1; row < n; row++)
            {
                double factor = system[row, i] / system[i, i];
                for (int column = i; column <= n; column++) system[row, column] -= factor * system[i, column];
            }
        double[] solution = new double[n];
        for (int i = n - 1; i >= 0; i--)
        {
            double value = system[i, n];
            for (int column = i + 1; column < n; column++) value -= system[i, column] * solution[column];
            solution[i] = value / system[i, i];
        }
        return solution;
    }

    private static double[] Missing(double[][] vectors, double[] weights, double[] target)
    {
        double[] missing = [.. target];
        for (int i = 0; i < vectors.Length; i++)
            for (int t = 0; t < target.Length; t++) missing[t] -= weights[i] * vectors[i][t];
        return missing;
    }

    private static double[] Random(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => 2 * random.NextDouble() - 1)];

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();
}
