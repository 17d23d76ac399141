using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using CsvHelper;

namespace HpcCoreset.Training.Data.Files;

/// <summary>The records of a <c>.csv</c> or <c>.tsv</c> file, with its header found and set apart.</summary>
internal sealed class DelimitedText : IDisposable
{
    private readonly CsvReader _reader;

    // The records that had to be looked at to tell whether there is a header, until they are handed out.
    private readonly Queue<string[]> _seen = [];
    private string[]? _current;

    /// <summary>Opens the text.</summary>
    /// <param name="stream">The file; left open.</param>
    /// <param name="file">Its name: <c>.tsv</c> is separated by tabs, everything else by what the text itself suggests.</param>
    /// <param name="hasHeader">Whether the first record is a header; nothing for what it looks like.</param>
    /// <exception cref="DataFileException">There are no records.</exception>
    public DelimitedText(Stream stream, string file, bool? hasHeader = null)
    {
        File = file;
        bool tabs = SourceFile.FormatName(file).EndsWith(".tsv", StringComparison.Ordinal);
        var options = new CsvReaderOptions
        {
            Separator = tabs ? '\t' : null,
            HasHeader = false,
            TrimWhitespace = true,
            MalformedData = CsvMalformedDataHandling.Throw,
        };
        _reader = CsvReader.Create(stream, options, leaveOpen: true);
        string[]? first = LookAhead();
        string[]? second = first is null ? null : LookAhead();
        if (first is null) throw new DataFileException($"{file}: empty, at least one row is required");
        Columns = first.Length;
        if (!(hasHeader ?? IsHeader(first, second))) return;
        Header = _seen.Dequeue();
        if (second is null) throw new DataFileException($"{file}: found a header but no rows, at least one row is required");
    }

    /// <summary>The file's name.</summary>
    public string File { get; }

    /// <summary>The header, if there is one.</summary>
    public IReadOnlyList<string>? Header { get; }

    /// <summary>Columns of every record.</summary>
    public int Columns { get; }

    /// <summary>Number of the current row, from 0.</summary>
    public int Row { get; private set; } = -1;

    /// <summary>The column of a name or number, or -1; a name goes first.</summary>
    /// <param name="text">A name of the header, or a number from 0.</param>
    public int Position(string text)
    {
        for (int column = 0; Header is not null && column < Header.Count; column++)
        {
            if (Header[column] == text) return column;
        }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < Columns ? number : -1;
    }

    /// <summary>What may stand for a column, for messages.</summary>
    public string Positions => $"0 to {Columns - 1}, {(Header is null ? $"{File} has no header" : $"or a name of {File}'s header")}";

    /// <summary>A column, for messages.</summary>
    /// <param name="column">Its number.</param>
    public string Describe(int column) => Header is null ? $"column {column}" : $"column {column} ('{Header[column]}')";

    /// <summary>Moves to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="DataFileException">It has another number of fields, or is not well-formed.</exception>
    public bool Read()
    {
        if (!_seen.TryDequeue(out _current) && !ReadRecord()) return false;
        Row++;
        int found = _current?.Length ?? _reader.FieldCount;
        return found == Columns
            ? true
            : throw new DataFileException(
                $"{File}: found {found} columns in row {Row} (counted from 0), allowed are {Columns} as in the first");
    }

    /// <summary>A field of the current row, as text.</summary>
    /// <param name="column">Its column.</param>
    public string Text(int column) => _current?[column] ?? _reader.GetString(column);

    /// <summary>A field of the current row, as a number; NaN and infinity included.</summary>
    /// <typeparam name="T">The type of the number.</typeparam>
    /// <param name="column">Its column.</param>
    /// <param name="number">The number.</param>
    /// <returns>Whether it is one.</returns>
    public bool TryParse<T>(int column, out T number) where T : struct, INumberBase<T> => _current is null
        ? T.TryParse(_reader.GetSpan(column), NumberStyles.Float, CultureInfo.InvariantCulture, out number)
        : T.TryParse(_current[column], NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    /// <summary>A field of the current row, which must be a finite float32.</summary>
    /// <param name="column">Its column.</param>
    /// <param name="hint">What to add to the refusal of a field.</param>
    /// <exception cref="DataFileException">It is none.</exception>
    public float Value(int column, Func<int, string, string>? hint = null)
    {
        if (TryParse(column, out float value) && float.IsFinite(value)) return value;
        string field = Text(column);
        throw new DataFileException(
            $"{File}: found {Quoted(field)} in row {Row}, {Describe(column)} "
            + $"(both counted from 0), allowed are finite float32 values{hint?.Invoke(column, field)}");
    }

    /// <summary>Ends the reading.</summary>
    public void Dispose() => _reader.Dispose();

    /// <summary>Whether a field is a number, NaN and infinity included.</summary>
    /// <param name="field">The field.</param>
    public static bool IsNumber(string field) => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>A field for messages: quoted unless it is a number, and with the reason where a comma makes it none.</summary>
    /// <param name="field">The field.</param>
    public static string Quoted(string field) => HasCommas(field)
        ? $"'{field}' (commas within numbers are not read: write a decimal point, and no thousands separators)"
        : IsNumber(field) ? field : $"'{field}'";

    /// <summary>Whether a field is a number but for its commas: <c>1,5</c> or <c>1,234.5</c>.</summary>
    private static bool HasCommas(string field) =>
        field.Contains(',', StringComparison.Ordinal) && IsNumber(string.Concat(field.Split(',', '.')));

    /// <summary>
    /// A header is a first record without numbers, so a first record of numbers is a row. One of both is a row with a text column, but
    /// only if the second has text there too: otherwise one of them is damaged, or the header has numbers for names.
    /// </summary>
    private bool IsHeader(string[] first, string[]? second)
    {
        if (!first.Any(field => IsNumber(field) || HasCommas(field))) return true;
        for (int column = 0; second is not null && column < Math.Min(first.Length, second.Length); column++)
        {
            if (!IsNumber(first[column]) && !HasCommas(first[column]) && IsNumber(second[column]))
                throw new DataFileException(
                    $"{File}: found '{first[column]}' in row 0, column {column} (both counted from 0), beside numbers and above one: "
                    + "allowed is a header without numbers, or a row like the next");
        }
        return false;
    }

    private string[]? LookAhead()
    {
        if (!ReadRecord()) return null;
        string[] record = _reader.Current.ToArray();
        _seen.Enqueue(record);
        return record;
    }

    private bool ReadRecord()
    {
        try
        {
            return _reader.Read();
        }
        catch (CsvFormatException malformed)
        {
            throw new DataFileException($"{File}: {malformed.Message}");
        }
    }
}
