using System;
using System.IO;
using System.Numerics.Tensors;
using System.Threading;

namespace HpcCoreset.Tool.Arrays;

/// <summary>What a header promised about the raw values that follow it, and the one loop that reads them.</summary>
/// <param name="File">Name of the file, for messages.</param>
/// <param name="Element">Type of the values.</param>
/// <param name="Shape">Length of every axis; the last varies fastest.</param>
/// <param name="HeaderBytes">Bytes before the first value.</param>
internal sealed record RawArray(string File, ElementType Element, long[] Shape, long HeaderBytes)
{
    private const int BlockBytes = 1 << 20;

    /// <summary>Reads rows: the first axis counts them, the others are flattened.</summary>
    /// <param name="stream">Stands at the first value.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="InvalidInputException">The values are not what the header promised, or one is not finite.</exception>
    public PointStore ReadRows(Stream stream, CancellationToken cancellation)
    {
        (int rows, int dimension) = (Axis(0), Flattened());
        CheckLength(stream);
        var store = new PointStore(rows, dimension);
        try
        {
            int rowBytes = checked(dimension * Element.Size);
            byte[] block = new byte[Math.Max(1, BlockBytes / rowBytes) * (long)rowBytes];
            for (int row = 0, next; row < rows; row = next)
            {
                cancellation.ThrowIfCancellationRequested();
                next = (int)Math.Min(rows, row + (long)(block.Length / rowBytes));
                Fill(stream, block.AsSpan(0, (next - row) * rowBytes), row * (long)rowBytes);
                for (int i = row; i < next; i++) DecodeRow(block.AsSpan((i - row) * rowBytes, rowBytes), store[i], i);
            }
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
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
        Fill(stream, bytes, 0);
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

    private string Axes() => string.Join(", ", Shape);

    /// <summary>A file that can tell its length is judged before memory is reserved for what it promises.</summary>
    private void CheckLength(Stream stream)
    {
        if (!stream.CanSeek) return;
        Int128 expected = Element.Size;
        foreach (long axis in Shape) expected *= axis;
        expected += HeaderBytes;
        if (stream.Length < expected) throw Truncated(expected, stream.Length);
        if (stream.Length > expected)
            throw new InvalidInputException(
                $"{File}: expected {expected} bytes for shape ({Axes()}) of {Element.Name}, found {stream.Length}");
    }

    private void Fill(Stream stream, Span<byte> block, long offset)
    {
        int read = stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
        if (read == block.Length) return;
        Int128 expected = Element.Size;
        foreach (long axis in Shape) expected *= axis;
        throw Truncated(expected + HeaderBytes, HeaderBytes + offset + read);
    }

    private InvalidInputException Truncated(Int128 expected, long found) =>
        new($"{File}: truncated: expected {expected} bytes for shape ({Axes()}) of {Element.Name}, found {found}");

    private void DecodeRow(ReadOnlySpan<byte> bytes, Span<float> values, int row)
    {
        Element.Decode(bytes, values);
        if (TensorPrimitives.IsFiniteAll<float>(values)) return;
        int column = 0;
        while (float.IsFinite(values[column])) column++;
        // Decoded again in double, so that 1e300 is reported as it stands in the file and not as the infinity it rounds to.
        Span<double> found = stackalloc double[1];
        Element.Decode(bytes.Slice(column * Element.Size, Element.Size), found);
        throw InvalidInputException.NotFinite(File, row, column, FormattableString.Invariant($"{found[0]:R}"));
    }
}
