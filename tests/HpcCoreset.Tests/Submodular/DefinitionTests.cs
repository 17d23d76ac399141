using System;
using System.Linq;
using System.Numerics;
using Xunit;

namespace HpcCoreset.Tests.Submodular;

/// <summary>Figures that a coreset reports are what their definitions say, computed the long way round.</summary>
public class DefinitionTests
{
    private static readonly Instance s_rows = new("rows", Instances.Random(31, 120, 4), [.. Enumerable.Range(0, 120).Select(i => 0.5 + i % 7)]);

    [Theory]
    [MemberData(nameof(Similarities))]
    public void The_objective_is_the_value_of_the_picks(Similarity similarity)
    {
        CoresetSnapshot coreset = s_rows.Select(new() { Size = 25, Similarity = similarity, Gamma = 0.3 });
        double value = RankingLaws.Objective(PlainGreedy.Matrix(s_rows.Rows, similarity, 0.3), s_rows.Weights, coreset.Indices);
        Assert.Equal(value, coreset.Report.Objective, 1e-12 * value);
    }

    [Theory]
    [MemberData(nameof(Similarities))]
    public void Weights_are_the_masses_of_what_each_pick_covers_best(Similarity similarity)
    {
        CoresetSnapshot coreset = s_rows.Select(new() { Size = 25, Similarity = similarity, Gamma = 0.3 });
        double[][] similarities = PlainGreedy.Matrix(s_rows.Rows, similarity, 0.3);
        var masses = new double[25];
        for (int i = 0; i < s_rows.Count; i++)
        {
            double[] column = [.. coreset.Indices.Select(v => similarities[v][i])];
            masses[column.Max() > 0 ? Array.IndexOf(column, column.Max()) : 0] += s_rows.Weights![i];
        }
        Assert.Equal(masses, coreset.Weights);
    }

    [Theory]
    [MemberData(nameof(Similarities))]
    public void A_copy_of_a_pick_gains_exactly_nothing(Similarity similarity)
    {
        // Each of 40 rows twice, all picked: the copies come last and gain 0.
        float[][] rows = Instances.Random(32, 40, 5);
        var twice = new Instance("twice", [.. rows, .. rows]);
        CoresetSnapshot coreset = twice.Select(new() { Size = 80, Similarity = similarity });
        int[] order = [.. coreset.Indices];
        for (int row = 0; row < 40; row++)
        {
            int later = Math.Max(Array.IndexOf(order, row), Array.IndexOf(order, row + 40));
            Assert.Equal(0, coreset.Gains[later]);
            Assert.Equal(0, coreset.Weights[later]);
        }
    }

    [Theory]
    [MemberData(nameof(Similarities))]
    public void Far_fewer_gains_are_evaluated_than_by_a_plain_greedy(Similarity similarity)
    {
        foreach (int count in (int[])[500, 1000]) // with a matrix of similarities, and without
        {
            var rows = new Instance("rows", Instances.Random(33, count, 6));
            CoresetSnapshot coreset = rows.Select(new() { Size = 50, Similarity = similarity });
            Assert.InRange(coreset.Report.Evaluations, 50, count * 50 / 4);
        }
    }

    [Theory]
    [InlineData(Similarity.Rbf, 1e-300)]
    [InlineData(Similarity.Rbf, 1e-6)]
    [InlineData(Similarity.Rbf, 1e6)]
    [InlineData(Similarity.Rbf, 1e39)]
    [InlineData(Similarity.Rbf, 1e300)]
    [InlineData(Similarity.Cosine, 1e300)]
    public void Any_gamma_is_ranked_as_by_a_plain_greedy(Similarity similarity, double gamma) =>
        RankingLaws.Check(s_rows, similarity, 20, gamma);

    /// <summary>
    /// In exact arithmetic, where not even double rounds: no candidate is better than the pick by more than the rounding of one sum in
    /// double, next to a row at 10,000 times the distance of the others.
    /// </summary>
    [Theory]
    [InlineData(Similarity.MaxSquaredEuclidean)]
    [InlineData(Similarity.Dot)]
    public void No_row_is_better_than_the_pick_in_exact_arithmetic(Similarity similarity)
    {
        foreach (Instance instance in Instances.All.Where(candidate => candidate.Weights == null && candidate.Dimension < 10))
        {
            BigInteger[][] rows = [.. instance.Rows.Select(row => row.Select(Exact).ToArray())];
            BigInteger[][] values = [.. rows.Select(x => rows.Select(
                y => similarity == Similarity.Dot ? Product(x, y) : -SquaredDistance(x, y)).ToArray())];
            BigInteger floor = similarity == Similarity.Dot ? 0 : values.Min(row => row.Min());
            BigInteger[] covered = [.. rows.Select(_ => floor)];
            foreach (int pick in instance.Select(new() { Size = Math.Min(10, instance.Count), Similarity = similarity }).Indices)
            {
                BigInteger[] gains = [.. values.Select(row => row.Zip(covered, (s, c) => BigInteger.Max(0, s - c)).Aggregate(BigInteger.Zero, BigInteger.Add))];
                Assert.True((gains.Max() - gains[pick]) << 44 <= gains.Max(), $"{similarity} of {instance}: row {pick} is not the best");
                for (int i = 0; i < rows.Length; i++) covered[i] = BigInteger.Max(covered[i], values[pick][i]);
            }
        }
    }

    public static TheoryData<Similarity> Similarities() => [.. Enum.GetValues<Similarity>()];

    /// <summary>A float32 in units of the smallest.</summary>
    private static BigInteger Exact(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value), exponent = bits >> 23 & 0xFF;
        BigInteger magnitude = new BigInteger(bits & 0x7FFFFF | (exponent > 0 ? 0x800000 : 0)) << Math.Max(0, exponent - 1);
        return value < 0 ? -magnitude : magnitude;
    }

    private static BigInteger SquaredDistance(BigInteger[] x, BigInteger[] y) =>
        x.Zip(y, (a, b) => (a - b) * (a - b)).Aggregate(BigInteger.Zero, BigInteger.Add);

    private static BigInteger Product(BigInteger[] x, BigInteger[] y) =>
        x.Zip(y, (a, b) => a * b).Aggregate(BigInteger.Zero, BigInteger.Add);
}
