using System.Collections.Generic;
using System.IO;

namespace HpcCoreset.Tool.Input;

/// <summary>Reads text files with one value per row of the input, with or without a header.</summary>
internal static class DelimitedColumn
{
    /// <summary>Reads weights.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="file">Its name, for messages.</param>
    public static double[] ReadWeights(Stream stream, string file)
    {
        using DelimitedText text = Open(stream, file, findHeader: true);
        var weights = new List<double>();
        while (text.Read()) weights.Add(Weight(text, 0));
        return [.. weights];
    }

    /// <summary>Reads labels. With one more field than rows, and text in the first, the first is a header.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="rows">How many rows the input has: labels may be text like a header, so only their number tells.</param>
    public static List<string> ReadLabels(Stream stream, string file, int rows)
    {
        using DelimitedText text = Open(stream, file, findHeader: false);
        var labels = new List<string>();
        while (text.Read()) labels.Add(text.Text(0));
        if (labels.Count == rows + 1 && !DelimitedText.IsNumber(labels[0])) labels.RemoveAt(0);
        return labels;
    }

    /// <summary>A field of the current row, as a weight.</summary>
    /// <param name="text">Stands at the row.</param>
    /// <param name="column">Its column.</param>
    public static double Weight(DelimitedText text, int column) => text.TryParse(column, out double weight)
        ? weight
        : throw new InvalidInputException(
            $"{text.File}: found {DelimitedText.Quoted(text.Text(column))} as the weight of row {text.Row}, allowed are numbers from 0");

    private static DelimitedText Open(Stream stream, string file, bool findHeader)
    {
        var text = new DelimitedText(stream, file, findHeader);
        return text.Columns == 1 ? text : throw new InvalidInputException(
            $"{file}: found {text.Columns} columns, allowed is one value per row");
    }
}
