using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Xunit;

namespace HpcCoreset.Tests.Storage;

public sealed class MappedPointsTests : IDisposable
{
    private const int Count = 300, Dimension = 7;

    private readonly string _path = Path.GetTempFileName();
    private readonly float[] _values = [.. Enumerable.Range(0, Count * Dimension).Select(i => i * 37 % 101 / 8f)];

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(0)]
    [InlineData(128)]
    [InlineData(3)] // not aligned
    public void Rows_are_those_of_the_file(int offset)
    {
        Write<float>(offset, _values);
        using (MappedPoints mapped = MappedPoints.OpenFloat32(_path, Count, Dimension, offset)) Same(mapped);
        Write<Half>(offset, [.. _values.Select(value => (Half)value)]); // exact: eighths
        using (MappedPoints mapped = MappedPoints.OpenFloat16(_path, Count, Dimension, offset)) Same(mapped);
    }

    [Fact]
    public void A_view_keeps_the_file_mapped()
    {
        Write<float>(0, _values);
        Points points = View(_path);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var selector = new FacilityLocationSelector(new() { Size = 3 });
        Assert.Equal(3, selector.Select(points).Count);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Points View(string path) => MappedPoints.OpenFloat32(path, Count, Dimension).AsPoints();
    }

    [Fact]
    public void What_cannot_be_mapped_is_told()
    {
        Write<float>(0, _values);
        Assert.StartsWith(
            $"path: found 8400 bytes in {_path}; 300 rows of 7 Float32 values behind 1 bytes take 8401.",
            Assert.Throws<ArgumentException>(() => MappedPoints.OpenFloat32(_path, Count, Dimension, 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => MappedPoints.OpenFloat16(_path, 0, Dimension));
        Assert.Throws<ArgumentOutOfRangeException>(() => MappedPoints.OpenFloat16(_path, Count, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => MappedPoints.OpenFloat16(_path, Count, Dimension, -1));
        Assert.Throws<FileNotFoundException>(() => MappedPoints.OpenFloat16(_path + "x", Count, Dimension));
        MappedPoints mapped = MappedPoints.OpenFloat32(_path, Count, Dimension);
        mapped.Dispose();
        mapped.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _ = mapped.AsPoints().Count);
    }

    private void Same(MappedPoints mapped)
    {
        Assert.Equal((Count, Dimension), (mapped.Count, mapped.Dimension));
        float[] row = new float[Dimension];
        for (int i = 0; i < Count; i++)
        {
            mapped.AsPoints().CopyRow(i, row);
            Assert.Equal(_values[(i * Dimension)..((i + 1) * Dimension)], row);
        }
        using var selector = new FacilityLocationSelector(new() { Size = 20 });
        int[] expected = selector.Select(new Points(_values, Dimension)).Indices.ToArray();
        Assert.Equal(expected, selector.Select(mapped.AsPoints()).Indices.ToArray());
    }

    private void Write<T>(int offset, T[] values) where T : unmanaged =>
        File.WriteAllBytes(_path, [.. new byte[offset], .. MemoryMarshal.AsBytes(values.AsSpan())]);
}
