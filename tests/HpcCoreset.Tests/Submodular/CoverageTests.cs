using System;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tests.Submodular;

/// <summary>What a coreset says covers each row, against the definition.</summary>
public class CoverageTests
{
    private static readonly float[][] s_rows = Instances.Random(41, 110, 4);
    private static readonly double[] s_weights = [.. Enumerable.Range(0, 110).Select(i => i % 6 == 5 ? 0 : 1 + i % 3)];

    [Theory]
    [MemberData(nameof(Similarities))]
    public void Every_row_is_assigned_to_what_covers_it_best(Similarity similarity)
    {
        double[][] similarities = PlainGreedy.Matrix(s_rows, similarity, 0.2);
        foreach (int[] initial in (int[][])[[], [7], [3, 90, 41]])
        {
            using var selector = new FacilityLocationSelector(new() { Size = 12, Similarity = similarity, Gamma = 0.2 });
            Coreset coreset = selector.Select(new Points([.. s_rows.SelectMany(row => row)], 4), s_weights, new GreedyTerms { Initial = initial });
            int[] set = [.. initial, .. coreset.Indices];
            var masses = new double[coreset.Count];
            for (int i = 0; i < s_rows.Length; i++)
            {
                double best = Math.Max(0, set.Max(v => similarities[v][i]));
                int expected = best == 0 ? 0 : Math.Max(-1, Array.FindIndex(set, v => similarities[v][i] == best) - initial.Length);
                Assert.Equal(expected, coreset.Assignment[i]);
                Assert.Equal(best, coreset.Coverage[i], 1e-12 * (1 + best));
                if (expected >= 0) masses[expected] += s_weights[i];
            }
            Assert.Equal(masses, coreset.Weights.ToArray());
        }
    }

    [Fact]
    public void A_copy_keeps_them_and_other_selectors_have_none()
    {
        var points = new Points([.. s_rows.SelectMany(row => row)], 4);
        using var selector = new FacilityLocationSelector(new() { Size = 5 });
        Coreset coreset = selector.Select(points);
        CoresetSnapshot copy = coreset.ToOwned();
        Assert.Equal(coreset.Assignment.ToArray(), copy.Assignment);
        Assert.Equal(coreset.Coverage.ToArray(), copy.Coverage);
        Assert.Equal(110, copy.Assignment.Count);
        using var relevance = new MmrSelector(new() { Size = 5 });
        Assert.True(relevance.Select(points, s_rows[0]).Assignment.IsEmpty);
    }

    public static TheoryData<Similarity> Similarities() => [.. Enum.GetValues<Similarity>()];
}
