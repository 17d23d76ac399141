using System;
using HpcCoreset.Numerics;
using Xunit;

namespace HpcCoreset.Tests.Numerics;

[Trait("Switches", "true")]
public class MonotoneLogarithmTests
{
    [Fact]
    public void Is_the_logarithm()
    {
        var random = new Random(1);
        for (int i = 0; i < 100_000; i++)
        {
            double value = Math.ScaleB(1 + random.NextDouble(), random.Next(-1000, 1000));
            Assert.Equal(Math.Log(value), MonotoneLogarithm.Of(value), 4e-16 * (1 + Math.Abs(Math.Log(value))));
        }
        Assert.Equal(0, MonotoneLogarithm.Of(1));
        Assert.Equal(Math.Log(3) + 5000 * Math.Log(2), MonotoneLogarithm.Of(3, 5000), 1e-12);
    }

    [Fact]
    public void Never_falls()
    {
        var random = new Random(2);
        foreach (double start in (double[])[1, 2, 0.5, 1024, 1.5, 1e-300, Math.BitDecrement(2), 4 - 1e-13])
        {
            double value = start, below = double.NegativeInfinity;
            for (int i = -2000; i < 4000; i++)
            {
                double now = MonotoneLogarithm.Of(Walk(value, i));
                Assert.True(now >= below, $"ln of {Walk(value, i):R}");
                below = now;
            }
        }
        for (int i = 0; i < 200_000; i++)
        {
            double value = Math.ScaleB(1 + random.NextDouble(), random.Next(-3, 4));
            Assert.True(MonotoneLogarithm.Of(Math.BitIncrement(value)) >= MonotoneLogarithm.Of(value), $"ln of {value:R}");
        }
    }

    private static double Walk(double value, int steps) => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value) + steps);
}
