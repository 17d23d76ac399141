using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Training.Data;

/// <summary>
/// Rows of a file in LIBSVM's format (Chang, Lin: LIBSVM. ACM TIST 2, 2011), made dense: <c>target index:value index:value ...</c> a line, with
/// indices from 1, ascending, and 0 where there is none; what follows a <c>#</c> is a comment.
/// </summary>
public sealed class LibSvmData
{
    // Below this many values a dense row costs nothing; above, files of which less is there are sparse ones that do not belong here.
    private const int DenseAnyway = 1 << 20;
    private const int LeastFilled = 256;

    private readonly string _file;
    private readonly float[] _values;
    private readonly double[] _targets;

    private LibSvmData(string file, float[] values, double[] targets, int dimension) =>
        (_file, _values, _targets, Dimension) = (file, values, targets, dimension);

    /// <summary>Number of rows.</summary>
    public int Count => _targets.Length;

    /// <summary>Values per row.</summary>
    public int Dimension { get; }

    /// <summary>The rows: value i is that of index i + 1.</summary>
    public Points Points => new(_values, Dimension);

    /// <summary>The number at the beginning of each line: a class, or what a regression is to find.</summary>
    public ReadOnlySpan<double> Targets => _targets;

    /// <summary>Reads a file, decompressed if its name ends in <c>.gz</c>.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="dimension">
    /// Values per row, such as those of the training rows; 0 for the highest index there is. A file with higher ones is refused.
    /// </param>
    /// <exception cref="DataFileException">
    /// It cannot be read or is not what it has to be, or dense rows would be far longer than the file; the message says where and why.
    /// </exception>
    public static LibSvmData Read(string path, int dimension = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(dimension);
        return DataFile.Read(path, (stream, file) => Parse(stream, file, dimension));
    }

    /// <summary>Reads a stream, from where it stands.</summary>
    /// <param name="stream">The text.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="dimension">Values per row; 0 for the highest index there is.</param>
    /// <exception cref="DataFileException">It is not what it has to be, or dense rows would be far longer than the text.</exception>
    public static LibSvmData Read(Stream stream, string name, int dimension = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(dimension);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return DataFile.Read(stream, name, (stream, file) => Parse(stream, file, dimension));
    }

    /// <summary>The rows as labelled examples: each target that occurs is a class, in ascending order, so that -1 and 1 become 0 and 1.</summary>
    /// <param name="classNames">The classes there are, such as those of the training rows; nothing for those that occur.</param>
    /// <exception cref="DataFileException">A target is not a whole number, or none of the classes.</exception>
    public LabelledData ToClasses(IReadOnlyList<string>? classNames = null)
    {
        int bad = Array.FindIndex(_targets, target => !double.IsInteger(target) || Math.Abs(target) > 1L << 53);
        if (bad >= 0)
            throw new DataFileException(FormattableString.Invariant(
                $"{_file}: found {_targets[bad]:R} as the target in row {bad} (counted from 0), allowed are whole numbers as classes"));
        return ClassLabels.OfNames(_file, [.. _targets.Select(target => ((long)target).ToString(CultureInfo.InvariantCulture))], classNames)
            .With(_file, (new ExampleValues<float>(_values), Count, ExampleShape.Vector(Dimension)));
    }

    private static LibSvmData Parse(Stream stream, string file, int dimension)
    {
        (List<double> targets, List<int> indices, List<float> values, List<int> ends) = ([], [], [], []);
        int highest = 0;
        using var text = new StreamReader(stream, leaveOpen: true);
        while (text.ReadLine() is { } line)
        {
            ReadOnlySpan<char> rest = line.AsSpan();
            int comment = rest.IndexOf('#');
            if (comment >= 0) rest = rest[..comment];
            if (!NextField(ref rest, out ReadOnlySpan<char> field)) continue;
            targets.Add(Number(field, out double target) && double.IsFinite(target)
                ? target
                : throw Refuse(field, "as the target", "a finite number"));
            for (int last = 0; NextField(ref rest, out field);)
            {
                int colon = field.IndexOf(':');
                if (colon < 1 || !int.TryParse(field[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                    || !Number(field[(colon + 1)..], out float value))
                    throw Refuse(field, "", "index:value");
                if (index <= last || (dimension > 0 && index > dimension))
                    throw Refuse(field, $"after index {last}", $"indices from {last + 1L} to {(dimension > 0 ? dimension : int.MaxValue)}, ascending");
                if (!float.IsFinite(value)) throw Refuse(field, "", "finite float32 values");
                last = index;
                indices.Add(index);
                values.Add(value);
            }
            if (indices.Count > 0) highest = Math.Max(highest, indices[^1]);
            ends.Add(indices.Count);
        }
        if (targets.Count == 0) throw new DataFileException($"{file}: empty, at least one row is required");
        if (dimension == 0) dimension = highest;
        if (dimension == 0) throw new DataFileException($"{file}: found rows without any value, at least one is required");
        return new LibSvmData(file, Dense(), [.. targets], dimension);

        float[] Dense()
        {
            long length = (long)targets.Count * dimension;
            if (length > Array.MaxLength || (length > DenseAnyway && length / LeastFilled > values.Count))
                throw new DataFileException(
                    $"{file}: found {values.Count} values in {targets.Count} rows of {dimension}, too sparse to keep as dense rows: "
                    + $"allowed are {Array.MaxLength} values, and one of {LeastFilled} there");
            var dense = new float[length];
            for (int row = 0, at = 0; row < ends.Count; row++)
                for (; at < ends[row]; at++) dense[row * dimension + indices[at] - 1] = values[at];
            return dense;
        }

        DataFileException Refuse(ReadOnlySpan<char> found, string where, string allowed) => new(
            $"{file}: found '{found}' {where}{(where.Length > 0 ? " " : "")}in row {ends.Count} (counted from 0), allowed: {allowed}");
    }

    private static bool NextField(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> field)
    {
        rest = rest.TrimStart();
        int end = rest.IndexOfAny(' ', '\t');
        field = end < 0 ? rest : rest[..end];
        rest = rest[field.Length..];
        return !field.IsEmpty;
    }

    private static bool Number<T>(ReadOnlySpan<char> field, out T number) where T : struct, INumberBase<T> =>
        T.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
