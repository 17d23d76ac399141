using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HpcCoreset.Tool.Input;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.CoresetFiles;

/// <summary>
/// Reads which rows a file names: a coreset as <c>select</c> writes it, the rows that <c>dedup</c> keeps, text with a column <c>index</c> or
/// with one number per line, or a <c>.npy</c> file with one axis.
/// </summary>
internal static class RowNumbers
{
    /// <summary>The column of what <c>dedup</c> writes that is 0 for rows that do not stay.</summary>
    private const string Kept = "kept";

    /// <summary>Reads distinct row numbers.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">How many rows the input has.</param>
    /// <exception cref="InvalidInputException">A number is not that of a row, or there a second time.</exception>
    public static int[] Read(string path, int rows)
    {
        double[] numbers = DataFile.Read(path, ReadNumbers);
        var seen = new HashSet<double>();
        for (int position = 0; position < numbers.Length; position++)
        {
            double number = numbers[position];
            if (!(number >= 0 && number < rows && number == Math.Floor(number)))
                throw new InvalidInputException(FormattableString.Invariant(
                    $"{path}: found row number {number:R} at position {position} (counted from 0), allowed are 0 to {rows - 1}"));
            if (!seen.Add(number))
                throw new InvalidInputException(FormattableString.Invariant(
                    $"{path}: found row number {number:R} at position {position} (counted from 0) a second time, allowed is each once"));
        }
        return [.. numbers.Select(number => (int)number)];
    }

    private static double[] ReadNumbers(Stream stream, string path)
    {
        string name = SourceFile.FormatName(path);
        if (InputFormats.Of(path) == InputFormat.Npy) return NpyHeader.Read(stream, path, ElementType.OfColumns).ReadColumn(stream);
        if (name.EndsWith(".json", StringComparison.Ordinal) || name.EndsWith(".npz", StringComparison.Ordinal))
            return [.. CoresetFormat.Of(path).Read(stream, path).Index.Select(index => (double)index)];
        using var text = new DelimitedText(stream, path);
        List<string> header = [.. text.Header ?? []];
        int column = text.Columns == 1 ? 0 : header.IndexOf(CoresetFormat.Index), kept = header.IndexOf(Kept);
        if (column < 0)
            throw new InvalidInputException($"{path}: found {text.Columns} columns and none named {CoresetFormat.Index}, allowed is one row number per line");
        var numbers = new List<double>();
        while (text.Read())
            if (kept < 0 || text.Text(kept) != "0") numbers.Add(Number(text, column));
        return [.. numbers];
    }

    private static double Number(DelimitedText text, int column) => text.TryParse(column, out double number)
        ? number
        : throw new InvalidInputException(
            $"{text.File}: found {DelimitedText.Quoted(text.Text(column))} at position {text.Row} (counted from 0), allowed are row numbers from 0");
}
