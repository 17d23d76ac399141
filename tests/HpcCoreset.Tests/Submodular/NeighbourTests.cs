using System;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tests.Submodular;

/// <summary>Facility location in which every row knows its most similar candidates only.</summary>
[Trait("Switches", "true")]
public class NeighbourTests
{
    private static readonly float[][] s_rows = Instances.Random(81, 1100, 5);
    private static readonly double[] s_weights = [.. Enumerable.Range(0, 1100).Select(i => i % 5 == 0 ? 0 : 1 + i % 3)];

    /// <summary>A plain greedy in double over the similarities that are left.</summary>
    private static (int[] Picks, double[] Gains, double[] Weights) Plain(double[][] s, double[] weights, int neighbours, int size)
    {
        int n = s[0].Length;
        for (int i = 0; i < n; i++)
        {
            double[] column = [.. s.Select(row => row[i])];
            int[] kept = [.. Enumerable.Range(0, s.Length).OrderByDescending(v => column[v]).ThenBy(v => v).Take(neighbours)];
            for (int v = 0; v < s.Length; v++)
                if (!kept.Contains(v)) s[v][i] = 0;
        }
        var covered = new double[n];
        var owner = new int[n];
        var picks = new int[size];
        var gains = new double[size];
        for (int step = 0; step < size; step++)
        {
            double[] all = [.. s.Select((row, v) => picks.Take(step).Contains(v) ? -1 : row.Select((value, i) => weights[i] * Math.Max(0, value - covered[i])).Sum())];
            (gains[step], picks[step]) = (all.Max(), Array.IndexOf(all, all.Max()));
            for (int i = 0; i < n; i++)
                if (s[picks[step]][i] > covered[i]) (covered[i], owner[i]) = (s[picks[step]][i], step);
        }
        return (picks, gains, [.. Enumerable.Range(0, size).Select(step => Enumerable.Range(0, n).Where(i => owner[i] == step).Sum(i => weights[i]))]);
    }

    [Theory]
    [MemberData(nameof(Similarities))]
    public void Ranked_as_by_a_plain_greedy_over_the_lists(Similarity similarity)
    {
        foreach ((int neighbours, int candidates) in ((int, int)[])[(1, 1100), (7, 1100), (40, 1100), (7, 130)])
        {
            // Candidates of their own are the first rows, moved.
            float[][] own = [.. s_rows.Take(130).Select(row => row.Select(value => value + 0.25f).ToArray())];
            var instance = new Instance("rows", s_rows, s_weights) { Candidates = candidates == 130 ? own : null };
            double[][] s = BitwiseGreedy.Matrix(instance.Candidates ?? s_rows, s_rows, similarity, 0.3);
            if (similarity is Similarity.MaxSquaredEuclidean or Similarity.MaxEuclidean)
            {
                double lowest = s.Min(row => row.Min());
                s = [.. s.Select(row => row.Select(value => value - lowest).ToArray())];
            }
            (int[] picks, double[] gains, double[] weights) = Plain(s, s_weights, neighbours, 25);
            foreach (int threads in (int[])[1, 3])
            {
                CoresetSnapshot coreset = instance.Select(
                    new() { Size = 25, Similarity = similarity, Gamma = 0.3, Neighbours = neighbours, Threads = threads });
                Assert.Equal(picks, coreset.Indices);
                for (int step = 0; step < 25; step++) Assert.Equal(gains[step], coreset.Gains[step], 1e-9 * gains[0]);
                Assert.Equal(weights, coreset.Weights);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Similarities))]
    public void With_all_as_neighbours_it_is_the_exact_greedy(Similarity similarity)
    {
        var instance = new Instance("rows", s_rows[..300], s_weights[..300]);
        foreach (int neighbours in (int[])[300, 1000])
        {
            var options = new FacilityLocationOptions { Size = 40, Similarity = similarity, Gamma = 0.3 };
            CoresetSnapshot exact = instance.Select(options), sparse = instance.Select(options with { Neighbours = neighbours });
            Assert.Equal(exact.Indices, sparse.Indices);
            Assert.Equal(exact.Weights, sparse.Weights);
            Assert.Equal(exact.Coverage, sparse.Coverage);
            for (int step = 0; step < 40; step++) Assert.Equal(exact.Gains[step], sparse.Gains[step], 1e-12 * exact.Gains[0]);
        }
    }

    /// <summary>Rows in copies: no duplicates among the picks, and no row that is not there.</summary>
    [Fact]
    public void Ties_and_copies_do_no_harm()
    {
        foreach (Instance instance in Instances.All)
        {
            int size = Math.Min(10, instance.Count);
            CoresetSnapshot coreset = instance.Select(new() { Size = size, Neighbours = 3 });
            Assert.Equal(size, coreset.Indices.Distinct().Count());
            Assert.All(coreset.Indices, index => Assert.InRange(index, 0, instance.Count - 1));
            Assert.All(coreset.Gains, gain => Assert.True(gain >= 0));
        }
    }

    [Fact]
    public void A_query_and_private_rows_are_refused()
    {
        var refused = Assert.Throws<ArgumentException>(() => new Instance("rows", s_rows[..30]) { Query = s_rows[..2] }.Select(new() { Size = 1, Neighbours = 3 }));
        Assert.StartsWith("references: found 2 rows of a query and 0 private ones; with options.Neighbours", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("options.Neighbours", () => new FacilityLocationSelector(new() { Size = 1, Neighbours = -1 }));
    }

    public static TheoryData<Similarity> Similarities() => [.. Enum.GetValues<Similarity>()];
}
