using System;
using System.Runtime.CompilerServices;
using Xunit;

namespace HpcCoreset.Tests;

public class PointsTests
{
    [Fact]
    public void Rows_lie_a_stride_apart_and_the_last_one_needs_no_padding()
    {
        float[] values = [1, 2, -1, 3, 4, -1, 5, 6];
        var points = new Points(values, count: 3, dimension: 2, stride: 3);
        Assert.Equal([3, 4], points[1].ToArray());
        Assert.Equal([5, 6], points[2].ToArray());
    }

    [Theory]
    [InlineData(3, 2, 1)]
    [InlineData(4, 2, 3)]
    [InlineData(-1, 2, 2)]
    [InlineData(1, 0, 2)]
    public void Shapes_that_do_not_fit_the_memory_are_refused(int count, int dimension, int stride)
    {
        Assert.ThrowsAny<ArgumentException>(() => new Points(new float[8], count, dimension, stride).Count);
        Assert.ThrowsAny<ArgumentException>(() => new Points(new Half[8], count, dimension, stride).Count);
        Assert.ThrowsAny<ArgumentException>(() => new Points(new sbyte[8], new float[Math.Max(count, 0)], count, dimension, stride).Count);
        Assert.ThrowsAny<ArgumentException>(() => Points.FromBits(new byte[8], count, 8 * dimension, stride).Count);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_row_that_is_not_there_is_refused_with_its_number(int row)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Points(new float[6], 2)[row].Length);
        Assert.Contains($"found row {row}, allowed are 0 to 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public unsafe void A_store_is_aligned_zero_and_writable()
    {
        using var store = new PointStore(5, 7);
        store[4][6] = 3;
        Points points = store.AsPoints();
        fixed (float* first = points) Assert.Equal(0, (nint)first % 64);
        Assert.Equal(0, points[3][6]);
        Assert.Equal(3, points[4][6]);
    }

    [Fact]
    public void A_disposed_store_is_refused()
    {
        var store = new PointStore(1, 1);
        store.Dispose();
        store.Dispose();
        Assert.Throws<ObjectDisposedException>(() => store.AsPoints().Count);
        Assert.Throws<ObjectDisposedException>(() => store[0].Length);
    }

    [Fact]
    public void A_view_keeps_its_store_alive()
    {
        Points points = ViewOfForgottenStore(out WeakReference store);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.True(store.IsAlive);
        Assert.Equal(9, points[0][0]);
        GC.KeepAlive(points.Owner);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Points ViewOfForgottenStore(out WeakReference weak)
    {
        var store = new PointStore(1, 1);
        store[0][0] = 9;
        weak = new WeakReference(store);
        return store.AsPoints();
    }
}
