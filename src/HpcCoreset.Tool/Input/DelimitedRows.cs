using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.Input;

/// <summary>Rows, labels and weights of <c>.csv</c> and <c>.tsv</c> files.</summary>
internal sealed class DelimitedRows : RowReader
{
    private readonly Stream _stream;
    private readonly DelimitedText _text;
    private readonly DelimitedColumns _columns;
    private readonly Func<int, string, string> _hint;

    /// <summary>Finds the columns.</summary>
    /// <param name="stream">The file; owned.</param>
    /// <param name="file">Its name, for messages and for the separator.</param>
    /// <param name="layout">Which columns mean what.</param>
    /// <exception cref="InvalidInputException">The file is not what it has to be.</exception>
    public DelimitedRows(Stream stream, string file, DelimitedLayout layout)
    {
        _stream = stream;
        _text = new DelimitedText(stream, file, layout.HasHeader);
        _columns = new DelimitedColumns(layout, _text);
        _hint = _columns.LabelHint;
        ColumnNames = _text.Header is { } header ? [.. _columns.Values.Select(column => header[column])] : null;
    }

    /// <inheritdoc/>
    public override string Name => _text.File;

    /// <inheritdoc/>
    public override int Dimension => _columns.Values.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<string>? ColumnNames { get; }

    /// <inheritdoc/>
    public override double? Weight => _columns.Weight >= 0 ? DelimitedColumn.Number(_text, _columns.Weight, "weight") : null;

    /// <inheritdoc/>
    public override string? Label => _columns.Label >= 0 ? _text.Text(_columns.Label) : null;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _text.Dispose();
        _stream.Dispose();
    }

    /// <inheritdoc/>
    protected override bool ReadNext(Span<float> values)
    {
        if (!_text.Read()) return false;
        for (int i = 0; i < values.Length; i++) values[i] = _text.Value(_columns.Values[i], _hint);
        return true;
    }
}
