using System;
using System.IO;
using System.Numerics.Tensors;
using HpcCoreset.Tool.Input;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.Arrays;

/// <summary>Rows of raw values without anything between them.</summary>
/// <param name="file">Name of the file, for messages.</param>
/// <param name="element">Type of the values.</param>
/// <param name="dimension">Values per row.</param>
/// <param name="stream">Stands at the first value; owned.</param>
/// <param name="count">How many rows there are; nothing for as many as the stream has.</param>
/// <param name="truncated">What to say when the stream ends after so many bytes, within a row or before the last one.</param>
internal sealed class RawRows(
    string file, ElementType element, int dimension, Stream stream, int? count, Func<long, Exception> truncated) : RowReader
{
    private const int BlockBytes = 1 << 20;

    private readonly byte[] _block = new byte[Math.Max(1, BlockBytes / RowBytes(element, dimension)) * (long)RowBytes(element, dimension)];
    private int _start;
    private int _end;
    private long _row;

    /// <inheritdoc/>
    public override string Name => file;

    /// <inheritdoc/>
    public override int Dimension => dimension;

    /// <inheritdoc/>
    public override int? Count => count;

    /// <summary>Rows of a file that has no header.</summary>
    /// <param name="stream">The file; owned by the result.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="dimension">Values per row.</param>
    public static RawRows Headless(Stream stream, string file, int dimension)
    {
        ElementType element = ElementType.Float32;
        int rowBytes = RowBytes(element, dimension);
        if (stream.CanSeek && stream.Length % rowBytes != 0) throw Truncated(stream.Length);
        return new RawRows(file, element, dimension, stream, null, Truncated);

        InvalidInputException Truncated(long bytes) => new(
            $"{file}: found {bytes} bytes, {bytes % rowBytes} more than {bytes / rowBytes} rows of {dimension} {element.Name} values take: "
            + "another --dimension, or truncated");
    }

    /// <inheritdoc/>
    public override void Dispose() => stream.Dispose();

    /// <inheritdoc/>
    protected override bool ReadNext(Span<float> values)
    {
        if (_row == count || !Fill()) return false;
        ReadOnlySpan<byte> bytes = _block.AsSpan(_start, RowBytes(element, dimension));
        _start += bytes.Length;
        element.Decode(bytes, values);
        if (!TensorPrimitives.IsFiniteAll<float>(values)) throw NotFinite(bytes, values);
        _row++;
        return true;
    }

    private static int RowBytes(ElementType element, int dimension) => checked(dimension * element.Size);

    /// <summary>Whether there is a row in the block, or one could be read.</summary>
    private bool Fill()
    {
        if (_start < _end) return true;
        int rowBytes = RowBytes(element, dimension);
        int wanted = (int)Math.Min(_block.Length, count is null ? long.MaxValue : (count.Value - _row) * rowBytes);
        (_start, _end) = (0, stream.ReadAtLeast(_block.AsSpan(0, wanted), wanted, throwOnEndOfStream: false));
        if (_end % rowBytes != 0 || (_end == 0 && count is not null)) throw truncated(_row * rowBytes + _end);
        return _end > 0;
    }

    private DataFileException NotFinite(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        int column = 0;
        while (float.IsFinite(values[column])) column++;
        // Decoded again in double, so that 1e300 is reported as it stands in the file and not as the infinity it rounds to.
        Span<double> found = stackalloc double[1];
        element.Decode(bytes.Slice(column * element.Size, element.Size), found);
        return DataFileException.NotFinite(file, _row, column, FormattableString.Invariant($"{found[0]:R}"));
    }
}
