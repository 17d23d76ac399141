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

    private static T[] Read(Stream stream, int count, Func<long, Exception> truncated)
    {
        T[] values = PromisedValues.Read<T>(stream, count, out long read);
        return values.Length == count ? values : throw truncated(read);
    }
}
