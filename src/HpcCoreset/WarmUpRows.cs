using System;
using HpcCoreset.Numerics;

namespace HpcCoreset;

/// <summary>Rows to run a selector on before the first request: what is compiled and reserved depends on their shape alone.</summary>
internal static class WarmUpRows
{
    private const ulong Stream = 7;

    /// <summary>Uniform rows, none of them zero or constant. The caller disposes them.</summary>
    public static PointStore Create(int rows, int dimension)
    {
        var store = new PointStore(rows, dimension);
        var random = new Philox(0, Stream);
        for (int i = 0; i < rows; i++)
            for (int t = 0; t < dimension; t++) store[i][t] = (float)(0.5 + random.Double((ulong)((long)i * dimension + t)));
        return store;
    }

    /// <summary>Random rows of bits.</summary>
    public static byte[] CreateBits(int rows, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        var bytes = new byte[checked(rows * RowSource.BytesOf(dimension))];
        var random = new Philox(0, Stream);
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)random.UInt32((ulong)i);
        return bytes;
    }
}
