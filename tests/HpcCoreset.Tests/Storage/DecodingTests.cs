using System;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tests.Storage;

/// <summary>What a narrow row is read as.</summary>
[Trait("Switches", "true")]
public class DecodingTests
{
    public static TheoryData<string> Kinds => [.. NarrowRows.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_row_of_any_length_is_decoded_in_place_order(string kind)
    {
        for (int dimension = 1; dimension <= 257; dimension++)
        {
            var rows = new NarrowRows(kind, Values(3 * dimension), dimension, gap: dimension % 5);
            var row = new float[dimension + 1];
            for (int i = 0; i < 3; i++)
            {
                row[dimension] = -7;
                rows.View.CopyRow(i, row);
                Assert.Equal(rows.Decoded.AsSpan(i * dimension, dimension), row.AsSpan(0, dimension));
                Assert.Equal(-7, row[dimension]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public unsafe void Any_part_of_a_row_is_decoded_as_in_the_whole(string kind)
    {
        const int Dimension = 75;
        var rows = new NarrowRows(kind, Values(2 * Dimension), Dimension);
        Points view = rows.View;
        float* part = stackalloc float[Dimension + 1];
        fixed (byte* first = &view.FirstByte)
        fixed (float* scales = &view.FirstScale)
        {
            RowSource source = view.Source(first, scales);
            for (int column = 0; column <= Dimension; column++)
                for (int count = 0; count <= Dimension - column; count++)
                {
                    part[count] = -7;
                    source.Decode(1, column, count, part);
                    Assert.Equal(rows.Decoded.AsSpan(Dimension + column, count), new ReadOnlySpan<float>(part, count));
                    Assert.Equal(-7, part[count]);
                }
        }
    }

    [Fact]
    public void Every_finite_half_is_its_float()
    {
        Half[] halves = [.. Enumerable.Range(0, 1 << 16).Select(i => BitConverter.UInt16BitsToHalf((ushort)i)).Where(Half.IsFinite)];
        var row = new float[halves.Length];
        new Points(halves, halves.Length).CopyRow(0, row);
        Assert.Equal(halves.Select(half => BitConverter.SingleToInt32Bits((float)half)), row.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void A_copy_needs_room_for_a_row_and_a_row_that_is_there()
    {
        Half[] values = new Half[6];
        Assert.Contains("found length 2; a row has 3", Assert.Throws<ArgumentException>(() => new Points(values, 3).CopyRow(0, new float[2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("index", () => new Points(values, 3).CopyRow(2, new float[3]));
    }

    /// <summary>Over the magnitudes of float16, its subnormals included.</summary>
    private static float[] Values(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => MathF.ScaleB(random.NextSingle() - 0.5f, random.Next(-26, 17)))];
    }
}
