using System;
using HpcCoreset.Runtime;
using Xunit;

namespace HpcCoreset.Tests.Kernels;

public class ExponentialTests
{
    [Fact]
    public void Is_within_the_documented_ulps_at_every_thousandth_float_up_to_87()
    {
        double largest = 0;
        float where = 0;
        for (int bits = 0; bits <= BitConverter.SingleToInt32Bits(87); bits += 1000)
        {
            float x = BitConverter.Int32BitsToSingle(bits);
            double exact = Math.Exp(-(double)x); // half an ulp of double: nothing beside an ulp of float
            double ulp = Math.ScaleB(1, Math.Max(Math.ILogB(exact), -126) - 23);
            double error = Math.Abs(Negative(x) - exact) / ulp;
            if (error > largest) (largest, where) = (error, x);
        }
        Assert.True(largest <= SimilarityOracle.ExponentialUlps, $"{largest} ulp at {where:R}");
        Assert.InRange(largest, 0.85, 0.86); // the figure in the doc comment
    }

    [Fact]
    public void Is_1_at_0_and_levels_off_at_87()
    {
        Assert.Equal(1, Negative(0));
        Assert.Equal(1, Negative(-0f));
        Assert.Equal(Negative(87), Negative(float.BitIncrement(87)));
        Assert.Equal(Negative(87), Negative(float.PositiveInfinity));
        Assert.InRange(Negative(87), 1.6458e-38f, 1.6459e-38f);
    }

    private static float Negative(float x) => Exponential.Negative(new ScalarLane(x)).Value;
}
