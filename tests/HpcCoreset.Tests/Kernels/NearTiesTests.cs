using System;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Kernels;
using HpcCoreset.Numerics;
using Xunit;

namespace HpcCoreset.Tests.Kernels;

/// <summary>The owners of a whole assignment are those of exact arithmetic, however near the runner-up is.</summary>
public unsafe class NearTiesTests
{
    /// <summary>What double rounding may hide: d roundings of 2^-53 in each of two sums, for d up to 300.</summary>
    private const double DoubleSlack = 1e-13;

    [Fact]
    public void Owners_are_the_nearest_in_double_for_every_kind_of_values() =>
        Prop.ForAll(Problems(Enum.GetValues<Values>()), problem => AssertOwners(problem, problem.Rows, problem.Points))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public void Owners_are_the_nearest_in_double_after_rows_at_10000_were_centred() =>
        Prop.ForAll(Problems(Values.Offset), problem =>
        {
            using var packing = new Packing();
            fixed (float* rows = problem.Rows)
                packing.Pack(new RowSource(rows, problem.RowCount, problem.Dimension, problem.Dimension), RowScaling.None, centred: true, threads: 1);
            float[] centred = Centre(problem.Rows, packing), centres = Centre(problem.Points, packing);
            AssertOwners(problem, centred, centres);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Centres_one_float_apart_are_told_apart()
    {
        // Centre 2 j + 1 is centre 2 j with one coordinate moved by one float, towards or away from the row.
        var problem = new Problem(64, 12, 40, Values.Offset);
        for (int v = 1; v < 12; v += 2)
        {
            problem.Points.AsSpan((v - 1) * 40, 40).CopyTo(problem.Points.AsSpan(v * 40));
            ref float moved = ref problem.Points[v * 40 + v];
            moved = v % 4 == 1 ? MathF.BitIncrement(moved) : MathF.BitDecrement(moved);
        }
        int[] owner = AssertOwners(problem, problem.Rows, problem.Points);
        Assert.Contains(owner, own => own % 2 == 1);
        Assert.Contains(owner, own => own % 2 == 0);
    }

    [Theory]
    [InlineData(1e-20f)]
    [InlineData(1e-22f)] // squares are subnormal: a few units of 2^-149
    [InlineData(1e-30f)] // squares are 0
    public void Rows_too_small_for_float_squares_still_have_their_nearest_centre(float scale)
    {
        var problem = new Problem(130, 9, 7, Values.Uniform);
        for (int i = 0; i < problem.Rows.Length; i++) problem.Rows[i] *= scale;
        for (int i = 0; i < problem.Points.Length; i++) problem.Points[i] *= scale;
        AssertOwners(problem, problem.Rows, problem.Points);
    }

    [Fact]
    public void The_slack_is_at_least_twice_the_error_bound_of_a_distance_in_every_dimension()
    {
        for (int dimension = 1; dimension <= 5000; dimension++)
            Assert.True(NearTies.Slack(dimension) >= 2 * Bounded.Gamma(MetricOracle.Path(dimension) + 1), $"dimension {dimension}");
    }

    private static Arbitrary<Problem> Problems(params Values[] kinds) => (
        from rows in Gen.Choose(1, 150)
        from points in Gen.Choose(1, 40)
        from dimension in Gen.Choose(1, 300)
        from kind in Gen.Elements(kinds)
        from seed in Gen.Choose(0, int.MaxValue)
        select new Problem(rows, points, dimension, kind, (ulong)seed)).ToArbitrary();

    private static float[] Centre(float[] values, Packing packing)
    {
        var moved = new float[values.Length];
        for (int i = 0; i < values.Length; i++) moved[i] = values[i] - packing.Origin[i % packing.Rows.Dimension];
        return moved;
    }

    /// <summary>The owner's distance in double is the smallest there is; among equal centres the first owns.</summary>
    private static int[] AssertOwners(Problem problem, float[] rows, float[] points)
    {
        int d = problem.Dimension;
        int[] owner = PointKernelRun.Assign(KernelCatalogue.Get(Metric.SquaredEuclidean, d), rows, points, d).Owner;
        for (int i = 0; i < problem.RowCount; i++)
        {
            double best = double.PositiveInfinity;
            int nearest = -1;
            for (int v = 0; v < problem.PointCount; v++)
            {
                double distance = SquaredDistance(rows, i, points, v, d);
                if (distance < best) (best, nearest) = (distance, v);
            }
            double own = SquaredDistance(rows, i, points, owner[i], d);
            Assert.True(own <= best * (1 + DoubleSlack), $"{problem}: row {i} has {owner[i]} at {own:R}, but {nearest} is at {best:R}");
            for (int v = 0; v < owner[i]; v++)
                Assert.False(points.AsSpan(v * d, d).SequenceEqual(points.AsSpan(owner[i] * d, d)), $"{problem}: row {i}: {v} equals {owner[i]}");
        }
        return owner;
    }

    private static double SquaredDistance(float[] rows, int i, float[] points, int v, int d) =>
        RowDistance(rows.AsSpan(i * d, d), points.AsSpan(v * d, d));

    private static double RowDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double sum = 0;
        for (int t = 0; t < x.Length; t++) sum += ((double)x[t] - y[t]) * ((double)x[t] - y[t]);
        return sum;
    }
}
