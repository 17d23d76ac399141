using System;
using System.Linq;
using HpcCoreset.Kernels;
using Xunit;

namespace HpcCoreset.Tests.Submodular;

/// <summary>What may not change a byte: threads, a cache, earlier calls, the kernel, how many more picks are asked for.</summary>
[Trait("Switches", "true")]
public class SameBytesTests
{
    // More than one chunk of 1,024 rows, so that threads have something to share.
    private static readonly Instance s_chunks = new("chunks", Instances.Random(21, 1100, 3));
    private static readonly Instance s_weighted = new(
        "weighted", Instances.Random(22, 150, 8), [.. Enumerable.Range(0, 150).Select(i => i % 4 == 0 ? 0 : 1.0 / i)]);

    [Theory]
    [MemberData(nameof(Similarities))]
    public void Threads_change_no_byte(Similarity similarity)
    {
        foreach ((Instance instance, int size) in ((Instance, int)[])[(s_chunks, 6), (s_weighted, 40)])
        {
            CoresetSnapshot one = instance.Select(new() { Size = size, Similarity = similarity });
            foreach (int threads in (int[])[2, 3, 8])
                AssertSame(one, instance.Select(new() { Size = size, Similarity = similarity, Threads = threads }), andEvaluations: true);
        }
    }

    [Theory]
    [MemberData(nameof(Similarities))]
    public void A_cache_of_any_size_changes_no_byte(Similarity similarity)
    {
        var options = new FacilityLocationOptions { Size = 40, Similarity = similarity, WithoutSmallMatrix = true };
        CoresetSnapshot none = s_weighted.Select(options);
        AssertSame(none, s_weighted.Select(options with { WithoutSmallMatrix = false }), andEvaluations: false);
        // Less than one column of 192 numbers of 16 bits, three, all but one, all; all but one in float32, all.
        foreach (long bytes in (long[])[1, 383, 3 * 384, 149 * 384, 150 * 384, 149 * 768, 1L << 40])
            foreach (int threads in (int[])[1, 2])
                AssertSame(none, s_weighted.Select(options with { CacheBytes = bytes, Threads = threads }), andEvaluations: false);
        none = s_chunks.Select(options with { Size = 6 });
        foreach (long bytes in (long[])[500 * 2304, 1100 * 2304, 1L << 40])
            AssertSame(none, s_chunks.Select(options with { Size = 6, CacheBytes = bytes, Threads = 2 }), andEvaluations: false);
    }

    [Theory]
    [MemberData(nameof(Similarities))]
    public void Fewer_picks_are_the_first_of_more(Similarity similarity)
    {
        CoresetSnapshot all = s_weighted.Select(new() { Size = 150, Similarity = similarity });
        foreach (int size in (int[])[1, 2, 7, 40, 149])
        {
            CoresetSnapshot some = s_weighted.Select(new() { Size = size, Similarity = similarity });
            Assert.Equal(all.Indices.Take(size), some.Indices);
            Assert.Equal(all.Gains.Take(size), some.Gains);
        }
    }

    [Theory]
    [MemberData(nameof(Similarities))]
    public void Earlier_calls_leave_no_trace(Similarity similarity)
    {
        using var selector = new FacilityLocationSelector(new() { Size = 10, Similarity = similarity });
        foreach (Instance instance in (Instance[])[s_weighted, s_chunks, s_weighted])
        {
            CoresetSnapshot fresh = instance.Select(new() { Size = 10, Similarity = similarity });
            AssertSame(fresh, selector.Select(new Points(instance.Values, instance.Dimension), instance.Weights).ToOwned(), andEvaluations: true);
        }
    }

    /// <summary>Evaluations may differ: longer chains of additions, wider bounds.</summary>
    [Theory]
    [MemberData(nameof(Similarities))]
    public void Strides_and_kernels_change_no_byte(Similarity similarity)
    {
        var options = new FacilityLocationOptions { Size = 30, Similarity = similarity };
        CoresetSnapshot packed = s_weighted.Select(options);
        float[] spread = [.. s_weighted.Rows.SelectMany(row => (float[])[.. row, float.NaN, 7, float.PositiveInfinity])];
        using var strided = new FacilityLocationSelector<SquaredEuclidean8>(options);
        using var any = new FacilityLocationSelector<SquaredEuclideanAny>(options);
        AssertSame(packed, strided.Select(new Points(spread, 150, 8, 11), s_weighted.Weights).ToOwned(), andEvaluations: false);
        AssertSame(packed, any.Select(new Points(s_weighted.Values, 8), s_weighted.Weights).ToOwned(), andEvaluations: false);
    }

    public static TheoryData<Similarity> Similarities() => [.. Enum.GetValues<Similarity>()];

    private static void AssertSame(CoresetSnapshot expected, CoresetSnapshot found, bool andEvaluations)
    {
        Assert.Equal(expected.Indices, found.Indices);
        Assert.Equal(expected.Weights.Select(BitConverter.DoubleToInt64Bits), found.Weights.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(expected.Gains.Select(BitConverter.DoubleToInt64Bits), found.Gains.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(expected.Report.Objective, found.Report.Objective);
        if (andEvaluations) Assert.Equal(expected.Report.Evaluations, found.Report.Evaluations);
    }
}
