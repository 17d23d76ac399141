using System;
using System.Buffers.Binary;
using System.IO;
using System.Numerics.Tensors;
using HpcCoreset.Tool.Input;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.Arrays;

/// <summary>The rows of <c>.fvecs</c> and <c>.bvecs</c>: each its dimension (32 bits, little-endian) and its values, all of one dimension.</summary>
internal sealed class VectorRows : RowReader
{
    // A number beyond that is a file of another kind, and memory is reserved by it.
    private const int MostValues = 1 << 20;

    private readonly Stream _stream;
    private readonly ElementType _element;
    private readonly byte[] _record;
    private bool _hasRecord = true;
    private long _row;

    /// <summary>Reads the first row's dimension.</summary>
    /// <param name="stream">The file; owned.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="element">Type of the values.</param>
    /// <exception cref="InvalidInputException">There is no row, or one of a dimension that is not allowed.</exception>
    public VectorRows(Stream stream, string file, ElementType element)
    {
        (_stream, Name, _element) = (new BufferedStream(stream), file, element);
        Span<byte> head = stackalloc byte[sizeof(int)];
        int read = _stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (read == 0) throw new InvalidInputException($"{file}: empty, at least one row is required");
        if (read < head.Length) throw Truncated(read);
        Dimension = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (Dimension is < 1 or > MostValues)
            throw new InvalidInputException($"{file}: found dimension {Dimension} in row 0 (counted from 0), allowed are 1 to {MostValues}");
        byte[] values = PromisedValues.Read<byte>(_stream, Dimension * element.Size, out long found);
        if (values.Length < Dimension * element.Size) throw Truncated(read + found);
        _record = [.. head, .. values];
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Dimension { get; }

    /// <inheritdoc/>
    public override void Dispose() => _stream.Dispose();

    /// <inheritdoc/>
    protected override bool ReadNext(Span<float> values)
    {
        if (!_hasRecord) return false;
        int found = BinaryPrimitives.ReadInt32LittleEndian(_record);
        if (found != Dimension)
            throw new InvalidInputException($"{Name}: found dimension {found} in row {_row} (counted from 0), allowed is {Dimension} as in the first");
        _element.Decode(_record.AsSpan(sizeof(int)), values);
        if (!TensorPrimitives.IsFiniteAll<float>(values))
        {
            int column = 0;
            while (float.IsFinite(values[column])) column++;
            throw DataFileException.NotFinite(Name, _row, column, FormattableString.Invariant($"{values[column]:R}"));
        }
        _row++;
        int read = _stream.ReadAtLeast(_record, _record.Length, throwOnEndOfStream: false);
        _hasRecord = read > 0;
        if (_hasRecord && read < _record.Length) throw Truncated(read);
        return true;
    }

    private InvalidInputException Truncated(long found) => new(
        $"{Name}: truncated: found {found} bytes of row {_row} (counted from 0)" + (Dimension == 0 ? "" : $", expected {sizeof(int) + Dimension * _element.Size}"));
}
