using System;
using System.Linq;
using HpcCoreset.Kernels;
using Xunit;

namespace HpcCoreset.Tests.Kernels;

[Trait("Switches", "true")]
public unsafe class TranspositionTests
{
    [Fact]
    public void A_panel_is_the_rows_minus_the_origin_column_by_column_and_zero_where_there_is_no_row_and_comes_back()
    {
        var random = new Random(3);
        foreach (int dimension in (int[])[.. Enumerable.Range(1, 40), 63, 64, 65, 127, 128, 129, 255, 256, 257])
            foreach (int filled in (int[])[1, 7, 8, 9, 15, 16, 17, 33, 63, 64])
                foreach (int stride in (int[])[dimension, dimension + 3])
                    foreach (bool moved in (bool[])[false, true])
                    {
                        float[] rows = [.. Enumerable.Range(0, filled * stride).Select(_ => random.NextSingle())];
                        float[] origin = [.. Enumerable.Range(0, dimension).Select(_ => random.NextSingle())];
                        (float[] panel, float[] copied) = Packed(rows, stride, filled, dimension, moved ? origin : null);
                        for (int t = 0; t < dimension; t++)
                            for (int lane = 0; lane < RowPanels.Lanes; lane++)
                            {
                                float expected = lane >= filled ? 0 : moved ? rows[lane * stride + t] - origin[t] : rows[lane * stride + t];
                                Assert.Equal(expected, panel[t * RowPanels.Lanes + lane]);
                                if (lane < filled) Assert.Equal(expected, copied[lane * dimension + t]);
                            }
                    }
    }

    [Fact]
    public void Without_an_origin_every_bit_pattern_is_kept()
    {
        const int dimension = 19;
        var random = new Random(4);
        float[] rows = [.. Enumerable.Range(0, 64 * dimension).Select(i => BitConverter.UInt32BitsToSingle(i % 3 == 0 ? 0x7F800001u + (uint)i : (uint)random.Next()))];
        (float[] panel, float[] copied) = Packed(rows, dimension, 64, dimension, null);
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.Equal(BitConverter.SingleToUInt32Bits(rows[i]), BitConverter.SingleToUInt32Bits(panel[i % dimension * RowPanels.Lanes + i / dimension]));
            Assert.Equal(BitConverter.SingleToUInt32Bits(rows[i]), BitConverter.SingleToUInt32Bits(copied[i]));
        }
    }

    [Fact]
    public void What_lies_between_the_columns_is_left_alone()
    {
        float[] target = new float[100], rows = [.. Enumerable.Range(0, 9 * 10).Select(i => (float)i)];
        Array.Fill(target, -1);
        fixed (float* source = rows, first = target) Transposition.Run(source, 10, 9, 10, null, first, 10);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => i % 10 == 9 ? -1f : i % 10 * 10 + i / 10), target);
    }

    /// <summary>A panel, in memory that is full of NaN before, and its rows copied out of it.</summary>
    private static (float[] Panel, float[] Copied) Packed(float[] rows, int stride, int filled, int dimension, float[]? origin)
    {
        using var panels = new RowPanels();
        panels.Reserve(filled, dimension);
        var panel = new Span<float>(panels.Panel(0), RowPanels.Lanes * dimension);
        panel.Fill(float.NaN);
        float[] copied = new float[filled * dimension];
        fixed (float* first = rows, moved = origin, target = copied)
        {
            panels.Pack(0, first, stride, moved);
            panels.CopyRows(0, target);
        }
        return (panel.ToArray(), copied);
    }
}
