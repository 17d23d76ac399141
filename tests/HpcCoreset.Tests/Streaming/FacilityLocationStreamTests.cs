using System;
using System.Linq;
using HpcCoreset.Tests.Clustering;
using HpcCoreset.Tests.Storage;
using Xunit;

namespace HpcCoreset.Tests.Streaming;

public class FacilityLocationStreamTests
{
    private const int Dimension = 5;
    private const int Leaf = 512;
    private static readonly FacilityLocationStreamOptions s_options = new() { Size = 20, SampleRows = 300, Seed = 3 };

    public static TheoryData<Similarity> Similarities =>
        [.. Enum.GetValues<Similarity>().Where(similarity => similarity is not (Similarity.MaxSquaredEuclidean or Similarity.MaxEuclidean))];

    [Trait("Switches", "true")]
    [Theory]
    [MemberData(nameof(Similarities))]
    public void Neither_blocks_nor_threads_nor_being_asked_change_a_byte(Similarity similarity)
    {
        FacilityLocationStreamOptions options = s_options with { Similarity = similarity };
        float[] rows = Mixed(4000);
        string whole = Bytes(Streamed(options, rows, 4000));
        Assert.Equal(whole, Bytes(Streamed(options, rows, 1)));
        Assert.Equal(whole, Bytes(Streamed(options, rows, 299, 2, 511, 0, 700)));
        foreach (int threads in (int[])[2, 3]) Assert.Equal(whole, Bytes(Streamed(options with { Threads = threads }, rows, Leaf)));
        using var asked = new FacilityLocationStream(options);
        for (int first = 0; first < 4000; first += 500)
        {
            asked.Append(new Points(rows.AsSpan(first * Dimension, 500 * Dimension), Dimension));
            asked.Reduce();
        }
        Assert.Equal(whole, Bytes(asked));
    }

    [Fact]
    public void Another_seed_takes_another_sample()
    {
        float[] rows = Mixed(4000);
        Assert.True(Enumerable.Range(0, 4).Select(seed => Bytes(Streamed(s_options with { Seed = (ulong)seed }, rows, 4000))).Distinct().Count() > 1);
    }

    /// <summary>As long as nothing had to go, the picks are those of a selector that has all rows.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(300)]
    [InlineData(301)]
    [InlineData(300 + Leaf - 1)]
    public void Few_rows_are_picked_from_exactly(int count)
    {
        float[] rows = Mixed(count);
        using FacilityLocationStream stream = Streamed(s_options, rows, 77);
        using var selector = new FacilityLocationSelector(new() { Size = Math.Min(20, count), Similarity = Similarity.Cosine });
        Coreset expected = selector.Select(new Points(rows, Dimension));
        StreamCoreset found = stream.Reduce();
        Assert.Equal(expected.Indices.ToArray(), found.Ids.ToArray().Select(id => (int)id));
        Assert.Equal(expected.Weights, found.Weights);
    }

    /// <summary>Also of rows that come blob by blob, in which order a sample of the first ones would know one blob only.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Picks_of_many_rows_are_worth_nearly_what_exact_ones_are(bool sorted)
    {
        float[][] rows = [.. Mixed(9000).Chunk(Dimension)];
        if (sorted) rows = [.. rows.OrderBy(row => row[0])];
        float[] values = [.. rows.SelectMany(row => row)];
        using var exact = new FacilityLocationSelector(new() { Size = 20, Similarity = Similarity.Rbf, Gamma = 1 });
        double best = exact.Select(new Points(values, Dimension)).Report.Objective;
        foreach (ulong seed in (ulong[])[1, 2, 3])
        {
            var options = new FacilityLocationStreamOptions { Size = 20, Seed = seed, Similarity = Similarity.Rbf, Gamma = 1 };
            using FacilityLocationStream stream = Streamed(options, values, 1000);
            StreamCoreset found = stream.Reduce();
            int[] picks = [.. found.Ids.ToArray().Select(id => (int)id)];
            Assert.Equal(20, picks.Distinct().Count());
            for (int j = 0; j < picks.Length; j++) Assert.Equal(rows[picks[j]], found.Rows[j].ToArray());
            Assert.Equal(9000, found.Weights.ToArray().Sum(), 1e-6);
            Assert.InRange(stream.HeldCount, 20, 20 * 15);
            double value = exact.Select(new Points(values, Dimension), default, new GreedyTerms { Candidates = picks }).Report.Objective;
            Assert.True(value >= (sorted ? 0.96 : 0.98) * best, $"seed {seed}: {value / best}");
        }
    }

    [Fact]
    public void Rows_that_are_all_alike_are_held_once()
    {
        using FacilityLocationStream stream = Streamed(s_options, [.. Enumerable.Repeat((float[])[1, 2, 3, 4, 5], 5000).SelectMany(row => row)], 5000);
        StreamCoreset found = stream.Reduce();
        Assert.Equal(found.Count, found.Ids.ToArray().Distinct().Count());
        Assert.Equal(5000, found.Weights.ToArray().Sum(), 1e-6);
        Assert.InRange(found.Count, 1, 20);
        Assert.InRange(stream.HeldCount, 1, 20);
    }

    [Fact]
    public void Rows_without_any_similarity_leave_picks_that_gain_nothing()
    {
        using FacilityLocationStream stream = Streamed(s_options with { Similarity = Similarity.Dot }, new float[3000 * Dimension], 3000);
        Assert.InRange(stream.Reduce().Count, 1, 20);
    }

    [Fact]
    public void Narrow_rows_are_kept_as_what_they_decode_to()
    {
        foreach (string kind in NarrowRows.Kinds)
        {
            var rows = new NarrowRows(kind, Mixed(2000), Dimension);
            using var narrow = new FacilityLocationStream(s_options);
            narrow.Append(rows.View);
            Assert.Equal(Bytes(Streamed(s_options, rows.Decoded, 2000)), Bytes(narrow));
        }
    }

    [Theory]
    [InlineData("options.Size", 0, 0, 0.1, 1, Similarity.Cosine)]
    [InlineData("options.SampleRows", 10, 9, 0.1, 1, Similarity.Cosine)]
    [InlineData("options.Epsilon", 10, 0, 0.0, 1, Similarity.Cosine)]
    [InlineData("options.Epsilon", 10, 0, 1.5, 1, Similarity.Cosine)]
    [InlineData("options.Epsilon", 10, 0, double.NaN, 1, Similarity.Cosine)]
    [InlineData("options.Threads", 10, 0, 0.1, 0, Similarity.Cosine)]
    [InlineData("options.Similarity", 10, 0, 0.1, 1, Similarity.MaxSquaredEuclidean)]
    [InlineData("options.Similarity", 10, 0, 0.1, 1, Similarity.MaxEuclidean)]
    [InlineData("options.Similarity", 10, 0, 0.1, 1, (Similarity)77)]
    public void Bad_options(string parameter, int size, int sampleRows, double epsilon, int threads, Similarity similarity)
    {
        var options = new FacilityLocationStreamOptions { Size = size, SampleRows = sampleRows, Epsilon = epsilon, Threads = threads, Similarity = similarity };
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => new FacilityLocationStream(options));
        Assert.Equal(parameter, refused.ParamName);
    }

    [Fact]
    public void Bad_blocks_are_refused_and_nothing_is_appended()
    {
        using var stream = new FacilityLocationStream(s_options);
        Assert.Throws<InvalidOperationException>(() => stream.Reduce().Count);
        stream.Append(default);
        stream.Append(new Points([1, 2, 3, 4], 2));
        foreach ((float[] values, int dimension, string message) in ((float[], int, string)[])[
            ([1, 2, 3], 3, "block: found rows of dimension 3; the stream has rows of 2."), ([1, 2, 0, 0], 2, "block: found only zeros in row 1"),
            ([1, float.NaN], 2, "block: found NaN in row 0, column 1;")])
        {
            var refused = Assert.Throws<ArgumentException>(() => stream.Append(new Points(values, dimension)));
            Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        }
        Assert.Equal(2, stream.RowCount);
        Assert.Equal(2, stream.Dimension);
        Assert.Equal(2, stream.Reduce().Count);
        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stream.Append(new Points([1, 2], 2)));
        Assert.Throws<ObjectDisposedException>(() => stream.Reduce().Count);
    }

    /// <summary>Blobs of very different sizes, and a tenth of rows anywhere.</summary>
    private static float[] Mixed(int count)
    {
        float[] rows = Rows.Blobs(count, Dimension, 12, noise: 0.7);
        var random = new Random(5);
        for (int i = 0; i < rows.Length; i++) rows[i] = i / Dimension % 10 == 3 ? (float)(random.NextDouble() * 14 + 1) : rows[i] - 11;
        return rows;
    }

    private static FacilityLocationStream Streamed(FacilityLocationStreamOptions options, float[] rows, params int[] blocks)
    {
        var stream = new FacilityLocationStream(options);
        int count = rows.Length / Dimension;
        for (int first = 0, i = 0; first < count; i++)
        {
            int block = Math.Min(blocks[i % blocks.Length], count - first);
            stream.Append(new Points(rows.AsSpan(first * Dimension, block * Dimension), Dimension));
            first += block;
        }
        return stream;
    }

    private static string Bytes(FacilityLocationStream stream)
    {
        StreamCoreset coreset = stream.Reduce();
        return string.Join(',', coreset.Ids.ToArray()) + ';' + string.Join(',', coreset.Weights.ToArray().Select(BitConverter.DoubleToInt64Bits)) +
            FormattableString.Invariant($";{stream.HeldCount}");
    }
}
