using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Tests.Storage;
using Xunit;

namespace HpcCoreset.Tests.Submodular;

/// <summary>Mutual information with a query, conditional gain over private rows, and both: the ranking of a plain greedy in double.</summary>
public class ReferenceTests
{
    private static readonly float[][] s_rows = Instances.Random(61, 150, 5);
    private static readonly float[][] s_query = Instances.Random(62, 3, 5);
    private static readonly float[][] s_private = [.. Instances.Random(63, 4, 5), s_rows[17]];

    [Trait("Switches", "true")]
    [Theory]
    [MemberData(nameof(Similarities))]
    public void They_are_ranked_as_by_a_plain_greedy(Similarity similarity)
    {
        foreach (Instance rows in Instances.All)
        {
            // Rows of its own, some one ulp off, and others; from one to many of them.
            float[][] some = [.. rows.Rows.Where((_, i) => i % 7 == 0)], others = Instances.Random(64, 5, rows.Dimension);
            float[][] nudged = [.. some.Select(row => row.Select(MathF.BitIncrement).ToArray())];
            foreach (Instance instance in (Instance[])[
                rows with { Query = some[..1] }, rows with { Query = [.. nudged, .. others], Eta = 0.9 }, rows with { Query = others, Eta = 3 },
                rows with { Private = some, Nu = 0.7 }, rows with { Private = [.. others, .. nudged] },
                rows with { Query = some, Private = others, Eta = 1.1, Nu = 0.5 }, rows with { Query = others, Private = some[..1] },
                rows with { Candidates = [.. others, .. some], Query = nudged, Private = others[..2], Nu = 0 },
                rows with { Candidates = [.. others, .. nudged], IsQuery = true, Eta = 0.6 },
                rows with { Candidates = [.. some, .. others], IsQuery = true, Private = nudged[..1], Eta = 0 }])
            {
                Instance valid = instance.For(similarity);
                int candidates = valid.Candidates?.Length ?? valid.Count;
                if (valid.Count > 0 && candidates > 0) RankingLaws.Check(valid, similarity, Math.Min(7, candidates), gamma: 0.4);
            }
        }
    }

    [Trait("Switches", "true")]
    [Theory]
    [MemberData(nameof(Similarities))]
    public void Nor_do_threads_or_a_cache_change_a_byte(Similarity similarity)
    {
        var rows = new Instance("chunks", Instances.Random(65, 1100, 5)) { Query = s_query, Private = s_private, Nu = 0.6 };
        foreach (Instance instance in (Instance[])[rows, rows with { Candidates = s_rows }, rows with { Candidates = s_rows, Query = [], IsQuery = true }])
        {
            BitwiseGreedy oracle = BitwiseGreedy.Select(instance, similarity, 6);
            foreach (int threads in (int[])[1, 3])
                foreach (long cacheBytes in (long[])[0, 100_000, 1L << 30])
                {
                    CoresetSnapshot coreset = instance.Select(
                        new() { Size = 6, Similarity = similarity, WithoutSmallMatrix = true, Threads = threads, CacheBytes = cacheBytes });
                    Assert.Equal(oracle.Picks, coreset.Indices);
                    Assert.Equal(oracle.Gains, coreset.Gains);
                    Assert.Equal(oracle.Weights, coreset.Weights);
                }
        }
    }

    /// <summary>The objective is what the definitions say, with similarities as they are defined, clipped at 0.</summary>
    [Theory]
    [MemberData(nameof(Similarities))]
    public void The_objective_is_the_information_of_the_picks(Similarity similarity)
    {
        const double Eta = 0.8, Nu = 0.6;
        float[][] all = [.. s_rows, .. s_query, .. s_private];
        int n = s_rows.Length, queryEnd = n + s_query.Length;
        var rows = new Instance("rows", s_rows) { Eta = Eta, Nu = Nu };
        double[][] s = PlainGreedy.Matrix(all, similarity, 0.3);
        if (similarity is Similarity.MaxSquaredEuclidean or Similarity.MaxEuclidean)
        {
            // Counted from the farthest pair of rows, not of all.
            double excess = s[..n].Min(row => row[..n].Min());
            s = [.. s.Select(row => row.Select(value => value - excess).ToArray())];
        }
        double Best(int i, IEnumerable<int> others) => others.Select(j => Math.Max(0, s[j][i])).Append(0).Max();
        IEnumerable<int> query = Enumerable.Range(n, s_query.Length), known = Enumerable.Range(queryEnd, s_private.Length);
        var options = new FacilityLocationOptions { Size = 8, Similarity = similarity, Gamma = 0.3 };
        void AssertValue(Instance instance, Func<int, IReadOnlyList<int>, double> term)
        {
            CoresetSnapshot coreset = instance.Select(options);
            double value = Enumerable.Range(0, n).Sum(i => term(i, coreset.Indices));
            Assert.Equal(value, coreset.Report.Objective, 1e-9 * (1 + value));
        }
        AssertValue(rows with { Query = s_query }, (i, picks) => Math.Min(Best(i, picks), Eta * Best(i, query)));
        AssertValue(rows with { Private = s_private }, (i, picks) => Math.Max(0, Best(i, picks) - Nu * Best(i, known)));
        AssertValue(
            rows with { Query = s_query, Private = s_private },
            (i, picks) => Math.Max(0, Math.Min(Best(i, picks), Eta * Best(i, query)) - Nu * Best(i, known)));
    }

    [Fact]
    public void Picks_for_a_query_are_like_it_and_those_beside_private_rows_are_not_like_them()
    {
        float[] rows = [0, 0, 0.1f, 0, 9, 9, 9, 9.1f, -7, 5];
        using var selector = new FacilityLocationSelector(new() { Size = 1, Similarity = Similarity.Rbf });
        Assert.Equal(4, selector.Select(new Points(rows, 2), new ReferenceRows { Query = new Points([-7, 5.1f], 2) }).Indices[0]);
        Coreset beside = selector.Select(new Points(rows, 2), new ReferenceRows { Private = new Points([0, 0, 9, 9], 2) });
        Assert.Equal(4, beside.Indices[0]);
        Assert.Equal([-1, -1, -1, -1, 0], beside.Assignment.ToArray());
    }

    [Fact]
    public void Bits_and_float16_go_together_with_others()
    {
        float[] values = [.. Instances.Random(66, 90, 40).SelectMany(row => row)];
        foreach (string kind in NarrowRows.Kinds)
            foreach (Similarity similarity in (Similarity[])[Similarity.MaxSquaredEuclidean, Similarity.Cosine])
            {
                NarrowRows rows = new(kind, values[..(80 * 40)], 40), query = new(kind, values[(80 * 40)..(84 * 40)], 40);
                NarrowRows known = new("float16", values[(84 * 40)..], 40);
                using var selector = new FacilityLocationSelector(new() { Size = 9, Similarity = similarity });
                CoresetSnapshot narrow = selector.Select(rows.View, new ReferenceRows { Query = query.View, Private = known.View }).ToOwned();
                CoresetSnapshot wide = selector.Select(
                    new Points(rows.Decoded, 40),
                    new ReferenceRows { Query = new Points(query.Decoded, 40), Private = new Points(known.Decoded, 40) }).ToOwned();
                Assert.Equal(wide.Indices, narrow.Indices);
                Assert.Equal(wide.Gains, narrow.Gains);
            }
    }

    [Fact]
    public void What_does_not_go_together_is_refused()
    {
        using var selector = new FacilityLocationSelector(new() { Size = 1 });
        using var byQuery = new FacilityLocationSelector(new() { Size = 1, RepresentQuery = true });
        float[] rows = [1, 2, 3, 4, 5, 6];
        AssertRefused(
            "references.Query: found rows of dimension 3;", () => selector.Select(new Points(rows, 2), new ReferenceRows { Query = new Points(rows, 3) }).Count);
        AssertRefused(
            "references.Private: found NaN in row 0, column 1;",
            () => selector.Select(new Points(rows, 2), new ReferenceRows { Private = new Points([1, float.NaN], 2) }).Count);
        AssertRefused("references.Query: found no rows;", () => byQuery.Select(new Points(rows, 2)).Count);
        AssertRefused(
            "references.Represented: found 3 rows; under options.RepresentQuery",
            () => byQuery.Select(new Points(rows, 2), new ReferenceRows { Query = new Points(rows, 2), Represented = new Points(rows, 2) }).Count);
        foreach (double factor in (double[])[-1, double.NaN, double.PositiveInfinity])
        {
            Assert.Throws<ArgumentOutOfRangeException>("options.Eta", () => new FacilityLocationSelector(new() { Size = 1, Eta = factor }));
            Assert.Throws<ArgumentOutOfRangeException>("options.Nu", () => new FacilityLocationSelector(new() { Size = 1, Nu = factor }));
        }
    }

    public static TheoryData<Similarity> Similarities() => [.. Enum.GetValues<Similarity>()];

    private static void AssertRefused(string message, Func<object> call) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
}
