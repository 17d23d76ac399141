using System;
using System.IO;
using HpcCoreset.Tool.Streaming;

namespace HpcCoreset.Tool.Input;

/// <summary>The weighted rows of a <c>.hpcs</c> file, with their numbers in the input that it was made of.</summary>
internal sealed class SummaryRows : RowReader
{
    private readonly Stream _stream;
    private readonly CoresetStream _summary;
    private int _row = -1;

    /// <summary>Reads the file.</summary>
    /// <param name="stream">The file; owned.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="InvalidInputException">It is none, damaged, or without rows.</exception>
    public SummaryRows(Stream stream, string file)
    {
        (_stream, Name, _summary) = (stream, file, SummaryFile.Read(stream, file).ToStream());
        if (_summary.Coreset.Count == 0) throw new InvalidInputException($"{file}: a summary without rows, at least one row is required");
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Dimension => _summary.Dimension;

    /// <inheritdoc/>
    public override int? Count => _summary.Coreset.Count;

    /// <inheritdoc/>
    public override double? Weight => _summary.Coreset.Weights[_row];

    /// <inheritdoc/>
    public override long? Id => _summary.Coreset.Ids[_row];

    /// <inheritdoc/>
    public override double Offset => _summary.Coreset.Offset;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _summary.Dispose();
        _stream.Dispose();
    }

    /// <inheritdoc/>
    protected override bool ReadNext(Span<float> values)
    {
        if (_row + 1 == Count) return false;
        _summary.Coreset.Rows[++_row].CopyTo(values);
        return true;
    }
}
