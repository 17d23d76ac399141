using System;
using System.Linq;
using System.Numerics.Tensors;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Tests.Allocation;
using Xunit;

namespace HpcCoreset.Tests.Projection;

public class SparseProjectionTests
{
    [Theory]
    [InlineData(64, 1000, 0)]
    [InlineData(68, 1003, 5)] // no power of two
    [InlineData(4096, 40_000, 0)]
    [InlineData(262_144, 5_000, 31)]
    [InlineData(1024, 100, (1L << 40) + 7)]
    [Trait("Switches", "true")]
    public void Equals_the_definition_bit_for_bit(int dimension, int count, long offset)
    {
        float[] values = Values(count, seed: 1);
        var projected = new float[dimension];
        new SparseProjection(dimension, seed: 9).Add(values, offset, projected);
        Assert.Equal(PlainProjection.Project(values, offset, dimension, 9), projected);
    }

    [Fact]
    [Trait("Switches", "true")]
    public void Any_cut_into_pieces_gives_the_same_bytes() =>
        Prop.ForAll(Gen.Choose(0, 2000).ArrayOf().ToArbitrary(), Gen.Choose(0, 2000).ToArbitrary(), (cuts, count) =>
        {
            float[] values = Values(count, seed: count);
            var projection = new SparseProjection(128, (ulong)count);
            float[] whole = new float[128], pieces = new float[128];
            projection.Project(values, whole);
            int start = 0;
            foreach (int end in cuts.Select(cut => cut % (count + 1)).Order().Append(count))
            {
                projection.Add(values.AsSpan(start, end - start), start, pieces);
                start = end;
            }
            Assert.Equal(whole, pieces);
        }).QuickCheckThrowOnFailure();

    [Fact]
    [Trait("Switches", "true")]
    public void Halfs_are_projected_as_the_floats_that_they_are()
    {
        float[] values = Values(5003, seed: 3);
        var halfs = new Half[values.Length];
        TensorPrimitives.ConvertToHalf(values, halfs);
        TensorPrimitives.ConvertToSingle(halfs, values);
        var projection = new SparseProjection(256, seed: 4);
        float[] expected = new float[256], found = new float[256];
        projection.Project(values, expected);
        projection.Project(halfs, found);
        Assert.Equal(expected, found);
        projection.Add(halfs.AsSpan(0, 3001), 11, expected);
        projection.Add(values.AsSpan(0, 3001), 11, found);
        Assert.Equal(expected, found);
    }

    /// <summary>Every coordinate keeps its length exactly, whatever the seed: four places, one in each quarter, of 1/2 each.</summary>
    [Fact]
    public void A_coordinate_goes_to_one_place_in_each_quarter() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), coordinate =>
        {
            var projected = new float[200];
            new SparseProjection(200, (ulong)coordinate * 31).Add((float[])[1], coordinate, projected);
            Assert.All(projected.Chunk(50), quarter => Assert.Equal(0.5f, Math.Abs(Assert.Single(quarter, value => value != 0))));
        }).QuickCheckThrowOnFailure();

    /// <summary>
    /// Means and variances over seeds: of spread vectors, and of ones whose coordinates are all in the same lane of their draws, or few,
    /// where a map that moves neighbours together could go wrong.
    /// </summary>
    [Theory]
    [InlineData(2000, 1)]
    [InlineData(32_000, 16)]
    [InlineData(5, 1)]
    [InlineData(32, 1)]
    public void Inner_products_are_unbiased_and_vary_as_those_of_dense_signs(int count, int stride)
    {
        const int Dimension = 256, Seeds = 4000;
        float[] x = new float[count], y = new float[count];
        float[] values = Values(2 * (count / stride + 1), seed: 5);
        for (int t = 0; t < count; t += stride) (x[t], y[t]) = (values[t / stride], values[t / stride] + values[values.Length / 2 + t / stride]);
        double exact = Inner(x, y), second = Inner(x, x) * Inner(y, y) + exact * exact;
        double sum = 0, squares = 0;
        float[] px = new float[Dimension], py = new float[Dimension];
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            var projection = new SparseProjection(Dimension, seed);
            projection.Project(x, px);
            projection.Project(y, py);
            double error = Inner(px, py) - exact;
            sum += error;
            squares += error * error;
        }
        double bound = (1 + Dimension / (double)(1 << 18)) * second / Dimension;
        Assert.InRange(sum / Seeds, -5 * Math.Sqrt(bound / Seeds), 5 * Math.Sqrt(bound / Seeds));
        // The variance of the mean square of normal errors is 2 / Seeds of its square; a few coordinates have heavier tails.
        Assert.True(squares / Seeds <= bound * 1.2, $"variance {squares / Seeds}, bound {bound}");
        if (count == 2000) Assert.InRange(squares / Seeds, bound * 0.85, bound * 1.15);
        if (count == 5) Assert.InRange(squares / Seeds, 0, 1e-12 * second); // coordinates of one draw never meet
    }

    [Fact]
    public void Seeds_and_dimensions_make_different_maps()
    {
        float[] values = Values(100, seed: 6), a = new float[64], b = new float[64];
        new SparseProjection(64, 1).Project(values, a);
        new SparseProjection(64, 2).Project(values, b);
        Assert.NotEqual(a, b);
    }

    [Fact]
    public void Projects_without_allocation()
    {
        float[] values = Values(10_000, seed: 7), projected = new float[1024];
        Half[] halfs = [.. values.Select(value => (Half)value)];
        var projection = new SparseProjection(1024);
        Assert.Equal(0, Allocated.Always(() =>
        {
            projection.Project(values, projected);
            projection.Add(halfs, 10_000, projected);
        }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(66)]
    [InlineData(262_148)]
    public void Dimensions_out_of_range_are_refused(int dimension) => Assert.StartsWith(
        "dimension: allowed are multiples of 4 from 64 to 262144.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new SparseProjection(dimension)).Message);

    [Fact]
    public void What_cannot_be_projected_is_refused_before_anything_is_added()
    {
        var projection = new SparseProjection(64);
        float[] projected = [.. Enumerable.Range(0, 64).Select(t => (float)t)], before = [.. projected];
        Assert.StartsWith("values: found NaN at 2", Refusal(() => projection.Add((float[])[1, 2, float.NaN], 0, projected)));
        Assert.StartsWith("values: found Infinity at 1", Refusal(() => projection.Project((Half[])[Half.One, Half.PositiveInfinity], projected)));
        Assert.StartsWith("projected: found 63 values; the projection has 64.", Refusal(() => projection.Add((float[])[1], 0, new float[63])));
        Assert.StartsWith("offset ('-1')", Refusal(() => projection.Add((float[])[1], -1, projected)));
        Assert.Equal(before, projected);

        static string Refusal(Action call) => Assert.ThrowsAny<ArgumentException>(call).Message;
    }

    private static double Inner(float[] x, float[] y) => x.Zip(y, (a, b) => (double)a * b).Sum();

    private static float[] Values(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5))];
    }
}
