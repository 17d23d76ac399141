using System;
using System.Globalization;
using System.IO;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HpcCoreset.Training.Data.Files;

/// <summary>Raw values that are <typeparamref name="T"/> in memory.</summary>
/// <typeparam name="T">The .NET type.</typeparam>
/// <param name="name">The name people know.</param>
/// <param name="code">NumPy's kind and size.</param>
internal sealed class ElementType<T>(string name, string code) : ElementType(name, code, Unsafe.SizeOf<T>())
    where T : unmanaged, INumberBase<T>
{
    /// <inheritdoc/>
    public override void Decode(ReadOnlySpan<byte> bytes, Span<float> values) =>
        TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, T>(bytes), values);

    /// <inheritdoc/>
    public override void Decode(ReadOnlySpan<byte> bytes, Span<double> values) =>
        TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, T>(bytes), values);

    /// <inheritdoc/>
    public override ExampleValues ReadExamples(
        Stream stream, int count, Func<long, Exception> truncated, Func<int, string, Exception> notFinite)
    {
        T[] values = Read(stream, count, truncated);
        ExampleValues examples = typeof(T) == typeof(double) ? new ExampleValues<float>(Rounded(values)) : new ExampleValues<T>(values);
        int bad = examples.IndexOfNotFinite();
        return bad < 0 ? examples : throw notFinite(bad, values[bad].ToString("R", CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public override double[] ReadNumbers(Stream stream, int count, Func<long, Exception> truncated)
    {
        T[] values = Read(stream, count, truncated);
        var numbers = new double[count];
        TensorPrimitives.ConvertTruncating<T, double>(values, numbers);
        return numbers;
    }

    private static float[] Rounded(T[] values)
    {
        var rounded = new float[values.Length];
        TensorPrimitives.ConvertTruncating<T, float>(values, rounded);
        return rounded;
    }

    /// <summary>A stream that cannot tell its length, such as a compressed one, may hold less than was promised: memory grows as it gives.</summary>
    private static T[] Read(Stream stream, int count, Func<long, Exception> truncated)
    {
        const int PieceBytes = 1 << 24;
        var values = new T[stream.CanSeek ? count : Math.Min(count, PieceBytes / Unsafe.SizeOf<T>())];
        for (int read = 0; read < count;)
        {
            if (read == values.Length) Array.Resize(ref values, (int)Math.Min(count, 2L * read));
            // In pieces: an array may have more bytes than a span.
            Span<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan(read, Math.Min(values.Length - read, PieceBytes / Unsafe.SizeOf<T>())));
            int got = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (got < bytes.Length) throw truncated((long)read * Unsafe.SizeOf<T>() + got);
            read += bytes.Length / Unsafe.SizeOf<T>();
        }
        return values;
    }
}
