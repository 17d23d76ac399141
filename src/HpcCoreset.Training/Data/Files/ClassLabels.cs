using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace HpcCoreset.Training.Data.Files;

/// <summary>One class per row, numbered from 0, whatever the file calls it.</summary>
/// <param name="Classes">The class of each row.</param>
/// <param name="Names">What the file calls each class; empty where it has the numbers themselves.</param>
internal readonly record struct ClassLabels(int[] Classes, IReadOnlyList<string> Names)
{
    private const int MostClasses = 1 << 20; // more are row numbers or hashes that were given by mistake

    /// <summary>Labels that are the numbers of classes already.</summary>
    /// <param name="file">The file, for messages.</param>
    /// <param name="numbers">One per row.</param>
    /// <exception cref="DataFileException">One is not a whole number from 0 to 2^20 - 1.</exception>
    public static ClassLabels OfNumbers(string file, double[] numbers)
    {
        var classes = new int[numbers.Length];
        for (int row = 0; row < classes.Length; row++)
            classes[row] = numbers[row] is >= 0 and < MostClasses && double.IsInteger(numbers[row])
                ? (int)numbers[row]
                : throw new DataFileException(FormattableString.Invariant(
                    $"{file}: found {numbers[row]:R} as the label of row {row} (counted from 0), allowed are whole numbers from 0 to {MostClasses - 1}"));
        return new ClassLabels(classes, []);
    }

    /// <summary>
    /// Labels by name. Classes are numbered in the order of their names, so that the order of the rows does not matter: ascending where all are
    /// whole numbers, else by their characters (ordinal).
    /// </summary>
    /// <param name="file">The file, for messages.</param>
    /// <param name="labels">One name per row.</param>
    /// <param name="classNames">The classes there are, as those of the training examples; nothing for those that occur.</param>
    /// <exception cref="DataFileException">A row has no label, or another class than there are.</exception>
    /// <exception cref="ArgumentException">Two classes have the same name.</exception>
    public static ClassLabels OfNames(string file, IReadOnlyList<string> labels, IReadOnlyList<string>? classNames = null)
    {
        string[] names = classNames is null ? InOrder(labels.Distinct()) : [.. classNames];
        var classOf = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string name in names)
            if (name is null || !classOf.TryAdd(name, classOf.Count))
                throw new ArgumentException($"classNames: found {(name is null ? "null" : $"'{name}' twice")}; each class must have a name of its own.", nameof(classNames));
        var classes = new int[labels.Count];
        for (int row = 0; row < classes.Length; row++)
        {
            if (labels[row].Length == 0) throw new DataFileException($"{file}: found no label for row {row} (counted from 0), allowed is any text");
            if (!classOf.TryGetValue(labels[row], out classes[row]))
                throw new DataFileException(
                    $"{file}: found '{labels[row]}' as the label of row {row} (counted from 0), allowed are the {names.Length} classes that are known: "
                    + string.Join(", ", names.Take(10)) + (names.Length > 10 ? ", ..." : ""));
        }
        return names.Length <= MostClasses
            ? new ClassLabels(classes, names)
            : throw new DataFileException($"{file}: found {names.Length} different labels, allowed are {MostClasses}");
    }

    /// <summary>Reads a file of one label per row: <c>.npy</c> (one axis) and IDX have numbers of classes, all else is text with names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">How many rows there are examples of.</param>
    /// <param name="names">The classes there are, for names; nothing for those that occur.</param>
    public static ClassLabels Read(string path, int rows, IReadOnlyList<string>? names = null) => DataFile.Read(path, (stream, file) =>
    {
        string name = SourceFile.FormatName(file);
        ClassLabels labels = name.EndsWith(".npy", StringComparison.Ordinal)
            ? OfNumbers(file, NpyHeader.Read(stream, file, ElementType.OfColumns).ReadColumn(stream))
            : name.EndsWith("ubyte", StringComparison.Ordinal) || name.EndsWith(".idx", StringComparison.Ordinal)
            ? OfIdx(stream, file)
            : OfNames(file, DelimitedColumn.ReadLabels(stream, file, rows), names);
        return labels.Check(file, rows);
    });

    /// <summary>Reads an IDX file of one label per row.</summary>
    /// <param name="stream">The file from its beginning.</param>
    /// <param name="file">Its name, for messages.</param>
    public static ClassLabels OfIdx(Stream stream, string file) => OfNumbers(file, IdxHeader.Read(stream, file).ReadColumn(stream));

    /// <summary>Refuses labels that are not one per row.</summary>
    /// <param name="file">Where they come from.</param>
    /// <param name="rows">How many rows there are.</param>
    public ClassLabels Check(string file, int rows) => Classes.Length == rows
        ? this
        : throw new DataFileException($"{file}: found {Classes.Length} labels, expected one for each of {rows} examples");

    /// <summary>The examples with these labels.</summary>
    /// <param name="file">Where the labels come from.</param>
    /// <param name="examples">The values.</param>
    /// <param name="classes">How many classes there are at most; 0 for as many as occur.</param>
    public LabelledData With(string file, (ExampleValues Values, int Count, ExampleShape Shape) examples, int classes = 0)
    {
        Check(file, examples.Count);
        if (Names.Count > 0) classes = Names.Count;
        for (int row = 0; classes > 0 && row < Classes.Length; row++)
            if (Classes[row] >= classes)
                throw new DataFileException(
                    $"{file}: found {Classes[row]} as the label of row {row} (counted from 0), allowed are 0 to {classes - 1}");
        return new LabelledData(examples.Values, Classes, examples.Shape, classes) { ClassNames = Names };
    }

    private static string[] InOrder(IEnumerable<string> names)
    {
        string[] all = [.. names.Order(StringComparer.Ordinal)];
        var numbers = new long[all.Length];
        for (int i = 0; i < all.Length; i++)
            if (!long.TryParse(all[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i])) return all;
        Array.Sort(numbers, all);
        return all;
    }
}
