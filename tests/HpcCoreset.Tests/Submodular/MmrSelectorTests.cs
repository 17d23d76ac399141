using System;
using System.Linq;
using System.Threading;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace HpcCoreset.Tests.Submodular;

/// <summary>The picks and scores are those of a plain loop in double, to the last bit.</summary>
[Trait("Switches", "true")]
public class MmrSelectorTests
{
    private static readonly float[] s_rows = [0, 1, 2, 5, 4, 6, 1, 9, 3, 0, 7, 8]; // 6 x 2

    public static TheoryData<Similarity> Similarities() =>
        [.. Enum.GetValues<Similarity>().Where(similarity => similarity is not (Similarity.MaxSquaredEuclidean or Similarity.MaxEuclidean))];

    [Theory]
    [MemberData(nameof(Similarities))]
    public void Every_similarity_is_ranked_as_by_a_plain_loop(Similarity similarity)
    {
        foreach ((int count, int dimension) in ((int, int)[])[(1, 3), (2, 2), (9, 2), (40, 3), (150, 7), (70, 130)])
            foreach (double lambda in (double[])[0, 0.3, 0.5, 1])
                Check(Instances.Random(count, count, dimension), Instances.Random(9, 1, dimension)[0], similarity, Math.Min(count, 25), lambda, gamma: 0.4);
    }

    /// <summary>Small whole numbers: many rows alike, many ties, similarities below 0; queries that are rows.</summary>
    [Fact]
    public void Duplicates_and_ties_go_to_the_lowest_index()
    {
        Gen<float[]> row = Gen.Choose(-2, 2).Select(value => (float)value).ArrayOf(3).Where(values => values.Any(value => value != 0));
        var cases = Gen.Choose(1, 40).SelectMany(count => row.ArrayOf(count)).SelectMany(rows => row.SelectMany(query =>
            Gen.Choose(1, rows.Length).SelectMany(size => Gen.Elements(0, 0.25, 0.5, 0.75, 1).Select(lambda => (rows, query, size, lambda)))));
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            Check(one.rows, one.query, Similarity.Cosine, one.size, one.lambda);
            Check(one.rows, one.rows[0], Similarity.Dot, one.size, one.lambda);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Strided_rows_and_earlier_calls_change_nothing()
    {
        float[][] rows = Instances.Random(1, 90, 6), others = Instances.Random(2, 120, 6);
        float[] query = others[7];
        using var selector = new MmrSelector(new() { Size = 20 });
        selector.Select(new Points(others.SelectMany(row => row).ToArray(), 6), query);
        float[] spread = [.. rows.SelectMany(row => (float[])[.. row, float.NaN, 7])];
        AssertSame(PlainMmr.Select(rows, query, Similarity.Cosine, 20, 0.5), selector.Select(new Points(spread, 90, 6, 8), query));
    }

    [Fact]
    public void A_coreset_of_mmr_is_a_ranking_of_single_rows()
    {
        using var selector = new MmrSelector(new() { Size = 3, Lambda = 1 });
        Coreset coreset = selector.Select(new Points(s_rows, 2), [0, 1]);
        Assert.Equal([0, 3, 1], coreset.Indices.ToArray());
        Assert.Equal([1.0, 1, 1], coreset.Weights.ToArray());
        Assert.Equal(3, coreset.Report.TotalWeight);
        Assert.Equal(coreset.Gains[0] + coreset.Gains[1] + coreset.Gains[2], coreset.Report.Objective);
        Assert.InRange(coreset.Report.Evaluations, 6 + 5, 6 + 5 + 4);
        Assert.Equal("none", coreset.Report.Kernel);
    }

    [Theory]
    [InlineData("points: found no rows", new float[0], new float[] { 1, 2 })]
    [InlineData("points: found 1 rows; options.Size asks for 2", new float[] { 1, 2 }, new float[] { 1, 2 })]
    [InlineData("points: found NaN in row 1, column 1;", new float[] { 1, 2, 3, float.NaN }, new float[] { 1, 2 })]
    [InlineData("points: found only zeros in row 1, in every column;", new float[] { 1, 2, 0, 0 }, new float[] { 1, 2 })]
    [InlineData("query: found Infinity in row 0, column 0;", new float[] { 1, 2, 3, 4 }, new float[] { float.PositiveInfinity, 2 })]
    [InlineData("query: found only zeros in row 0, in every column;", new float[] { 1, 2, 3, 4 }, new float[] { 0, 0 })]
    [InlineData("query: found 3 values; the rows have 2.", new float[] { 1, 2, 3, 4 }, new float[] { 1, 2, 3 })]
    public void Bad_rows_and_queries_are_refused_before_anything_is_touched(string message, float[] values, float[] query)
    {
        using var selector = new MmrSelector(new() { Size = 2 });
        Coreset before = selector.Select(new Points(s_rows, 2), [1, 2]);
        int[] kept = before.Indices.ToArray();
        var refused = Assert.ThrowsAny<ArgumentException>(() => selector.Select(new Points(values, 2), query).Count);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        Assert.Equal(message[..message.IndexOf(':', StringComparison.Ordinal)], refused.ParamName);
        Assert.Equal(kept, before.Indices.ToArray());
        Assert.Equal(kept, selector.Select(new Points(s_rows, 2), [1, 2]).Indices.ToArray());
    }

    [Fact]
    public void Constant_rows_and_queries_have_no_correlation()
    {
        using var selector = new MmrSelector(new() { Size = 1, Similarity = Similarity.CorrelationSquared });
        Assert.Throws<ArgumentException>("points", () => selector.Select(new Points([1, 2, 3, 3], 2), [1, 2]).Count);
        Assert.Throws<ArgumentException>("query", () => selector.Select(new Points([1, 2, 3, 4], 2), [5, 5]).Count);
        Assert.Throws<ArgumentOutOfRangeException>("dimension", () => selector.Prepare(4, 1));
    }

    [Theory]
    [InlineData("options.Size", 0, 0.5, 0.0, Similarity.Cosine)]
    [InlineData("options.Lambda", 1, -0.1, 0.0, Similarity.Cosine)]
    [InlineData("options.Lambda", 1, 1.1, 0.0, Similarity.Cosine)]
    [InlineData("options.Lambda", 1, double.NaN, 0.0, Similarity.Cosine)]
    [InlineData("options.Gamma", 1, 0.5, -1.0, Similarity.Rbf)]
    [InlineData("options.Similarity", 1, 0.5, 0.0, Similarity.MaxEuclidean)]
    [InlineData("options.Similarity", 1, 0.5, 0.0, Similarity.MaxSquaredEuclidean)]
    [InlineData("options.Similarity", 1, 0.5, 0.0, (Similarity)99)]
    public void Bad_options(string parameter, int size, double lambda, double gamma, Similarity similarity)
    {
        var options = new MmrOptions { Size = size, Lambda = lambda, Gamma = gamma, Similarity = similarity };
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => new MmrSelector(options));
        Assert.Equal(parameter, refused.ParamName);
        Assert.StartsWith(parameter, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_token_and_a_disposed_selector()
    {
        var selector = new MmrSelector(new() { Size = 2 });
        Assert.Throws<OperationCanceledException>(() => selector.Select(new Points(s_rows, 2), [1, 2], new CancellationToken(true)).Count);
        Coreset view = selector.Select(new Points(s_rows, 2), [1, 2]);
        selector.Dispose();
        bool refused = false;
        try { _ = view.Count; }
        catch (InvalidOperationException) { refused = true; }
        Assert.True(refused);
        Assert.Throws<ObjectDisposedException>(() => selector.Select(new Points(s_rows, 2), [1, 2]).Count);
        Assert.Throws<ArgumentNullException>(() => new MmrSelector(null!));
    }

    private static void Check(float[][] rows, float[] query, Similarity similarity, int size, double lambda, double gamma = 0)
    {
        if (similarity == Similarity.CorrelationSquared && rows.Append(query).Any(row => row.All(value => value == row[0]))) return;
        using var selector = new MmrSelector(new() { Size = size, Lambda = lambda, Similarity = similarity, Gamma = gamma });
        AssertSame(
            PlainMmr.Select(rows, query, similarity, size, lambda, gamma),
            selector.Select(new Points(rows.SelectMany(row => row).ToArray(), query.Length), query));
    }

    private static void AssertSame((int[] Picks, double[] Scores) expected, Coreset found)
    {
        Assert.Equal(expected.Picks, found.Indices.ToArray());
        Assert.Equal(expected.Scores, found.Gains.ToArray());
    }
}
