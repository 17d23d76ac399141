using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HpcCoreset.Training.Data.Files;

/// <summary>Reads as many values as a header promises, of a stream that may have fewer.</summary>
internal static class PromisedValues
{
    private const int FirstBytes = 1 << 12;
    private const int MostBytes = 1 << 24;

    /// <summary>Reads values. A stream that cannot tell its length, such as a compressed one, may end early: memory grows as it gives.</summary>
    /// <typeparam name="T">The .NET type of the values.</typeparam>
    /// <param name="stream">Stands at the first value.</param>
    /// <param name="count">How many were promised.</param>
    /// <param name="read">How many bytes there were.</param>
    /// <returns>The values, up to the last that was there whole.</returns>
    public static T[] Read<T>(Stream stream, int count, out long read) where T : unmanaged
    {
        int size = Unsafe.SizeOf<T>();
        bool isThere = stream.CanSeek && stream.Length - stream.Position >= (long)count * size;
        var values = new T[isThere ? count : Math.Min(count, FirstBytes / size)];
        read = 0;
        for (int filled = 0; filled < count;)
        {
            if (filled == values.Length) Array.Resize(ref values, (int)Math.Min(count, 2L * filled));
            // In pieces: an array may have more bytes than a span.
            Span<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan(filled, Math.Min(values.Length - filled, MostBytes / size)));
            int got = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            read += got;
            filled += got / size;
            if (got == bytes.Length) continue;
            Array.Resize(ref values, filled);
            break;
        }
        return values;
    }
}
