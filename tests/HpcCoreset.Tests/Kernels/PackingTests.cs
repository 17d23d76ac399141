using System;
using HpcCoreset.Kernels;
using HpcCoreset.Tests.Allocation;
using Xunit;

namespace HpcCoreset.Tests.Kernels;

public unsafe class PackingTests
{
    [Theory]
    [InlineData(1, 3, false, false)]
    [InlineData(130, 5, false, true)]
    [InlineData(2500, 17, false, true)]
    [InlineData(2500, 17, true, true)]
    [InlineData(2500, 17, true, false)]
    public void Packed_rows_are_the_rows_scaled_in_double_minus_the_rounded_mean(int count, int dimension, bool unitLength, bool centred)
    {
        int stride = dimension + 2;
        var random = new Random(5);
        var values = new float[count * stride];
        for (int i = 0; i < values.Length; i++) values[i] = 1000 + random.NextSingle();
        using var packing = new Packing();
        byte[]? first = null;
        var row = stackalloc float[dimension];
        foreach (int threads in (int[])[1, 2, 3, 8])
        {
            fixed (float* rows = values)
                packing.Pack(new RowSource(rows, count, dimension, stride), unitLength ? RowScaling.UnitLength : RowScaling.None, centred, threads);
            for (int i = 0; i < count; i++)
            {
                double length = 0;
                for (int t = 0; t < dimension; t++) length += (double)values[i * stride + t] * values[i * stride + t];
                double scale = unitLength ? 1 / Math.Sqrt(length) : 1;
                packing.Rows.CopyRow(i, row);
                for (int t = 0; t < dimension; t++)
                    Assert.Equal((float)(values[i * stride + t] * scale) - packing.Origin[t], row[t], unitLength ? 1e-7f : 0);
            }
            for (int t = 0; t < dimension; t++)
            {
                double mean = 0;
                for (int i = 0; i < count; i++) mean += values[i * stride + t] * packing.Scales[i] / count;
                Assert.Equal(centred ? mean : 0, packing.Origin[t], 1e-6 * Math.Abs(mean));
            }
            var bytes = new ReadOnlySpan<byte>(packing.Rows.Panel(0), packing.Rows.PaddedCount * dimension * sizeof(float)).ToArray();
            Assert.Equal(first ??= bytes, bytes);
        }
    }

    [Fact]
    public void Packing_a_shape_again_allocates_nothing()
    {
        using var packing = new Packing();
        var values = new float[3000 * 8];
        Array.Fill(values, 1f);
        Assert.Equal(0, Allocated.Always(() =>
        {
            fixed (float* rows = values)
            {
                packing.Pack(new RowSource(rows, 3000, 8, 8), RowScaling.UnitLength, centred: true, 1);
                packing.Pack(new RowSource(rows, 2000, 8, 8), RowScaling.None, centred: false, 1);
            }
        }));
    }
}
