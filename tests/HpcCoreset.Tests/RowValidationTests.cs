using System;
using Xunit;

namespace HpcCoreset.Tests;

public class RowValidationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(19)]
    [InlineData(64)]
    public void A_bad_value_is_told_with_its_row_and_column(int dimension)
    {
        foreach (float bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e19f, -3e38f])
            for (int column = 0; column < dimension; column++)
            {
                var rows = new float[5 * dimension];
                Array.Fill(rows, 1f);
                rows[3 * dimension + column] = bad;
                string message = Refusal(rows, dimension, []);
                Assert.Contains($"row 3, column {column};", message, StringComparison.Ordinal);
                Assert.StartsWith("points: found ", message, StringComparison.Ordinal);
            }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    public void A_zero_row_is_refused_only_where_it_has_no_meaning(int dimension)
    {
        var rows = new float[4 * dimension];
        Array.Fill(rows, 1e-30f);
        Array.Clear(rows, 2 * dimension, dimension);
        rows[2 * dimension] = -0f;
        RowValidation.Check(new Points(rows, dimension), [], rejectZeroRows: false);
        Assert.Contains("row 2,", Refusal(rows, dimension, [], rejectZeroRows: true), StringComparison.Ordinal);
        rows[3 * dimension - 1] = 1e-40f;
        RowValidation.Check(new Points(rows, dimension), [], rejectZeroRows: true);
    }

    [Fact]
    public void Weights_must_be_one_per_row_finite_not_negative_and_not_all_zero()
    {
        float[] rows = [1, 2, 3];
        Assert.Contains("found 2 weights for 3 rows", Refusal(rows, 1, [1, 1]), StringComparison.Ordinal);
        Assert.Contains("found -1 for row 1", Refusal(rows, 1, [1, -1, 1]), StringComparison.Ordinal);
        Assert.Contains("found NaN for row 2", Refusal(rows, 1, [1, 1, double.NaN]), StringComparison.Ordinal);
        Assert.Contains("found Infinity for row 0", Refusal(rows, 1, [double.PositiveInfinity, 1, 1]), StringComparison.Ordinal);
        Assert.Contains("a sum of 0", Refusal(rows, 1, [0, 0, 0]), StringComparison.Ordinal);
        Assert.Contains("a sum of Infinity", Refusal(rows, 1, [1e308, 1e308, 0]), StringComparison.Ordinal);
        Assert.Contains("a sum of 3E-300; it must be at least 1E-250", Refusal(rows, 1, [1e-300, 1e-300, 1e-300]), StringComparison.Ordinal);
        Assert.Contains("no rows", Refusal([], 1, []), StringComparison.Ordinal);
        RowValidation.Check(new Points(rows, 1), [0, 1e-300, 1e8], rejectZeroRows: false);
        RowValidation.Check(new Points(rows, 1), [0, 0, 1e-250], rejectZeroRows: false);
    }

    [Fact]
    public void The_gap_between_strided_rows_is_not_looked_at() =>
        RowValidation.Check(new Points([1, 2, float.NaN, 3, 4], 2, 2, 3), [], rejectZeroRows: false);

    private static string Refusal(float[] rows, int dimension, double[] weights, bool rejectZeroRows = false) =>
        Assert.ThrowsAny<ArgumentException>(() => RowValidation.Check(new Points(rows, dimension), weights, rejectZeroRows)).Message;
}
