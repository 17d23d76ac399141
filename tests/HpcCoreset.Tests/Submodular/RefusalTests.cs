using System;
using System.Linq;
using System.Threading;
using HpcCoreset.Kernels;
using Xunit;

namespace HpcCoreset.Tests.Submodular;

/// <summary>Bad input is told by argument, place and what is allowed; the selector works on as if nothing had been.</summary>
public class RefusalTests
{
    private static readonly float[] s_rows = [0, 1, 2, 5, 4, 6, 1, 9, 3, 0, 7, 8]; // 6 x 2 or 4 x 3

    [Theory]
    [InlineData(Similarity.MaxSquaredEuclidean, "points: found no rows", new float[0], new double[0])]
    [InlineData(Similarity.MaxSquaredEuclidean, "points: found 1 rows; options.Size asks for 2", new float[] { 1, 2 }, new double[0])]
    [InlineData(Similarity.Rbf, "points: found NaN in row 1, column 1;", new float[] { 1, 2, 3, float.NaN, 5, 6 }, new double[0])]
    [InlineData(Similarity.Dot, "points: found Infinity in row 2, column 0;", new float[] { 1, 2, 3, 4, float.PositiveInfinity, 6 }, new double[0])]
    [InlineData(Similarity.MaxEuclidean, "points: found -1E+30 in row 0, column 1; allowed are finite values of magnitude up to 3.23e+18", new float[] { 1, -1e30f, 3, 4 }, new double[0])]
    [InlineData(Similarity.Cosine, "points: found only zeros in row 1, in every column;", new float[] { 1, 2, 0, 0, 5, 6 }, new double[0])]
    [InlineData(Similarity.CosineSquared, "points: found only zeros in row 0, in every column;", new float[] { 0, -0f, 1, 2 }, new double[0])]
    [InlineData(Similarity.CorrelationSquared, "points: found the same value in every column of row 2;", new float[] { 1, 2, 3, 4, 7, 7 }, new double[0])]
    [InlineData(Similarity.MaxSquaredEuclidean, "weights: found 3 weights for 2 rows; allowed is one per row.", new float[] { 1, 2, 3, 4 }, new double[] { 1, 1, 1 })]
    [InlineData(Similarity.MaxSquaredEuclidean, "weights: found -0.5 for row 1; allowed are finite values of at least 0.", new float[] { 1, 2, 3, 4 }, new double[] { 1, -0.5 })]
    [InlineData(Similarity.MaxSquaredEuclidean, "weights: found NaN for row 0;", new float[] { 1, 2, 3, 4 }, new[] { double.NaN, 1 })]
    [InlineData(Similarity.MaxSquaredEuclidean, "weights: found Infinity for row 1;", new float[] { 1, 2, 3, 4 }, new[] { 1, double.PositiveInfinity })]
    [InlineData(Similarity.MaxSquaredEuclidean, "weights: found a sum of 0; it must be at least 1E-250", new float[] { 1, 2, 3, 4 }, new double[] { 0, 0 })]
    [InlineData(Similarity.MaxSquaredEuclidean, "weights: found a sum of 2E+300; it must be at least 1E-250 and at most 1E+250", new float[] { 1, 2, 3, 4 }, new[] { 1e300, 1e300 })]
    public void Bad_rows_and_weights(Similarity similarity, string message, float[] values, double[] weights)
    {
        using var selector = new FacilityLocationSelector(new() { Size = 2, Similarity = similarity });
        Coreset before = selector.Select(new Points(s_rows, 2));
        CoresetSnapshot kept = before.ToOwned();
        var refused = Assert.ThrowsAny<ArgumentException>(() => selector.Select(new Points(values, 2), weights).Count);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        Assert.Equal(message[..message.IndexOf(':', StringComparison.Ordinal)], refused.ParamName);
        Assert.Equal(kept.Indices, before.Indices.ToArray()); // refused before anything was touched
        AssertStillWorks(selector, similarity);
    }

    [Theory]
    [InlineData("options.Size", 0, 1, 0, 0.0, Similarity.Rbf)]
    [InlineData("options.Size", -3, 1, 0, 0.0, Similarity.Rbf)]
    [InlineData("options.Threads", 1, 0, 0, 0.0, Similarity.Rbf)]
    [InlineData("options.CacheBytes", 1, 1, -1, 0.0, Similarity.Rbf)]
    [InlineData("options.Gamma", 1, 1, 0, -1.0, Similarity.Rbf)]
    [InlineData("options.Gamma", 1, 1, 0, double.NaN, Similarity.Rbf)]
    [InlineData("options.Gamma", 1, 1, 0, double.PositiveInfinity, Similarity.Rbf)]
    [InlineData("options.Similarity", 1, 1, 0, 0.0, (Similarity)99)]
    public void Bad_options(string parameter, int size, int threads, long cacheBytes, double gamma, Similarity similarity)
    {
        var options = new FacilityLocationOptions { Size = size, Threads = threads, CacheBytes = cacheBytes, Gamma = gamma, Similarity = similarity };
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => new FacilityLocationSelector(options));
        Assert.Equal(parameter, refused.ParamName);
        Assert.StartsWith(parameter, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_options() => Assert.Throws<ArgumentNullException>(() => new FacilityLocationSelector(null!));

    [Fact]
    public void Kernels_that_do_not_fit()
    {
        using var selector = new FacilityLocationSelector<SquaredEuclidean3>(new() { Size = 2 });
        var refused = Assert.Throws<ArgumentException>(() => selector.Select(new Points(s_rows, 2)).Count);
        Assert.StartsWith("points: found rows of dimension 2; the kernel is for 3.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, selector.Select(new Points(s_rows, 3)).Count);

        refused = Assert.Throws<ArgumentException>(() => new FacilityLocationSelector<ManhattanAny>(new() { Size = 2 }));
        Assert.StartsWith("TKernel: the metric Manhattan is no IInnerProductMetric", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Similarity.MaxSquaredEuclidean)]
    [InlineData(Similarity.Cosine)]
    public void A_token_cancelled_before(Similarity similarity)
    {
        using var selector = new FacilityLocationSelector(new() { Size = 2, Similarity = similarity });
        Assert.Throws<OperationCanceledException>(() => selector.Select(new Points(s_rows, 2), default, new CancellationToken(true)).Count);
        AssertStillWorks(selector, similarity);
    }

    /// <summary>The token is read between picks and inside every pass, on the caller's thread and on the team's.</summary>
    [Theory]
    [InlineData(1, 300)] // a matrix of similarities
    [InlineData(1, 1500)]
    [InlineData(2, 1500)]
    public void A_token_cancelled_after_the_third_pick(int threads, int count)
    {
        float[] values = [.. Instances.Random(51, count, 4).SelectMany(row => row)];
        using var source = new CancellationTokenSource();
        bool cancels = false;
        var sink = new Sink(picks =>
        {
            if (cancels && picks == 3) source.Cancel();
        });
        using var selector = new FacilityLocationSelector(new() { Size = 50, Threads = threads, Progress = sink });
        Coreset before = selector.Select(new Points(values, 4), default, source.Token);
        CoresetSnapshot kept = before.ToOwned();
        Assert.Equal(50, sink.Last);

        cancels = true;
        Assert.Throws<OperationCanceledException>(() => selector.Select(new Points(values, 4), default, source.Token).Count);
        Assert.InRange(sink.Last, 3, 4);
        AssertStale(before); // rather than half of the new picks
        CoresetSnapshot after = selector.Select(new Points(values, 4)).ToOwned();
        Assert.Equal(kept.Indices, after.Indices);
        Assert.Equal(kept.Gains, after.Gains);
    }

    [Fact]
    public void A_progress_sink_that_throws()
    {
        bool throws = true;
        using var selector = new FacilityLocationSelector(new()
        {
            Size = 4,
            Progress = new Sink(picks =>
            {
                if (throws && picks == 2) throw new NotSupportedException("enough");
            }),
        });
        Assert.Throws<NotSupportedException>(() => selector.Select(new Points(s_rows, 2)).Count);
        throws = false;
        using var fresh = new FacilityLocationSelector(new() { Size = 4 });
        Assert.Equal(fresh.Select(new Points(s_rows, 2)).Indices.ToArray(), selector.Select(new Points(s_rows, 2)).Indices.ToArray());
    }

    [Fact]
    public void A_view_of_an_earlier_call()
    {
        using var selector = new FacilityLocationSelector(new() { Size = 2 });
        Coreset first = selector.Select(new Points(s_rows, 2));
        Coreset second = selector.Select(new Points(s_rows, 2));
        AssertStale(first);
        Assert.Equal(2, second.Count);
    }

    private static void AssertStale(scoped Coreset coreset)
    {
        int refused = 0;
        for (int member = 0; member < 5; member++)
        {
            try
            {
                _ = member switch
                {
                    0 => coreset.Count,
                    1 => coreset.Indices.Length,
                    2 => coreset.Weights.Length,
                    3 => coreset.Gains.Length,
                    _ => coreset.Report.Evaluations,
                };
            }
            catch (InvalidOperationException)
            {
                refused++;
            }
        }
        Assert.Equal(5, refused);
    }

    private static void AssertStillWorks(FacilityLocationSelector selector, Similarity similarity)
    {
        using var fresh = new FacilityLocationSelector(new() { Size = 2, Similarity = similarity });
        CoresetSnapshot expected = fresh.Select(new Points(s_rows, 2)).ToOwned(), found = selector.Select(new Points(s_rows, 2)).ToOwned();
        Assert.Equal(expected.Indices, found.Indices);
        Assert.Equal(expected.Weights, found.Weights);
        Assert.Equal(expected.Gains, found.Gains);
        Assert.Equal(expected.Report, found.Report);
    }

    /// <summary>Reports at once, in the selecting thread, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Sink(Action<int> report) : IProgress<int>
    {
        public int Last { get; private set; }

        public void Report(int value)
        {
            Last = value;
            report(value);
        }
    }
}
