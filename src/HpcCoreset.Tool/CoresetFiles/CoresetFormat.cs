using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.CoresetFiles;

/// <summary>A file format for coresets: columns <c>index</c>, <c>weight</c> and <c>gain</c>, in the order picked.</summary>
internal abstract class CoresetFormat
{
    /// <summary>Name of the column of row numbers.</summary>
    public const string Index = "index";

    /// <summary>Name of the column of weights.</summary>
    protected const string Weight = "weight";

    /// <summary>Name of the column of marginal gains or inclusion probabilities.</summary>
    protected const string Gain = "gain";

    /// <summary>Name of the constant that is added to every cost.</summary>
    protected const string Offset = "offset";

    /// <summary>Name of the rows that picks stand with where these are not their own.</summary>
    protected const string Centroids = "centroids";

    private static readonly Dictionary<string, CoresetFormat> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = new CsvCoresetFormat(),
        [".json"] = new JsonCoresetFormat(),
        [".npz"] = new NpzCoresetFormat(),
    };

    /// <summary>Extensions of all formats.</summary>
    public static string[] Extensions => [.. ByExtension.Keys];

    /// <summary>The format that a path's extension tells.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="DataFileException">No format has this extension.</exception>
    public static CoresetFormat Of(string path) => ByExtension.TryGetValue(Path.GetExtension(path), out CoresetFormat? format)
        ? format
        : throw SourceFile.Unknown(path, "format of a coreset", string.Join(", ", Extensions));

    /// <summary>Writes a coreset.</summary>
    /// <param name="stream">Where to; left open.</param>
    /// <param name="coreset">The coreset.</param>
    public abstract void Write(Stream stream, PickedRows coreset);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="InvalidInputException">It holds no coreset.</exception>
    public abstract StoredCoreset Read(Stream stream, string file);

    /// <summary>Checks the columns and makes them a coreset.</summary>
    /// <param name="file">Where they come from.</param>
    /// <param name="index">Row numbers as read.</param>
    /// <param name="weight">Weights as read.</param>
    /// <param name="offset">The offset as read.</param>
    /// <param name="centroids">Values of all centroids, or empty.</param>
    protected static StoredCoreset Checked(string file, double[] index, double[] weight, double offset, double[] centroids)
    {
        if (index.Length == 0) throw new InvalidInputException($"{file}: found no picks, allowed is at least one");
        if (index.Length != weight.Length)
            throw new InvalidInputException(
                $"{file}: found {index.Length} values of index and {weight.Length} of weight, allowed are as many of each");
        for (int pick = 0; pick < index.Length; pick++)
        {
            if (index[pick] is not (>= 0 and <= 1L << 53) || index[pick] != Math.Floor(index[pick]))
                throw new InvalidInputException(
                    FormattableString.Invariant($"{file}: found index {index[pick]:R} in pick {pick}, allowed are row numbers from 0"));
        }
        Input.RowColumn.CheckWeights(file, weight);
        if (!(offset >= 0 && double.IsFinite(offset)))
            throw new InvalidInputException(FormattableString.Invariant($"{file}: found the offset {offset:R}, allowed are finite numbers of at least 0"));
        if (centroids.Length % index.Length != 0)
            throw new InvalidInputException(
                $"{file}: found {centroids.Length} values of centroids, allowed are as many for each of the {index.Length} picks");
        int bad = Array.FindIndex(centroids, value => !float.IsFinite((float)value));
        if (bad >= 0)
            throw new InvalidInputException(FormattableString.Invariant(
                $"{file}: found {centroids[bad]:R} in the centroid of pick {bad / (centroids.Length / index.Length)}, allowed are finite float32 values"));
        return new StoredCoreset([.. index.Select(row => (long)row)], weight, offset, [.. centroids.Select(value => (float)value)]);
    }
}
