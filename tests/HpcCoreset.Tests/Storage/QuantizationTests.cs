using System;
using System.Linq;
using HpcCoreset.Tests.Allocation;
using Xunit;

namespace HpcCoreset.Tests.Storage;

/// <summary>Rounding to narrow kinds errs by no more than is said.</summary>
[Trait("Switches", "true")]
public class QuantizationTests
{
    [Theory]
    [InlineData(1f)]
    [InlineData(1e15f)]
    [InlineData(1e-30f)]
    [InlineData(1e-38f)]
    [InlineData(1e-44f)]
    public void Bytes_are_off_by_at_most_half_a_scale(float magnitude)
    {
        foreach (int dimension in (int[])[1, 7, 64, 511, 512, 513, 1100])
        {
            var random = new Random(dimension);
            float[] rows = [.. Enumerable.Range(0, 5 * dimension).Select(_ => magnitude * (2 * random.NextSingle() - 1))];
            var values = new sbyte[rows.Length];
            var scales = new float[5];
            Quantization.ToInt8(new Points(rows, dimension), values, scales);
            var decoded = new float[dimension];
            for (int i = 0; i < 5; i++)
            {
                new Points(values, scales, dimension).CopyRow(i, decoded);
                for (int t = 0; t < dimension; t++)
                {
                    double off = Math.Abs((double)rows[i * dimension + t] - decoded[t]);
                    Assert.True(off <= scales[i] * (0.5 + 1e-5), $"{rows[i * dimension + t]} became {decoded[t]} at scale {scales[i]}");
                }
                if (magnitude > 1e-35f) Assert.Contains((sbyte)127, values.AsSpan(i * dimension, dimension).ToArray().Select(value => Math.Abs(value)));
            }
        }
    }

    [Fact]
    public void A_row_of_zeros_stays_one()
    {
        var values = new sbyte[6];
        Array.Fill(values, (sbyte)5);
        var scales = new float[2];
        Quantization.ToInt8(new Points([0, 0, 0, 1, 2, -4], 3), values, scales);
        Assert.Equal([0, 0, 0, 32, 64, -127], values);
        Assert.Equal([1, 4 / 127f], scales);
        RowValidation.Check(new Points(values, scales, 3), [], rejectZeroRows: false);
    }

    [Fact]
    public void Signs_are_one_bit_per_value_lowest_first_with_nothing_behind_the_last()
    {
        foreach (int dimension in (int[])[1, 7, 8, 9, 64, 511, 512, 513, 1100])
        {
            float[] rows = [.. Clustering.Rows.Blobs(3, dimension, 3, noise: 4).Select(value => value - 12)];
            rows[0] = 0;
            rows[^1] = -0f;
            int bytes = (dimension + 7) / 8;
            var bits = new byte[3 * bytes];
            Array.Fill(bits, (byte)0xFF);
            Quantization.ToSigns(new Points(rows, dimension), bits);
            for (int i = 0; i < 3; i++)
                for (int t = 0; t < 8 * bytes; t++)
                    Assert.Equal(t < dimension && rows[i * dimension + t] > 0, (bits[i * bytes + t / 8] >> t % 8 & 1) == 1);
        }
    }

    [Fact]
    public void Any_kind_of_rows_can_be_rounded_and_short_spans_and_bad_values_are_refused()
    {
        var halves = new NarrowRows("float16", Clustering.Rows.Blobs(9, 20, 3), 20);
        (sbyte[] expected, sbyte[] found, float[] scales) = (new sbyte[180], new sbyte[180], new float[9]);
        Quantization.ToInt8(new Points(halves.Decoded, 20), expected, scales);
        Quantization.ToInt8(halves.View, found, scales);
        Assert.Equal(expected, found);
        Assert.Contains("found length 179; the rows need 180", Message(() => Quantization.ToInt8(halves.View, new sbyte[179], scales)), StringComparison.Ordinal);
        Assert.Contains("scales: found length 8", Message(() => Quantization.ToInt8(halves.View, found, new float[8])), StringComparison.Ordinal);
        Assert.Contains("bits: found length 26; the rows need 27", Message(() => Quantization.ToSigns(halves.View, new byte[26])), StringComparison.Ordinal);
        Assert.Contains("found NaN in row 1, column 0", Message(() => Quantization.ToSigns(new Points([1, float.NaN], 1), new byte[2])), StringComparison.Ordinal);
    }

    [Fact]
    public void Rounding_allocates_nothing()
    {
        float[] rows = Clustering.Rows.Blobs(50, 600, 3);
        (sbyte[] values, float[] scales, byte[] bits) = (new sbyte[rows.Length], new float[50], new byte[50 * 75]);
        Assert.Equal(0, Allocated.Always(Quantize));

        void Quantize()
        {
            Quantization.ToInt8(new Points(rows, 600), values, scales);
            Quantization.ToSigns(new Points(rows, 600), bits);
        }
    }

    private static string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
}
