using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Tests.Submodular;
using Microsoft.Extensions.AI;
using Xunit;

namespace HpcCoreset.Extensions.AI.Tests;

/// <summary>The ids are those of the rows that plain loops in double pick.</summary>
public class EmbeddingSelectionTests
{
    private const int Size = 8;
    private readonly float[][] _vectors = Items.Vectors(1, 60, 12);
    private readonly float[] _query = Items.Vectors(2, 1, 12)[0];

    [Theory]
    [InlineData(Similarity.Cosine, 0.5)]
    [InlineData(Similarity.Cosine, 0.8)]
    [InlineData(Similarity.Dot, 0.3)]
    [InlineData(Similarity.Rbf, 0.5)]
    public void Marginal_relevance_to_a_query(Similarity similarity, double lambda)
    {
        (int[] picks, double[] scores) = PlainMmr.Select(_vectors, _query, similarity, Size, lambda);
        using var selector = new MmrSelector(new() { Size = Size, Similarity = similarity, Lambda = lambda });
        EmbeddingRows<string> rows = Items.Named(_vectors);
        EmbeddingPick<string>[] expected = [.. picks.Zip(scores, (row, score) => new EmbeddingPick<string>(Items.Id(row), row, 1, score))];
        Assert.Equal(expected, selector.Select(rows, _query).ToArray());
        Assert.Equal(expected, selector.Select(rows, new Embedding<float>(_query)).ToArray());
    }

    [Theory]
    [InlineData(Similarity.Cosine)]
    [InlineData(Similarity.MaxSquaredEuclidean)]
    public void Representatives_of_all_items(Similarity similarity)
    {
        using var selector = new FacilityLocationSelector(new() { Size = Size, Similarity = similarity });
        AssertSame(
            BitwiseGreedy.Select(new Instance("items", _vectors), similarity, Size),
            selector.Select(Items.Named(_vectors)).ToArray());
    }

    [Fact]
    public void Representatives_as_far_as_items_are_like_a_query()
    {
        BitwiseGreedy expected = BitwiseGreedy.Select(new Instance("items", _vectors) { Query = [_query] }, Similarity.Cosine, Size);
        using var selector = new FacilityLocationSelector(new() { Size = Size, Similarity = Similarity.Cosine });
        EmbeddingRows<string> rows = Items.Named(_vectors);
        AssertSame(expected, selector.Select(rows, _query).ToArray());
        AssertSame(expected, selector.Select(rows, new Embedding<float>(_query)).ToArray());
    }

    [Fact]
    public void Items_as_far_apart_as_can_be()
    {
        var expected = new List<(int Row, double Distance)> { (0, 0) };
        while (expected.Count < Size)
            expected.Add(Enumerable.Range(0, _vectors.Length)
                .Select(row => (row, expected.Min(pick => Distance(_vectors[row], _vectors[pick.Row]))))
                .MaxBy(candidate => candidate.Item2));
        using var selector = new SubmodularSelector(new() { Size = Size, Objective = new DisparityMinObjective() });
        EmbeddingPick<string>[] picks = selector.Select(Items.Named(_vectors)).ToArray();
        Assert.Equal(expected.Select(pick => Items.Id(pick.Row)), picks.Select(pick => pick.Id));
        Assert.All(expected.Zip(picks), pair => Assert.Equal(pair.First.Distance, pair.Second.Gain, 1e-12));
    }

    [Fact]
    public void A_covering_gives_every_item_to_the_nearest_pick()
    {
        using var selector = new ClusteringCoresetSelector(new() { Size = Size, Method = ClusteringCoresetMethod.KCenter });
        EmbeddingPick<string>[] picks = selector.Select(Items.Named(_vectors)).ToArray();
        double[] expected = new double[Size];
        foreach (float[] vector in _vectors)
            expected[Enumerable.Range(0, Size).MinBy(position => Distance(vector, _vectors[picks[position].Index]))]++;
        Assert.Equal(expected, picks.Select(pick => pick.Weight));
        Assert.All(picks, pick => Assert.Equal(Items.Id(pick.Index), pick.Id));
    }

    /// <summary>As a search may find fewer passages than are asked for, or none.</summary>
    [Fact]
    public void Fewer_items_than_picks_are_all_picked()
    {
        var one = Gen.Choose(0, Size + 3).SelectMany(count => Gen.Choose(1, 9).Select(dimension => (count, dimension)));
        Prop.ForAll(one.ToArbitrary(), shape =>
        {
            float[][] vectors = Items.Vectors(shape.count, shape.count, shape.dimension);
            float[] query = Items.Vectors(3, 1, shape.dimension)[0];
            EmbeddingRows<string> rows = Items.Named(vectors);
            int expected = Math.Min(Size, shape.count);
            using var relevance = new MmrSelector(new() { Size = Size });
            using var facilities = new FacilityLocationSelector(new() { Size = Size });
            using var apart = new SubmodularSelector(new() { Size = Size, Objective = new DisparitySumObjective() });
            using var covering = new ClusteringCoresetSelector(new() { Size = Size, Method = ClusteringCoresetMethod.KCenter });
            foreach (EmbeddingPick<string>[] picks in (EmbeddingPick<string>[][])
                [
                    relevance.Select(rows, query).ToArray(), facilities.Select(rows).ToArray(), facilities.Select(rows, query).ToArray(),
                    apart.Select(rows).ToArray(), covering.Select(rows).ToArray(),
                ])
            {
                Assert.Equal(expected, picks.Length);
                Assert.Equal(expected, picks.Select(pick => pick.Index).Distinct().Count());
                Assert.All(picks, pick => Assert.Equal(Items.Id(pick.Index), pick.Id));
            }
            if (shape.count is > 0 and < Size)
                Assert.Equal(PlainMmr.Select(vectors, query, Similarity.Cosine, shape.count, 0.5).Picks, relevance.Select(rows, query).ToArray().Select(pick => pick.Index));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_call_with_few_items_leaves_the_next_one_as_it_is()
    {
        using var selector = new FacilityLocationSelector(new() { Size = Size });
        EmbeddingRows<string> rows = Items.Named(_vectors);
        EmbeddingPick<string>[] expected = selector.Select(rows).ToArray();
        Assert.Equal(3, selector.Select(Items.Named(_vectors[..3])).Count);
        Assert.Equal(expected, selector.Select(rows).ToArray());
    }

    [Fact]
    public void What_is_wrong_is_told_with_the_item_s_number()
    {
        using var selector = new MmrSelector(new() { Size = 2 });
        using var facilities = new FacilityLocationSelector(new() { Size = 2, Similarity = Similarity.Cosine });
        EmbeddingRows<string> rows = Items.Named([[1, 2], [3, float.NaN], [0, 0]]);
        Assert.StartsWith("points: found NaN in row 1, column 1;", Refused(() => selector.Select(rows, [1, 2]).Count), StringComparison.Ordinal);
        Assert.StartsWith("points: found only zeros in row 1", Refused(() => facilities.Select(Items.Named([[1, 2], [0, 0]])).Count), StringComparison.Ordinal);
        Assert.StartsWith("query: found 3 values; the rows have 2.", Refused(() => selector.Select(Items.Named([[1, 2]]), [1, 2, 3]).Count), StringComparison.Ordinal);
        Assert.StartsWith("query: found 4 values; the rows have 2.", Refused(() => facilities.Select(Items.Named([[1, 2]]), [1, 2, 3, 4]).Count), StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("rows", () => selector.Select<string>(null!, [1, 2]).Count);
        Assert.Throws<ArgumentNullException>("query", () => selector.Select(rows, (Embedding<float>)null!).Count);
        Assert.Throws<ArgumentNullException>("selector", () => ((FacilityLocationSelector)null!).Select(rows).Count);
        Assert.Throws<OperationCanceledException>(() => selector.Select(Items.Named(_vectors), _query, new CancellationToken(true)).Count);

        static string Refused(Func<int> call) => Assert.ThrowsAny<ArgumentException>(() => call()).Message;
    }

    private static void AssertSame(BitwiseGreedy expected, EmbeddingPick<string>[] picks)
    {
        Assert.Equal(expected.Picks, picks.Select(pick => pick.Index));
        Assert.Equal(expected.Picks.Select(Items.Id), picks.Select(pick => pick.Id));
        Assert.Equal(expected.Gains, picks.Select(pick => pick.Gain));
        Assert.Equal(expected.Weights, picks.Select(pick => pick.Weight));
    }

    private static double Distance(float[] x, float[] y) => Math.Sqrt(x.Zip(y, (a, b) => ((double)a - b) * ((double)a - b)).Sum());
}
