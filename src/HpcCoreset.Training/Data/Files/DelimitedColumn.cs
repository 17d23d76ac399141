using System.Collections.Generic;
using System.IO;

namespace HpcCoreset.Training.Data.Files;

/// <summary>Reads text files with one value per row of the input, with or without a header.</summary>
internal static class DelimitedColumn
{
    /// <summary>Reads numbers.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="what">What each is of its row, for messages.</param>
    public static double[] ReadNumbers(Stream stream, string file, string what)
    {
        using DelimitedText text = Open(stream, file, hasHeader: null);
        var numbers = new List<double>();
        while (text.Read()) numbers.Add(Number(text, 0, what));
        return [.. numbers];
    }

    /// <summary>Reads labels. With one more field than rows, and text in the first, the first is a header.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="rows">How many rows the input has: labels may be text like a header, so only their number tells.</param>
    public static List<string> ReadLabels(Stream stream, string file, int rows)
    {
        using DelimitedText text = Open(stream, file, hasHeader: false);
        var labels = new List<string>();
        while (text.Read()) labels.Add(text.Text(0));
        if (labels.Count == rows + 1 && !DelimitedText.IsNumber(labels[0])) labels.RemoveAt(0);
        return labels;
    }

    /// <summary>A field of the current row, as a number.</summary>
    /// <param name="text">Stands at the row.</param>
    /// <param name="column">Its column.</param>
    /// <param name="what">What it is of its row, for messages.</param>
    public static double Number(DelimitedText text, int column, string what) => text.TryParse(column, out double number)
        ? number
        : throw new DataFileException(
            $"{text.File}: found {DelimitedText.Quoted(text.Text(column))} as the {what} of row {text.Row}, allowed are numbers from 0");

    private static DelimitedText Open(Stream stream, string file, bool? hasHeader)
    {
        var text = new DelimitedText(stream, file, hasHeader);
        return text.Columns == 1 ? text : throw new DataFileException(
            $"{file}: found {text.Columns} columns, allowed is one value per row");
    }
}
