using System;
using System.IO;
using System.Numerics.Tensors;
using HpcCoreset.Tool.Input;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.Arrays;

/// <summary>Rows of raw values without anything between them.</summary>
internal sealed class RawRows : RowReader
{
    private const int BlockBytes = 1 << 20;
    private const int MostDimension = int.MaxValue / 8; // as of other formats: a row must fit a block of bytes

    private readonly ElementType _element;
    private readonly Stream _stream;
    private readonly Func<long, Exception> _truncated;
    private readonly Action? _checkEnd;
    private byte[] _block = [];
    private int _start;
    private int _end;
    private long _row;

    /// <summary>Reads the first block, which tells whether there is a row of such a length at all: whoever reads makes room for one.</summary>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="element">Type of the values.</param>
    /// <param name="dimension">Values per row.</param>
    /// <param name="stream">Stands at the first value; owned.</param>
    /// <param name="count">How many rows there are; nothing for as many as the stream has.</param>
    /// <param name="truncated">What to say when the stream ends after so many bytes, within a row or before the last one.</param>
    /// <param name="checkEnd">Refuses what follows the last row, if their number is known.</param>
    public RawRows(
        string file, ElementType element, int dimension, Stream stream, int? count, Func<long, Exception> truncated, Action? checkEnd = null)
    {
        (Name, _element, Dimension, _stream, Count) = (file, element, dimension, stream, count);
        (_truncated, _checkEnd) = (truncated, checkEnd);
        Fill();
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Dimension { get; }

    /// <inheritdoc/>
    public override int? Count { get; }

    /// <inheritdoc/>
    protected override bool IsCountSeen => Count is not null && _stream.CanSeek;

    /// <summary>Rows of a file that has no header.</summary>
    /// <param name="stream">The file; owned by the result.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="dimension">Values per row.</param>
    public static RawRows Headless(Stream stream, string file, int dimension)
    {
        if (dimension > MostDimension) throw new InvalidInputException($"--dimension: found {dimension}, allowed are 1 to {MostDimension}");
        ElementType element = ElementType.Float32;
        int rowBytes = dimension * element.Size;
        if (stream.CanSeek && stream.Length % rowBytes != 0) throw Truncated(stream.Length);
        return new RawRows(file, element, dimension, stream, null, Truncated);

        InvalidInputException Truncated(long bytes) => new(
            $"{file}: found {bytes} bytes, {bytes % rowBytes} more than {bytes / rowBytes} rows of {dimension} {element.Name} values take: "
            + "another --dimension, or truncated");
    }

    /// <inheritdoc/>
    public override void Dispose() => _stream.Dispose();

    /// <inheritdoc/>
    protected override bool ReadNext(Span<float> values)
    {
        if (_row == Count || !Fill()) return false;
        ReadOnlySpan<byte> bytes = _block.AsSpan(_start, RowBytes);
        _start += bytes.Length;
        _element.Decode(bytes, values);
        if (!TensorPrimitives.IsFiniteAll<float>(values)) throw NotFinite(bytes, values);
        if (++_row == Count) _checkEnd?.Invoke();
        return true;
    }

    private int RowBytes => Dimension * _element.Size;

    /// <summary>Whether there is a row in the block, or one could be read.</summary>
    private bool Fill()
    {
        if (_start < _end) return true;
        int wanted = (int)Math.Min(Math.Max(1, BlockBytes / RowBytes) * (long)RowBytes, Count is { } count ? (count - _row) * RowBytes : long.MaxValue);
        _start = 0;
        if (_block.Length >= wanted) _end = _stream.ReadAtLeast(_block.AsSpan(0, wanted), wanted, throwOnEndOfStream: false);
        else
        {
            _block = PromisedValues.Read<byte>(_stream, wanted, out long read);
            _end = (int)read;
        }
        if (_end % RowBytes != 0 || (_end == 0 && Count is not null)) throw _truncated(_row * RowBytes + _end);
        return _end > 0;
    }

    private DataFileException NotFinite(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        int column = 0;
        while (float.IsFinite(values[column])) column++;
        // Decoded again in double, so that 1e300 is reported as it stands in the file and not as the infinity it rounds to.
        Span<double> found = stackalloc double[1];
        _element.Decode(bytes.Slice(column * _element.Size, _element.Size), found);
        return DataFileException.NotFinite(Name, _row, column, FormattableString.Invariant($"{found[0]:R}"));
    }
}
