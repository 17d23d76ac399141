using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Training.Data;

/// <summary>Reads text with a separator (<c>.csv</c>, <c>.tsv</c>; a header is found by itself): numbers, and a column of labels.</summary>
public static class CsvData
{
    /// <summary>Reads a file, decompressed if its name ends in <c>.gz</c>.</summary>
    /// <param name="path">Its path; <c>.tsv</c> is separated by tabs, everything else by what the text itself suggests.</param>
    /// <param name="labelColumn">The column of the labels, any text: its name in the header, or its number from 0. All others are values.</param>
    /// <param name="classNames">
    /// The classes, such as those of the training examples; nothing for those that occur, in order: ascending where all are whole numbers, else by
    /// their characters (ordinal).
    /// </param>
    /// <param name="hasHeader">Whether the first line names the columns; nothing for whether it has no number.</param>
    /// <exception cref="DataFileException">It cannot be read or is not what it has to be; the message says in which row and column, and why.</exception>
    public static LabelledData Read(string path, string labelColumn, IReadOnlyList<string>? classNames = null, bool? hasHeader = null) =>
        DataFile.Read(path, (stream, file) => Read(stream, file, labelColumn, classNames, hasHeader));

    /// <summary>Reads a stream, from where it stands.</summary>
    /// <param name="stream">The text.</param>
    /// <param name="name">What it is called in messages; a name that ends in <c>.tsv</c> tells the separator.</param>
    /// <param name="labelColumn">The column of the labels: its name in the header, or its number from 0.</param>
    /// <param name="classNames">The classes; nothing for those that occur, in order.</param>
    /// <param name="hasHeader">Whether the first line names the columns; nothing for whether it has no number.</param>
    /// <exception cref="DataFileException">It is not what it has to be; the message says in which row and column, and why.</exception>
    public static LabelledData Read(Stream stream, string name, string labelColumn, IReadOnlyList<string>? classNames = null, bool? hasHeader = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(labelColumn);
        return DataFile.Read(stream, name, (stream, file) => Parse(stream, file, labelColumn, classNames, hasHeader));
    }

    private static LabelledData Parse(Stream stream, string file, string labelColumn, IReadOnlyList<string>? classNames, bool? hasHeader)
    {
        using var text = new DelimitedText(stream, file, hasHeader);
        int label = text.Position(labelColumn);
        if (label < 0) throw new DataFileException($"{file}: found no column '{labelColumn}' for the labels, allowed are {text.Positions}");
        int[] columns = [.. Enumerable.Range(0, text.Columns).Where(column => column != label)];
        if (columns.Length == 0) throw new DataFileException($"{file}: no columns are left for the values of a row");
        (List<float> values, List<string> labels) = ([], []);
        while (text.Read())
        {
            foreach (int column in columns) values.Add(text.Value(column));
            labels.Add(text.Text(label));
        }
        return ClassLabels.OfNames(file, labels, classNames).With(
            file, (new ExampleValues<float>([.. values]), labels.Count, ExampleShape.Vector(columns.Length)));
    }
}
