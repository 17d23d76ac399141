using System;
using System.Linq;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using HpcCoreset.Numerics;
using Xunit;

namespace HpcCoreset.Tests.Numerics;

public class ExactSumTests
{
    /// <summary>Any bit pattern of a finite double: uniform over exponents, subnormals and both zeros included.</summary>
    private static readonly Arbitrary<double[]> s_anyFinite = Gen.ArrayOf(
        Gen.Choose(int.MinValue, int.MaxValue).Select(AnyFinite)).ToArbitrary();

    [Fact]
    public void Equals_the_correctly_rounded_rational_sum() =>
        Prop.ForAll(s_anyFinite, values => Sum(values).Equals(Oracle(values))).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Order_and_grouping_do_not_change_a_bit() =>
        Prop.ForAll(s_anyFinite, values =>
        {
            double expected = Sum(values);
            double[] shuffled = [.. values.Reverse()];
            new Random(values.Length).Shuffle(shuffled);
            var left = default(ExactSum);
            var right = default(ExactSum);
            for (int i = 0; i < shuffled.Length; i++)
                if (i % 3 == 0) left.Add(shuffled[i]);
                else right.Add(shuffled[i]);
            right.Merge(left);
            return Bits(expected) == Bits(Sum(shuffled)) && Bits(expected) == Bits(right.ToDouble());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData(new double[] { }, 0)]
    [InlineData(new[] { 1e308, 1, -1e308 }, 1)]
    [InlineData(new[] { double.MaxValue, double.MaxValue, -double.MaxValue }, double.MaxValue)]
    [InlineData(new[] { double.MaxValue, double.MaxValue }, double.PositiveInfinity)]
    [InlineData(new[] { -double.MaxValue, -double.MaxValue }, double.NegativeInfinity)]
    [InlineData(new[] { double.Epsilon, -double.Epsilon }, 0)]
    [InlineData(new[] { double.Epsilon, double.Epsilon }, 2 * double.Epsilon)]
    [InlineData(new[] { 2.2250738585072014E-308, -double.Epsilon }, 2.2250738585072009E-308)]
    [InlineData(new[] { 1, 1.1102230246251565E-16 }, 1)] // a tie goes to even
    [InlineData(new[] { 1, 1.1102230246251565E-16, double.Epsilon }, 1.0000000000000002)] // and anything beyond it upward
    [InlineData(new[] { double.NaN, 1 }, double.NaN)]
    [InlineData(new[] { double.PositiveInfinity, 1 }, double.PositiveInfinity)]
    public void Corners(double[] values, double expected) => Assert.Equal(expected, Sum(values));

    [Fact]
    public void Many_additions_of_one_value_are_a_multiplication()
    {
        var sum = default(ExactSum);
        for (int i = 0; i < 3_000_000; i++) sum.Add(0.1);
        Assert.Equal(0.1 * 3_000_000, sum.ToDouble()); // a product is rounded once as well
    }

    private static double AnyFinite(int seed)
    {
        var random = new Random(seed);
        if (random.Next(8) == 0) return double.Epsilon * random.Next(100);
        double value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
        return double.IsFinite(value) ? value : 1;
    }

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);

    private static double Sum(double[] values)
    {
        var sum = default(ExactSum);
        foreach (double value in values) sum.Add(value);
        return sum.ToDouble();
    }

    /// <summary>The sum as an integer multiple of 2^-1074, rounded by hand.</summary>
    private static double Oracle(double[] values)
    {
        BigInteger sum = BigInteger.Zero;
        foreach (double value in values)
        {
            long bits = Bits(value);
            int exponent = (int)(bits >> 52) & 0x7FF;
            BigInteger mantissa = bits & 0xF_FFFF_FFFF_FFFF;
            if (exponent != 0) mantissa += BigInteger.One << 52;
            mantissa <<= Math.Max(exponent - 1, 0);
            sum += bits < 0 ? -mantissa : mantissa;
        }
        BigInteger magnitude = BigInteger.Abs(sum);
        int drop = Math.Max(0, (int)magnitude.GetBitLength() - 53);
        BigInteger kept = magnitude >> drop;
        BigInteger rest = magnitude - (kept << drop);
        if (drop > 0)
        {
            int half = (rest << 1).CompareTo(BigInteger.One << drop);
            if (half > 0 || (half == 0 && !kept.IsEven)) kept += 1;
        }
        // kept is at most 2^53, so both factors are exact, and so is the product unless it overflows.
        double result = drop < 1074 ? (double)kept * Math.ScaleB(1, drop - 1074) : Math.ScaleB((double)kept, drop - 1074);
        return sum.Sign < 0 ? -result : result;
    }
}
