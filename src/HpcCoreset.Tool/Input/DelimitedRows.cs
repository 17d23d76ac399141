using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

namespace HpcCoreset.Tool.Input;

/// <summary>Reads rows, labels and weights from <c>.csv</c> and <c>.tsv</c> files.</summary>
internal static class DelimitedRows
{
    /// <summary>Reads a file.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="file">Its name, for messages and for the separator.</param>
    /// <param name="layout">Which columns mean what.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="InvalidInputException">The file is not what it has to be.</exception>
    public static InputData Read(Stream stream, string file, DelimitedLayout layout, CancellationToken cancellation)
    {
        using var text = new DelimitedText(stream, file);
        var columns = new DelimitedColumns(layout, file, text.Header, text.Columns);
        using var rows = new GrowingRows(columns.Values.Count);
        var weights = new List<double>();
        var labels = new Labels();
        while (text.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            Span<float> values = rows.Append();
            for (int i = 0; i < values.Length; i++) values[i] = Value(text, columns, columns.Values[i]);
            if (columns.Weight >= 0) weights.Add(DelimitedColumn.Weight(text, columns.Weight));
            if (columns.Label >= 0) labels.Add(text.Text(columns.Label));
        }
        return new InputData(file, rows.ToStore())
        {
            Weights = [.. weights],
            Labels = columns.Label >= 0 ? labels : null,
            ColumnNames = text.Header is { } header ? [.. columns.Values.Select(column => header[column])] : null,
        };
    }

    private static float Value(DelimitedText text, DelimitedColumns columns, int column)
    {
        if (text.TryParse(column, out float value) && float.IsFinite(value)) return value;
        string field = text.Text(column);
        throw new InvalidInputException(
            $"{text.File}: found {DelimitedText.Quoted(field)} in row {text.Row}, {columns.Describe(column)} "
            + $"(both counted from 0), allowed are finite float32 values{columns.LabelHint(column, field)}");
    }
}
