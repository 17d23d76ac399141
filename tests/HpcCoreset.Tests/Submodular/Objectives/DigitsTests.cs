using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tests.Submodular.Objectives;

/// <summary>On the digits, under every objective that apricot has, the picks are those of a plain greedy in double.</summary>
[Trait("Switches", "true")]
public class DigitsTests
{
    private const int Size = 100;
    private static readonly int s_rows = Digits.Rows.Length;

    [Theory]
    [InlineData(Similarity.MaxSquaredEuclidean, 1)]
    [InlineData(Similarity.CosineSquared, 1)]
    [InlineData(Similarity.CorrelationSquared, 1)]
    [InlineData(Similarity.Cosine, 1)]
    [InlineData(Similarity.Rbf, 1)]
    [InlineData(Similarity.CosineSquared, 0.01)]
    public void Graph_cut(Similarity similarity, double alpha)
    {
        double[][] s = PlainGreedy.Matrix(Digits.Rows, similarity, 0);
        var redundancy = new double[s_rows];
        double[] sums = [.. s.Select(Sum)];
        AssertPicks(
            new GraphCutObjective { Similarity = similarity, Alpha = alpha },
            v => alpha * sums[v] - (s[v][v] + 2 * redundancy[v]),
            pick => Add(redundancy, s[pick]));
    }

    [Theory]
    [InlineData(Similarity.MaxSquaredEuclidean)]
    [InlineData(Similarity.CosineSquared)]
    [InlineData(Similarity.CorrelationSquared)]
    public void Sum_redundancy(Similarity similarity)
    {
        double[][] s = PlainGreedy.Matrix(Digits.Rows, similarity, 0);
        var redundancy = new double[s_rows];
        AssertPicks(new SumRedundancyObjective { Similarity = similarity }, v => -(s[v][v] + 2 * redundancy[v]), pick => Add(redundancy, s[pick]));
    }

    [Theory]
    [InlineData(Similarity.MaxSquaredEuclidean, 0.1)]
    [InlineData(Similarity.CosineSquared, 0.1)]
    [InlineData(Similarity.CorrelationSquared, 0.1)]
    [InlineData(Similarity.CosineSquared, 0.02)]
    public void Saturated_coverage(Similarity similarity, double share)
    {
        double[][] s = PlainGreedy.Matrix(Digits.Rows, similarity, 0);
        double[] enough = [.. s.Select(row => share * Sum(row))];
        var covered = new double[s_rows];
        AssertPicks(
            new SaturatedCoverageObjective { Similarity = similarity, Saturation = share },
            v => Sum(s[v], (i, x) => Math.Min(enough[i], covered[i] + x) - Math.Min(enough[i], covered[i])),
            pick => Add(covered, s[pick]));
    }

    [Theory]
    [InlineData(Concave.SquareRoot)]
    [InlineData(Concave.Log)]
    [InlineData(Concave.Sigmoid)]
    public void Feature_based(Concave concave)
    {
        double Worth(double sum) => concave switch
        {
            Concave.SquareRoot => Math.Sqrt(sum),
            Concave.Log => Math.Log(1 + sum),
            _ => sum / (1 + sum),
        };
        AssertFeatures(new FeatureBasedObjective { Concave = concave }, Worth);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public void Maximum_coverage(double threshold) =>
        AssertFeatures(new MaxCoverageObjective { Threshold = threshold }, sum => Math.Min(threshold, sum));

    [Fact]
    public void Mixture()
    {
        double[][] s = PlainGreedy.Matrix(Digits.Rows, Similarity.CosineSquared, 0);
        double[] best = new double[s_rows], redundancy = new double[s_rows];
        double[] sums = [.. s.Select(Sum)];
        var mixture = new MixtureObjective
        {
            Parts =
            [
                new(1, new FacilityLocationObjective { Similarity = Similarity.CosineSquared }),
                new(0.25, new GraphCutObjective { Similarity = Similarity.CosineSquared }),
            ],
        };
        AssertPicks(
            mixture,
            v => Sum(s[v], (i, x) => Math.Max(0, x - best[i])) + 0.25 * (sums[v] - (s[v][v] + 2 * redundancy[v])),
            pick =>
            {
                Add(redundancy, s[pick]);
                for (int i = 0; i < s_rows; i++) best[i] = Math.Max(best[i], s[pick][i]);
            });
    }

    private static void AssertFeatures(Objective objective, Func<double, double> worth)
    {
        var sums = new double[Digits.Dimension];
        AssertPicks(objective, v => Sum(Digits.Rows[v], (t, x) => worth(sums[t] + x) - worth(sums[t])), pick => Add(sums, [.. Digits.Rows[pick]]));
    }

    private static void AssertPicks(Objective objective, Func<int, double> gain, Action<int> add)
    {
        var picks = new List<int>();
        var gains = new List<double>();
        for (int step = 0; step < Size; step++)
        {
            (int best, double most) = (-1, double.NegativeInfinity);
            for (int v = 0; v < s_rows; v++)
                if (!picks.Contains(v) && gain(v) is double own && own > most) (best, most) = (v, own);
            picks.Add(best);
            gains.Add(most);
            add(best);
        }
        double scale = gains.Max(Math.Abs);
        foreach (int threads in (int[])[1, 2])
        {
            using var selector = new SubmodularSelector(new() { Size = Size, Objective = objective, Threads = threads });
            CoresetSnapshot coreset = selector.Select(new Points(Digits.Values, Digits.Dimension)).ToOwned();
            Assert.Equal(picks, coreset.Indices);
            for (int step = 0; step < Size; step++) Assert.Equal(gains[step], coreset.Gains[step], 1e-12 * scale);
        }
    }

    private static double Sum(double[] values) => Sum(values, (_, x) => x);

    private static double Sum<T>(T[] values, Func<int, T, double> term)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++) sum += term(i, values[i]);
        return sum;
    }

    private static void Add(double[] sums, double[] values)
    {
        for (int i = 0; i < sums.Length; i++) sums[i] += values[i];
    }
}
