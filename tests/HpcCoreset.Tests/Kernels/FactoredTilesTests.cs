using System;
using System.Linq;
using HpcCoreset.Runtime;
using Xunit;

namespace HpcCoreset.Tests.Kernels;

/// <summary>The passes over outer products against outer products that are written out, in double.</summary>
[Trait("Switches", "true")]
public class FactoredTilesTests
{
    public static TheoryData<int, int> Lengths
    {
        get
        {
            var lengths = new TheoryData<int, int>();
            foreach (int first in (int[])[1, 2, 10, 128, 129])
                foreach (int second in (int[])[1, 3, 65, 127, 128]) lengths.Add(first, second);
            for (int second = 0; second <= 257; second += 16) lengths.Add(3, second + 1);
            lengths.Add(257, 257);
            return lengths;
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Distances_are_those_of_the_outer_products(int first, int second)
    {
        foreach (int count in (int[])[1, 9, 67])
        {
            var rows = new FactoredRows(first, second, count);
            float[] squares = rows.Similarities<NegatedSquaredEuclidean>(), distances = rows.Similarities<NegatedEuclidean>();
            for (int v = 0; v < Math.Min(count, 7); v++)
                for (int i = 0; i < count; i += 1 + i / 8)
                {
                    double exact = rows.SquaredDistance(i, v);
                    double tolerance = (Math.Min(first, 130) + Math.Min(second, 130) + 12) * 1.2e-7 * (rows.Norm(i) + rows.Norm(v));
                    float square = -squares[v * rows.Padded + i];
                    Assert.InRange(square, Math.Max(0, exact - tolerance), exact + tolerance);
                    Assert.Equal(MathF.Sqrt(square), -distances[v * rows.Padded + i]);
                }
        }
    }

    [Theory]
    [InlineData(10, 65)]
    [InlineData(3, 257)]
    [InlineData(129, 1)]
    [InlineData(1, 1)]
    public void A_row_and_its_copies_are_at_distance_0(int first, int second)
    {
        var rows = new FactoredRows(first, second, 70, copies: true);
        float[] similarities = rows.Similarities<NegatedSquaredEuclidean>();
        for (int v = 0; v < 70; v++)
            for (int i = v % 2; i < 70; i += 2) Assert.Equal(0, similarities[v * rows.Padded + i]);
    }

    [Theory]
    [InlineData(10, 65)]
    [InlineData(130, 200)]
    public void Gains_are_sums_of_similarities(int first, int second)
    {
        var rows = new FactoredRows(first, second, 71);
        float[] similarities = rows.Similarities<NegatedEuclidean>();
        float lowest = similarities.Min();
        (double[] gains, double[] pairGains, double[] rowGains) = rows.Gains<NegatedEuclidean>(lowest);
        Assert.Equal(gains, pairGains);
        for (int v = 0; v < rows.Count; v++)
        {
            double sum = Enumerable.Range(0, rows.Count).Sum(i => similarities[v * rows.Padded + i] - (double)lowest);
            Assert.Equal(sum, gains[v], 1e-5 * sum);
            Assert.Equal(sum, rowGains[v], 1e-5 * sum);
        }
    }
}
