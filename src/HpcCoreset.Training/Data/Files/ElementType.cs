using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace HpcCoreset.Training.Data.Files;

/// <summary>The type of the raw little-endian numbers in a file: the one place that knows how bytes become values.</summary>
/// <param name="name">The name people know, for example <c>float32</c>.</param>
/// <param name="code">NumPy's kind and size, for example <c>f4</c>.</param>
/// <param name="size">Bytes per value.</param>
internal abstract class ElementType(string name, string code, int size)
{
    /// <summary>IEEE single precision.</summary>
    public static readonly ElementType Float32 = new ElementType<float>("float32", "f4");

    /// <summary>IEEE half precision.</summary>
    public static readonly ElementType Float16 = new ElementType<Half>("float16", "f2");

    /// <summary>IEEE double precision.</summary>
    public static readonly ElementType Float64 = new ElementType<double>("float64", "f8");

    /// <summary>Unsigned bytes.</summary>
    public static readonly ElementType UInt8 = new ElementType<byte>("uint8", "u1");

    /// <summary>Signed bytes.</summary>
    public static readonly ElementType Int8 = new ElementType<sbyte>("int8", "i1");

    /// <summary>64-bit integers.</summary>
    public static readonly ElementType Int64 = new ElementType<long>("int64", "i8");

    /// <summary>The types that rows may have.</summary>
    public static readonly IReadOnlyList<ElementType> OfRows =
        [Float32, Float64, Float16, UInt8, Int8];

    /// <summary>The types that one value per row (a weight, a label, a row number) may have.</summary>
    public static readonly IReadOnlyList<ElementType> OfColumns =
        [.. OfRows, new ElementType<int>("int32", "i4"), Int64, new ElementType<short>("int16", "i2"),
            new ElementType<ushort>("uint16", "u2"), new ElementType<uint>("uint32", "u4")];

    /// <summary>The name people know.</summary>
    public string Name { get; } = name;

    /// <summary>NumPy's kind and size.</summary>
    public string Code { get; } = code;

    /// <summary>Bytes per value.</summary>
    public int Size { get; } = size;

    /// <summary>Names of types, for messages.</summary>
    /// <param name="types">The types.</param>
    public static string Names(IReadOnlyList<ElementType> types) => string.Join(", ", types.Select(type => type.Name));

    /// <summary>Decodes values to float32, rounding to nearest.</summary>
    /// <param name="bytes">As many values as <paramref name="values"/> has.</param>
    /// <param name="values">Where they go.</param>
    public abstract void Decode(ReadOnlySpan<byte> bytes, Span<float> values);

    /// <summary>Decodes values to float64.</summary>
    /// <param name="bytes">As many values as <paramref name="values"/> has.</param>
    /// <param name="values">Where they go.</param>
    public abstract void Decode(ReadOnlySpan<byte> bytes, Span<double> values);

    /// <summary>Reads values and keeps them as they are, but for float64, which become float32.</summary>
    /// <param name="stream">Stands at the first value.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="truncated">What to say when the stream ends after so many bytes.</param>
    /// <param name="notFinite">What to say of a value, by its number and what it is, that is not finite as float32.</param>
    public abstract ExampleValues ReadExamples(Stream stream, int count, Func<long, Exception> truncated, Func<int, string, Exception> notFinite);

    /// <summary>Reads values as float64.</summary>
    /// <param name="stream">Stands at the first value.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="truncated">What to say when the stream ends after so many bytes.</param>
    public abstract double[] ReadNumbers(Stream stream, int count, Func<long, Exception> truncated);
}
