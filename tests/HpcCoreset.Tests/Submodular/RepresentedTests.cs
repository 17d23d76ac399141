using System;
using System.Linq;
using HpcCoreset.Tests.Storage;
using Xunit;

namespace HpcCoreset.Tests.Submodular;

/// <summary>Picks that stand for other rows than they are picked from: the ranking of a plain greedy in double as well.</summary>
[Trait("Switches", "true")]
public class RepresentedTests
{
    private static readonly Instance s_chunks = new(
        "chunks", Instances.Random(51, 1100, 5), [.. Enumerable.Range(0, 1100).Select(i => i % 4 == 0 ? 0 : 1.0 / i)])
    { Candidates = Instances.Random(52, 333, 5) };

    [Theory]
    [MemberData(nameof(Similarities))]
    public void They_are_ranked_as_by_a_plain_greedy(Similarity similarity)
    {
        foreach (Instance rows in Instances.All)
        {
            // Some of the rows, in another order; rows of their own; rows far off.
            float[][] some = [.. rows.Rows.Where((_, i) => i % 3 != 1).Reverse()];
            float[][] own = Instances.Random(53, 70, rows.Dimension);
            float[][] far = [.. own.Select(row => row.Select(value => value * 3 + 1e5f).ToArray())];
            foreach (float[][] candidates in (float[][][])[some, own, [.. own, .. far], [.. far[..2], .. some]])
            {
                Instance instance = (rows with { Candidates = candidates }).For(similarity);
                if (instance.Count == 0 || instance.Candidates!.Length == 0) continue;
                RankingLaws.Check(instance, similarity, Math.Min(8, instance.Candidates.Length), gamma: 0.4);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Similarities))]
    public void Nor_do_threads_or_a_cache_change_a_byte(Similarity similarity)
    {
        var options = new FacilityLocationOptions { Size = 6, Similarity = similarity, WithoutSmallMatrix = true };
        BitwiseGreedy oracle = BitwiseGreedy.Select(s_chunks, similarity, 6);
        foreach (int threads in (int[])[1, 2, 3])
            foreach (long cacheBytes in (long[])[0, 100_000, 1L << 30])
            {
                CoresetSnapshot coreset = s_chunks.Select(options with { Threads = threads, CacheBytes = cacheBytes });
                Assert.Equal(oracle.Picks, coreset.Indices);
                Assert.Equal(oracle.Gains, coreset.Gains);
                Assert.Equal(oracle.Weights, coreset.Weights);
                Assert.Equal(oracle.Assignment, coreset.Assignment);
            }
    }

    [Theory]
    [MemberData(nameof(Similarities))]
    public void Rows_that_represent_themselves_may_be_said_to(Similarity similarity)
    {
        var rows = new Instance("rows", Instances.Random(54, 200, 7));
        var options = new FacilityLocationOptions { Size = 30, Similarity = similarity };
        CoresetSnapshot plain = rows.Select(options), said = (rows with { Candidates = rows.Rows }).Select(options);
        Assert.Equal(plain.Indices, said.Indices);
        Assert.Equal(plain.Gains, said.Gains);
        Assert.Equal(plain.Coverage, said.Coverage);
    }

    /// <summary>Each side is stored as it likes: the values decide.</summary>
    [Theory]
    [InlineData(Similarity.MaxSquaredEuclidean)]
    [InlineData(Similarity.Cosine)]
    public void Any_two_kinds_of_rows_go_together(Similarity similarity)
    {
        float[] values = [.. Instances.Random(55, 90, 40).SelectMany(row => row)];
        foreach (string left in (string[])[.. NarrowRows.Kinds])
            foreach (string right in (string[])[.. NarrowRows.Kinds])
            {
                NarrowRows candidates = new(left, values[..(50 * 40)], 40), rows = new(right, values[(50 * 40)..], 40);
                using var selector = new FacilityLocationSelector(new() { Size = 9, Similarity = similarity });
                CoresetSnapshot narrow = selector.Select(candidates.View, new ReferenceRows { Represented = rows.View }).ToOwned();
                CoresetSnapshot wide = selector.Select(
                    new Points(candidates.Decoded, 40), new ReferenceRows { Represented = new Points(rows.Decoded, 40) }).ToOwned();
                Assert.Equal(wide.Indices, narrow.Indices);
                Assert.Equal(wide.Gains, narrow.Gains);
                Assert.Equal(wide.Coverage, narrow.Coverage);
            }
    }

    [Fact]
    public void Wrong_rows_are_refused()
    {
        using var selector = new FacilityLocationSelector(new() { Size = 2, Similarity = Similarity.Cosine });
        float[] rows = [1, 2, 3, 4, 5, 6];
        AssertRefused(
            "references.Represented: found rows of dimension 3; allowed is that of points, 2.",
            () => selector.Select(new Points(rows, 2), new ReferenceRows { Represented = new Points(rows, 3) }).Count);
        AssertRefused(
            "references.Represented: found only zeros in row 1,",
            () => selector.Select(new Points(rows, 2), new ReferenceRows { Represented = new Points([1, 1, 0, 0], 2) }).Count);
        AssertRefused(
            "weights: found 3 weights for 1 rows;",
            () => selector.Select(new Points(rows, 2), new ReferenceRows { Represented = new Points([1, 1], 2) }, [1, 1, 1]).Count);
        AssertRefused(
            "points: found 1 rows; options.Size asks for 2",
            () => selector.Select(new Points([1, 1], 2), new ReferenceRows { Represented = new Points(rows, 2) }).Count);
    }

    public static TheoryData<Similarity> Similarities() => [.. Enum.GetValues<Similarity>()];

    private static void AssertRefused(string message, Func<object> call) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
}
