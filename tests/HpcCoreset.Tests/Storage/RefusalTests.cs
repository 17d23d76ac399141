using System;
using Xunit;

namespace HpcCoreset.Tests.Storage;

/// <summary>What is wrong with narrow rows is told as for float32 rows.</summary>
public class RefusalTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(700)] // more than one block
    public void A_half_that_is_no_number_is_told_with_its_row_and_column(int dimension)
    {
        foreach (Half bad in (Half[])[Half.NaN, Half.PositiveInfinity, Half.NegativeInfinity])
            foreach (int column in (int[])[0, dimension / 2, dimension - 1])
            {
                var values = new Half[4 * dimension];
                values[2 * dimension + column] = bad;
                Assert.Contains($"row 2, column {column};", Message(() => Check(new Points(values, dimension))), StringComparison.Ordinal);
            }
    }

    [Fact]
    public void A_row_of_zeros_is_refused_under_cosine_however_long()
    {
        foreach (int dimension in (int[])[1, 512, 513, 1300])
        {
            var values = new Half[3 * dimension];
            Array.Fill(values, (Half)1, 0, dimension);
            values[^1] = (Half)1;
            Assert.Contains("only zeros in row 1", Message(() => Check(new Points(values, dimension), rejectZeroRows: true)), StringComparison.Ordinal);
            values[2 * dimension - 1] = BitConverter.UInt16BitsToHalf(1);
            Check(new Points(values, dimension), rejectZeroRows: true);
        }
    }

    [Fact]
    public void A_constant_row_is_refused_under_correlation_however_long()
    {
        foreach (int dimension in (int[])[2, 512, 513, 1300])
        {
            var values = new Half[2 * dimension];
            for (int t = 0; t < dimension; t++) values[t] = (Half)(t % 2);
            Array.Fill(values, (Half)3, dimension, dimension);
            Assert.Contains("in every column of row 1", Message(() => RowValidation.CheckVariance(new Points(values, dimension), "points")), StringComparison.Ordinal);
            values[^1] = (Half)4;
            RowValidation.CheckVariance(new Points(values, dimension), "points");
        }
    }

    [Fact]
    public void A_scale_must_be_a_finite_number_above_zero()
    {
        foreach (float bad in (float[])[float.NaN, float.PositiveInfinity, 0, -0f, -1])
            Assert.Contains($"found a scale of {bad.ToString(System.Globalization.CultureInfo.InvariantCulture)} for row 1;",
                Message(() => Check(new Points(new sbyte[6], [1, bad, 1], 2))), StringComparison.Ordinal);
        Assert.Contains("found 2 scales for 3 rows", Message(() => _ = new Points(new sbyte[6], [1, 1], 2).Count), StringComparison.Ordinal);
        Assert.Contains("row 1, column 1;", Message(() => Check(new Points([1, 1, 0, -128], [1, 1e37f], 2))), StringComparison.Ordinal);
    }

    [Fact]
    public void Bits_of_a_row_are_1_to_2_to_the_24_and_rows_are_whole_bytes()
    {
        foreach (int dimension in (int[])[0, -1, (1 << 24) + 1])
            Assert.Throws<ArgumentOutOfRangeException>(nameof(dimension), () => Points.FromBits(new byte[8], dimension).Count);
        Assert.Equal(1, Points.FromBits(new byte[1 << 21], 1 << 24).Count);
        Assert.Contains("found 7 bytes, which is not a whole number of rows of 9 bits", Message(() => _ = Points.FromBits(new byte[7], 9).Count), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("stride", () => Points.FromBits(new byte[7], 2, 9, 1).Count);
    }

    [Fact]
    public void Narrow_rows_are_no_spans_of_float32()
    {
        Half[] values = new Half[6];
        Assert.Contains("stored as Float16", Assert.Throws<InvalidOperationException>(() => new Points(values, 3)[1].Length).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new Points(values, 3).GetPinnableReference());
    }

    [Fact]
    public void Values_that_are_no_whole_number_of_rows_are_refused() =>
        Assert.Contains("found 7 values", Message(() => _ = new Points(new Half[7], 2).Count), StringComparison.Ordinal);

    private static void Check(scoped Points points, bool rejectZeroRows = false) => RowValidation.Check(points, [], rejectZeroRows);

    private static string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
}
