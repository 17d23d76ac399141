using System;
using System.Linq;
using HpcCoreset.Charts;
using Xunit;

namespace HpcCoreset.Tests.Charts;

public class ChartAxisTests
{
    private static readonly ChartAxis s_linear = new("x"), s_logarithmic = new("x", IsLogarithmic: true);

    [Theory]
    [InlineData(new[] { 0.3, 0.9 }, new[] { 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9 })]
    [InlineData(new[] { 0.0, 1.23 }, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4 })]
    [InlineData(new[] { -37.0, 120 }, new double[] { -50, 0, 50, 100, 150 })]
    [InlineData(new[] { 8000.0, 0 }, new double[] { 0, 2000, 4000, 6000, 8000 })]
    [InlineData(new[] { 5.0 }, new double[] { 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData(new[] { 0.0, 0 }, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [InlineData(new double[0], new[] { 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6 })]
    public void Linear_ticks_are_round_and_enclose_the_values(double[] values, double[] ticks) => Assert.Equal(ticks, s_linear.Ticks(values));

    [Theory]
    [InlineData(new[] { 0.02, 300 }, new[] { 0.01, 0.1, 1, 10, 100, 1000 })]
    [InlineData(new[] { 3.0, 40 }, new double[] { 2, 5, 10, 20, 50 })]
    [InlineData(new[] { 1.0 }, new[] { 0.5, 1, 2 })]
    [InlineData(new[] { 1e-9, 1e9 }, new[] { 1e-9, 1e-6, 1e-3, 1, 1e3, 1e6, 1e9 })]
    [InlineData(new double[0], new[] { 0.5, 1, 2 })]
    public void Logarithmic_ticks_are_round_and_enclose_the_values(double[] values, double[] ticks) => Assert.Equal(ticks, s_logarithmic.Ticks(values));

    [Fact]
    public void Any_values_with_a_place_are_between_few_finite_ascending_ticks()
    {
        var random = new Random(1);
        foreach (ChartAxis axis in (ChartAxis[])[s_linear, s_logarithmic])
            for (int round = 0; round < 3000; round++)
            {
                double[] values = [.. Enumerable.Range(0, 1 + round % 3)
                    .Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)))
                    .Select(value => round % 5 == 0 ? 1e6 + Math.IEEERemainder(value, 1) : value).Where(axis.Shows)];
                double[] ticks = axis.Ticks(values);
                Assert.InRange(ticks.Length, 2, 9);
                Assert.Equal(ticks.Distinct().Order(), ticks);
                Assert.All(ticks, tick => Assert.True(double.IsFinite(tick)));
                Assert.All(values, value => Assert.InRange(axis.Place(value, ticks), -1e-9, 1 + 1e-9));
                Assert.Equal((0, 1), (axis.Place(ticks[0], ticks), axis.Place(ticks[^1], ticks)));
            }
    }

    [Fact]
    public void Only_finite_values_have_a_place_and_on_a_logarithmic_axis_only_those_above_0()
    {
        double[] none = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue];
        Assert.All(none, value => Assert.False(s_linear.Shows(value)));
        Assert.All([.. none, 0, -1], value => Assert.False(s_logarithmic.Shows(value)));
        Assert.All((double[])[0, -1, 1e300], value => Assert.True(s_linear.Shows(value)));
    }
}
