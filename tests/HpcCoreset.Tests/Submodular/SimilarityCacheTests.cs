using System;
using System.Linq;
using HpcCoreset.Kernels;
using HpcCoreset.Submodular;
using Xunit;

namespace HpcCoreset.Tests.Submodular;

/// <summary>Each similarity is computed once and mirrored, which must leave what computing all of them would.</summary>
[Trait("Switches", "true")]
public unsafe class SimilarityCacheTests
{
    private const int Dimension = 5;

    [Theory]
    [InlineData(Similarity.Cosine)]
    [InlineData(Similarity.MaxSquaredEuclidean)]
    public void Mirrored_similarities_have_the_bits_of_computed_ones_and_padding_is_finite(Similarity similarity)
    {
        using var packed = new PackedCandidates();
        var cache = new SimilarityCache();
        float[] expected = new float[320], candidate = new float[Dimension];
        // The largest first, so that the others find its columns in their memory.
        foreach (int count in (int[])[300, 1, 7, 63, 64, 65, 127, 128, 129, 200, 256])
            foreach (int threads in (int[])[1, 2, 3])
            {
                float[] values = [.. Instances.Random(count, count, Dimension).SelectMany(row => row)];
                fixed (float* rows = values)
                {
                    var source = new RowSource(rows, count, Dimension, Dimension);
                    packed.Load(new(similarity, Dimension, 0), KernelCatalogue.Get(Metric.SquaredEuclidean, Dimension), source, threads);
                }
                int padded = packed.Rows.PaddedCount;
                cache.Reset(packed, long.MaxValue, 0, threads, default);
                Assert.True(cache.IsComplete);
                for (int v = 0; v < count; v++)
                {
                    fixed (float* point = candidate, similarities = expected)
                    {
                        packed.Rows.CopyRow(v, point);
                        packed.Gains.Similarities(
                            packed.Rows, 0, packed.Rows.PanelCount, packed.Terms, point, 1, packed.Terms + v, packed.Parameter, similarities, 0);
                    }
                    var column = new Span<float>(cache.Column(v), padded);
                    Assert.Equal(expected.AsSpan(0, count), column[..count]);
                    Assert.DoesNotContain(column[count..].ToArray(), value => !float.IsFinite(value));
                    column.Fill(float.NaN);
                }
            }
    }

    /// <summary>In half the memory: never below, and at most two steps of a 65,533rd of the range above.</summary>
    [Theory]
    [InlineData(Similarity.Cosine)]
    [InlineData(Similarity.Dot)]
    [InlineData(Similarity.MaxSquaredEuclidean)]
    [InlineData(Similarity.MaxEuclidean)]
    [InlineData(Similarity.Rbf)]
    public void Sixteen_bits_are_a_step_above_the_bounds(Similarity similarity)
    {
        using var packed = new PackedCandidates();
        var cache = new SimilarityCache();
        float[] bounds = new float[1216], decoded = new float[1216], candidate = new float[Dimension];
        foreach (int count in (int[])[1, 63, 64, 130, 1100])
            foreach (int threads in (int[])[1, 3])
            {
                float[] values = [.. Instances.Random(count, count, Dimension).SelectMany(row => row)];
                fixed (float* rows = values, point = candidate, bound = bounds, scratch = decoded)
                {
                    packed.Load(
                        new(similarity, Dimension, 0), KernelCatalogue.Get(Metric.SquaredEuclidean, Dimension), new RowSource(rows, count, Dimension, Dimension), threads);
                    double farthest = 4.1 * packed.LargestSquaredNorm;
                    (double lowest, double highest) = packed.Form.Range(packed.LargestSquaredNorm, farthest);
                    double slack = 2 * ((highest - lowest) / 65533 * 1.01 + 1e-30) + 1e-6 * Math.Max(Math.Abs(lowest), Math.Abs(highest));
                    cache.Reset(packed, (long)count * packed.Rows.PaddedCount * sizeof(ushort), farthest, threads, default);
                    Assert.False(cache.IsComplete);
                    for (int v = 0; v < count; v++)
                    {
                        packed.Rows.CopyRow(v, point);
                        packed.Gains.Similarities(
                            packed.Rows, 0, packed.Rows.PanelCount, packed.Terms, point, 1, packed.Terms + v, packed.Parameter, bound, 0);
                        Assert.True(cache.IsFilled(v));
                        float* column = cache.Read(v, new Coverage(), scratch);
                        for (int i = 0; i < count; i++) Assert.InRange(column[i], bound[i], Math.Max(bound[i], lowest) + slack);
                    }
                }
            }
    }
}
