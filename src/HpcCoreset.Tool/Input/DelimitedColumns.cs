using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.Input;

/// <summary>A <see cref="DelimitedLayout"/> applied to the columns that a file really has.</summary>
internal sealed class DelimitedColumns
{
    private readonly string _file;
    private readonly IReadOnlyList<string>? _names;
    private readonly int _count;

    /// <summary>Finds the columns.</summary>
    /// <param name="layout">Which columns mean what.</param>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="names">The file's header, or nothing.</param>
    /// <param name="count">How many columns the file has.</param>
    /// <exception cref="InvalidInputException">A column does not exist or means two things.</exception>
    public DelimitedColumns(DelimitedLayout layout, string file, IReadOnlyList<string>? names, int count)
    {
        (_file, _names, _count) = (file, names, count);
        Label = layout.LabelColumn is { } label ? Find(label, "--label-column") : -1;
        Weight = layout.WeightColumn is { } weight ? Find(weight, "--weight-column") : -1;
        if (Label >= 0 && Label == Weight)
            throw new InvalidInputException(
                $"--label-column and --weight-column: found {Describe(Label)} of {file} for both, allowed are two columns");
        Values = layout.Columns is { } columns ? Expand(columns) : [.. Enumerable.Range(0, count).Where(c => c != Label && c != Weight)];
        if (Values.Count == 0) throw new InvalidInputException($"{file}: no columns are left for the values of a row");
    }

    /// <summary>The column with labels, or -1.</summary>
    public int Label { get; }

    /// <summary>The column with weights, or -1.</summary>
    public int Weight { get; }

    /// <summary>The columns that make a row, in the order in which they make it.</summary>
    public IReadOnlyList<int> Values { get; }

    /// <summary>A column, for messages.</summary>
    /// <param name="column">Its number.</param>
    public string Describe(int column) => _names is null ? $"column {column}" : $"column {column} ('{_names[column]}')";

    /// <summary>What to add to the refusal of a field: if it begins with a letter, its column may be the labels.</summary>
    /// <param name="column">Its column.</param>
    /// <param name="field">What stands there.</param>
    public string LabelHint(int column, string field) =>
        Label < 0 && field.Length > 0 && char.IsLetter(field[0]) && !DelimitedText.IsNumber(field)
            ? $" (labels? --label-column {_names?[column] ?? column.ToString(CultureInfo.InvariantCulture)})"
            : "";

    private List<int> Expand(string columns)
    {
        var found = new List<int>();
        foreach (string part in columns.Split(',', StringSplitOptions.TrimEntries))
        {
            // A name may contain a dash, so a range is tried second.
            int dash = part.IndexOf('-', StringComparison.Ordinal);
            if (dash <= 0 || IsColumn(part)) found.Add(Find(part, "--columns"));
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
                    $"--columns: found {Describe(column)}, which is the column of the {(column == Label ? "labels" : "weights")}");
        }
        if (found.Distinct().Count() != found.Count)
            throw new InvalidInputException($"--columns: found a column twice in {columns}, allowed is once");
        return found;
    }

    private bool IsColumn(string text) => Position(text) >= 0;

    private int Find(string text, string option)
    {
        int column = Position(text);
        if (column >= 0) return column;
        string names = _names is null ? $"{_file} has no header" : $"or a name of {_file}'s header";
        throw new InvalidInputException($"{option}: found '{text}', allowed are 0 to {_count - 1}, {names}");
    }

    private int Position(string text)
    {
        for (int column = 0; _names is not null && column < _names.Count; column++)
        {
            if (_names[column] == text) return column;
        }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < _count ? number : -1;
    }
}
