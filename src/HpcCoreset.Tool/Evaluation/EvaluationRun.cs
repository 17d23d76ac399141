using System;
using System.Collections.Generic;
using System.Threading;
using HpcCoreset.Tool.Arrays;
using HpcCoreset.Tool.CoresetFiles;
using HpcCoreset.Tool.Input;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.Evaluation;

/// <summary>Judges a coreset that was read from a file.</summary>
internal static class EvaluationRun
{
    /// <summary>Reads a coreset and checks that it is one of these rows.</summary>
    /// <param name="path">The file.</param>
    /// <param name="data">The rows.</param>
    /// <exception cref="InvalidInputException">It is not.</exception>
    public static StoredCoreset ReadCoreset(string path, InputData data) => ReadCoreset(path, data, data.Count);

    /// <summary>The same of rows that many processes hold.</summary>
    /// <param name="path">The file.</param>
    /// <param name="data">The rows of this process.</param>
    /// <param name="rows">How many they hold together.</param>
    /// <exception cref="InvalidInputException">It is not.</exception>
    public static StoredCoreset ReadCoreset(string path, InputData data, int rows)
    {
        CoresetFormat format = CoresetFormat.Of(path);
        StoredCoreset coreset = DataFile.Read(path, format.Read);
        if (data.Ids.Length > 0) coreset = coreset with { Index = Positions(coreset.Index, path, data) };
        int last = rows - 1;
        for (int pick = 0; pick < coreset.Index.Length; pick++)
        {
            if (coreset.Index[pick] > last)
                throw new InvalidInputException(
                    $"{path}: found index {coreset.Index[pick]} in pick {pick}, allowed are 0 to {last}, the rows of {data.Name}");
        }
        int dimension = data.Dimension;
        if (coreset.Centroids.Length > 0 && coreset.Centroids.Length != coreset.Index.Length * dimension)
            throw new InvalidInputException(
                $"{path}: found centroids of {coreset.Centroids.Length / coreset.Index.Length} values, allowed are {dimension} as in {data.Name}");
        return coreset;
    }

    /// <summary>Where the rows of a summary are that a coreset names by their numbers in what was summarised; the first of equal numbers.</summary>
    private static long[] Positions(long[] index, string path, InputData data)
    {
        var positions = new Dictionary<long, int>(data.Ids.Length);
        for (int row = 0; row < data.Ids.Length; row++) positions.TryAdd(data.Ids[row], row);
        long[] found = new long[index.Length];
        for (int pick = 0; pick < index.Length; pick++)
            found[pick] = positions.TryGetValue(index[pick], out int position) ? position
                : throw new InvalidInputException(
                    $"{path}: found index {index[pick]} in pick {pick}, allowed are the numbers of the {data.Ids.Length} rows that {data.Name} keeps");
        return found;
    }

    /// <summary>Reads the user's own centres.</summary>
    /// <param name="path">A <c>.npy</c> file.</param>
    /// <param name="data">The rows, whose dimension the centres must have.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <returns>The centres, one after the other.</returns>
    public static float[] ReadCentres(string path, InputData data, CancellationToken cancellation)
    {
        using PointStore centres = DataFile.Read(path, (stream, file) => InputLoader.NpyMatrix(stream, file).ReadRows(stream, cancellation));
        if (centres.Dimension != data.Dimension)
            throw new InvalidInputException(
                $"{path}: found centres of {centres.Dimension} values, allowed are {data.Dimension} as in {data.Name}");
        var values = new float[centres.Count * centres.Dimension];
        for (int centre = 0; centre < centres.Count; centre++) centres[centre].CopyTo(values.AsSpan(centre * centres.Dimension));
        return values;
    }

    /// <summary>Evaluates.</summary>
    /// <param name="data">All rows and their weights.</param>
    /// <param name="coreset">The coreset.</param>
    /// <param name="centres">The user's own centres, or empty.</param>
    /// <param name="options">How.</param>
    /// <exception cref="InvalidInputException">The library refused the rows or the request.</exception>
    public static CoresetEvaluation Evaluate(InputData data, StoredCoreset coreset, float[] centres, EvaluationOptions options)
    {
        try
        {
            using var evaluator = new CoresetEvaluator(options);
            // What a summary has dropped belongs to the costs of all its rows as well, and not every file of a coreset tells it: judged is the rest.
            double dropped = Math.Max(0, coreset.Offset - data.Offset);
            CoresetEvaluation rest = evaluator.Evaluate(data.Points, coreset.Rows, coreset.Weight, data.Weights, centres, coreset.Centroids, dropped);
            return rest with { CostFull = rest.CostFull + data.Offset, CostCoreset = rest.CostCoreset + data.Offset };
        }
        catch (ArgumentException refused)
        {
            throw InvalidInputException.From(refused, data.Name);
        }
    }
}
