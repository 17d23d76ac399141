using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.Input;

/// <summary>A <see cref="DelimitedLayout"/> applied to the columns that a file really has.</summary>
internal sealed class DelimitedColumns
{
    private readonly DelimitedText _text;

    /// <summary>Finds the columns.</summary>
    /// <param name="layout">Which columns mean what.</param>
    /// <param name="text">The file.</param>
    /// <exception cref="InvalidInputException">A column does not exist or means two things.</exception>
    public DelimitedColumns(DelimitedLayout layout, DelimitedText text)
    {
        _text = text;
        Label = layout.LabelColumn is { } label ? Find(label, "--label-column") : -1;
        Weight = layout.WeightColumn is { } weight ? Find(weight, "--weight-column") : -1;
        if (Label >= 0 && Label == Weight)
            throw new InvalidInputException(
                $"--label-column and --weight-column: found {text.Describe(Label)} of {text.File} for both, allowed are two columns");
        Values = layout.Columns is { } columns ? Expand(columns) : [.. Enumerable.Range(0, text.Columns).Where(c => c != Label && c != Weight)];
        if (Values.Count == 0) throw new InvalidInputException($"{text.File}: no columns are left for the values of a row");
    }

    /// <summary>The column with labels, or -1.</summary>
    public int Label { get; }

    /// <summary>The column with weights, or -1.</summary>
    public int Weight { get; }

    /// <summary>The columns that make a row, in the order in which they make it.</summary>
    public IReadOnlyList<int> Values { get; }

    /// <summary>What to add to the refusal of a field: if it begins with a letter, its column may be the labels.</summary>
    /// <param name="column">Its column.</param>
    /// <param name="field">What stands there.</param>
    public string LabelHint(int column, string field) =>
        Label < 0 && field.Length > 0 && char.IsLetter(field[0]) && !DelimitedText.IsNumber(field)
            ? $" (labels? --label-column {_text.Header?[column] ?? column.ToString(CultureInfo.InvariantCulture)})"
            : "";

    private List<int> Expand(string columns)
    {
        var found = new List<int>();
        foreach (string part in columns.Split(',', StringSplitOptions.TrimEntries))
        {
            // A name may contain a dash, so a range is tried second.
            int dash = part.IndexOf('-', StringComparison.Ordinal);
            if (dash <= 0 || _text.Position(part) >= 0) found.Add(Find(part, "--columns"));
            else
            {
                (int first, int last) = (Find(part[..dash].Trim(), "--columns"), Find(part[(dash + 1)..].Trim(), "--columns"));
                if (last < first)
                    throw new InvalidInputException(
                        $"--columns: found the range {part}, allowed are ranges from a lower to a higher column");
                found.AddRange(Enumerable.Range(first, last - first + 1));
            }
        }
        foreach (int column in found)
        {
            if (column == Label || column == Weight)
                throw new InvalidInputException(
                    $"--columns: found {_text.Describe(column)}, which is the column of the {(column == Label ? "labels" : "weights")}");
        }
        if (found.Distinct().Count() != found.Count)
            throw new InvalidInputException($"--columns: found a column twice in {columns}, allowed is once");
        return found;
    }

    private int Find(string text, string option)
    {
        int column = _text.Position(text);
        return column >= 0 ? column : throw new InvalidInputException($"{option}: found '{text}', allowed are {_text.Positions}");
    }
}
