using System;
using System.IO;

namespace HpcCoreset.Training.Data.Files;

/// <summary>What a header promised about the raw values that follow it.</summary>
/// <param name="File">Name of the file, for messages.</param>
/// <param name="Element">Type of the values.</param>
/// <param name="Shape">Length of every axis; the last varies fastest.</param>
/// <param name="HeaderBytes">Bytes before the first value.</param>
internal sealed record RawArray(string File, ElementType Element, long[] Shape, long HeaderBytes)
{
    /// <summary>Reads an array of one axis.</summary>
    /// <param name="stream">Stands at the first value.</param>
    /// <exception cref="DataFileException">There is not one axis, or the values are not what the header promised.</exception>
    public double[] ReadColumn(Stream stream)
    {
        if (Shape.Length != 1) throw new DataFileException($"{File}: found an array of shape ({Axes()}), allowed is one axis");
        int rows = Axis(0);
        CheckLength(stream);
        double[] numbers = Element.ReadNumbers(stream, rows, read => Truncated(HeaderBytes + read));
        CheckEnd(stream);
        return numbers;
    }

    /// <summary>Reads examples: (rows, values), (rows, height, width) or (rows, height, width, channels).</summary>
    /// <param name="stream">Stands at the first value.</param>
    /// <exception cref="DataFileException">The shape is another, the values are not what the header promised, or one is not finite.</exception>
    public (ExampleValues Values, int Count, ExampleShape Shape) ReadExamples(Stream stream)
    {
        (int rows, int length) = CheckRows(stream);
        ExampleShape shape = Shape.Length switch
        {
            2 => ExampleShape.Vector(length),
            3 => new((int)Shape[1], (int)Shape[2], 1),
            4 => new((int)Shape[1], (int)Shape[2], (int)Shape[3]),
            _ => throw new DataFileException(
                $"{File}: found an array of shape ({Axes()}), allowed are two to four axes: rows, height, width and channels, or rows and values"),
        };
        if ((long)rows * length > Array.MaxLength)
            throw new DataFileException($"{File}: found an array of shape ({Axes()}), allowed are {Array.MaxLength} values");
        ExampleValues values = Element.ReadExamples(stream, rows * length, read => Truncated(HeaderBytes + read),
            (at, found) => DataFileException.NotFinite(File, at / length, at % length, found));
        CheckEnd(stream);
        return (values, rows, shape);
    }

    /// <summary>Checks that the values are rows: the first axis counts them, the others are flattened.</summary>
    /// <param name="stream">The file; one that can tell its length is judged before memory is reserved for what its header promises.</param>
    /// <exception cref="DataFileException">The shape is not that of rows, or the file not as long as it says.</exception>
    public (int Rows, int Dimension) CheckRows(Stream stream)
    {
        int dimension = Flattened(), rows = Axis(0); // in this order: a shape without axes has no rows to look at
        CheckLength(stream);
        return (rows, dimension);
    }

    /// <summary>What to say of a file that ends early.</summary>
    /// <param name="found">Its length in bytes.</param>
    public DataFileException Truncated(long found) =>
        new($"{File}: truncated: expected {Bytes} bytes for shape ({Axes()}) of {Element.Name}, found {found}");

    /// <summary>Refuses what follows the last value: of a compressed file only the end tells its length, and whether its checksum is right.</summary>
    /// <param name="stream">Stands behind the last value.</param>
    /// <exception cref="DataFileException">The file goes on.</exception>
    public void CheckEnd(Stream stream)
    {
        if (!stream.CanSeek && stream.ReadByte() >= 0) throw TooLong("more");
    }

    private int Axis(int axis) => Shape[axis] is > 0 and <= int.MaxValue
        ? (int)Shape[axis]
        : throw new DataFileException($"{File}: found an array of shape ({Axes()}), allowed are 1 to {int.MaxValue} rows");

    private int Flattened()
    {
        if (Shape.Length < 2) throw new DataFileException($"{File}: found an array of shape ({Axes()}), allowed is (rows, dimension)");
        long product = 1;
        foreach (long axis in Shape.AsSpan(1)) product = axis is > 0 and <= int.MaxValue ? Math.Min(product * axis, int.MaxValue) : 0;
        // A row must fit a block of bytes.
        return product is > 0 and <= int.MaxValue / 8
            ? (int)product
            : throw new DataFileException(
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

    private void CheckLength(Stream stream)
    {
        if (!stream.CanSeek) return;
        long found = HeaderBytes + stream.Length - stream.Position; // the file may begin within the stream
        if (found < Bytes) throw Truncated(found);
        if (found > Bytes) throw TooLong($"{found}");
    }

    private DataFileException TooLong(string found) =>
        new($"{File}: expected {Bytes} bytes for shape ({Axes()}) of {Element.Name}, found {found}");
}
