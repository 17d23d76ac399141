using System;
using System.IO;
using System.Threading;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Arrays;

/// <summary>What a header promised about the raw values that follow it.</summary>
/// <param name="File">Name of the file, for messages.</param>
/// <param name="Element">Type of the values.</param>
/// <param name="Shape">Length of every axis; the last varies fastest.</param>
/// <param name="HeaderBytes">Bytes before the first value.</param>
internal sealed record RawArray(string File, ElementType Element, long[] Shape, long HeaderBytes)
{
    /// <summary>The rows: the first axis counts them, the others are flattened.</summary>
    /// <param name="stream">Stands at the first value; owned by the result.</param>
    /// <exception cref="InvalidInputException">The shape is not that of rows, or the file not as long as it says.</exception>
    public RowReader Rows(Stream stream)
    {
        (int rows, int dimension) = (Axis(0), Flattened());
        CheckLength(stream);
        return new RawRows(File, Element, dimension, stream, rows, read => Truncated(HeaderBytes + read));
    }

    /// <summary>The rows where the file has them, as <see cref="Rows"/>, or nothing if they are of a type that must be decoded first.</summary>
    /// <param name="stream">The file, which can tell its length.</param>
    /// <exception cref="InvalidInputException">The shape is not that of rows, or the file not as long as it says.</exception>
    public MappedPoints? Map(Stream stream)
    {
        if (Element != ElementType.Float32 && Element != ElementType.Float16) return null;
        (int rows, int dimension) = (Axis(0), Flattened());
        CheckLength(stream);
        return Element == ElementType.Float32
            ? MappedPoints.OpenFloat32(File, rows, dimension, HeaderBytes)
            : MappedPoints.OpenFloat16(File, rows, dimension, HeaderBytes);
    }

    /// <summary>Reads all rows.</summary>
    /// <param name="stream">Stands at the first value.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="InvalidInputException">The values are not what the header promised, or one is not finite.</exception>
    public PointStore ReadRows(Stream stream, CancellationToken cancellation)
    {
        using RowReader rows = Rows(stream);
        return rows.ReadAll(cancellation).Rows;
    }

    /// <summary>Reads an array of one axis.</summary>
    /// <param name="stream">Stands at the first value.</param>
    /// <exception cref="InvalidInputException">There is not one axis, or the values are not what the header promised.</exception>
    public double[] ReadColumn(Stream stream)
    {
        if (Shape.Length != 1) throw new InvalidInputException($"{File}: found an array of shape ({Axes()}), allowed is one axis");
        CheckLength(stream);
        var values = new double[Axis(0)];
        byte[] bytes = new byte[checked(values.Length * Element.Size)];
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < bytes.Length) throw Truncated(HeaderBytes + read);
        Element.Decode(bytes, values);
        return values;
    }

    private int Axis(int axis) => Shape[axis] is > 0 and <= int.MaxValue
        ? (int)Shape[axis]
        : throw new InvalidInputException($"{File}: found an array of shape ({Axes()}), allowed are 1 to {int.MaxValue} rows");

    private int Flattened()
    {
        if (Shape.Length < 2) throw new InvalidInputException($"{File}: found an array of shape ({Axes()}), allowed is (rows, dimension)");
        long product = 1;
        foreach (long axis in Shape.AsSpan(1)) product = axis is > 0 and <= int.MaxValue ? Math.Min(product * axis, int.MaxValue) : 0;
        // A row must fit a block of bytes.
        return product is > 0 and <= int.MaxValue / 8
            ? (int)product
            : throw new InvalidInputException(
                $"{File}: found an array of shape ({Axes()}), allowed are 1 to {int.MaxValue / 8} values per row");
    }

    /// <summary>Bytes of the whole file.</summary>
    private Int128 Bytes
    {
        get
        {
            Int128 bytes = Element.Size;
            foreach (long axis in Shape) bytes *= axis;
            return bytes + HeaderBytes;
        }
    }

    private string Axes() => string.Join(", ", Shape);

    /// <summary>A file that can tell its length is judged before memory is reserved for what it promises.</summary>
    private void CheckLength(Stream stream)
    {
        if (!stream.CanSeek) return;
        if (stream.Length < Bytes) throw Truncated(stream.Length);
        if (stream.Length > Bytes)
            throw new InvalidInputException(
                $"{File}: expected {Bytes} bytes for shape ({Axes()}) of {Element.Name}, found {stream.Length}");
    }

    private InvalidInputException Truncated(long found) =>
        new($"{File}: truncated: expected {Bytes} bytes for shape ({Axes()}) of {Element.Name}, found {found}");
}
