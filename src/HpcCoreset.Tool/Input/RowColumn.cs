using System;
using System.Globalization;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.Input;

/// <summary>Reads the files of <c>--weights</c>, <c>--labels</c>, <c>--scores</c>: one value per row, <c>.npy</c> (one axis), IDX or text.</summary>
internal static class RowColumn
{
    /// <summary>Reads weights.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">How many rows the input has.</param>
    public static double[] ReadWeights(string path, int rows)
    {
        double[] weights = ReadNumbers(path, rows, "weight");
        CheckWeights(path, weights);
        return weights;
    }

    /// <summary>Reads scores: any finite numbers from 0.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">How many rows the input has.</param>
    public static double[] ReadScores(string path, int rows)
    {
        double[] scores = ReadNumbers(path, rows, "score");
        CheckFinite(path, scores, "score");
        return scores;
    }

    /// <summary>Reads costs: finite numbers above 0.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">How many rows the input has.</param>
    public static double[] ReadCosts(string path, int rows)
    {
        double[] costs = ReadNumbers(path, rows, "cost");
        for (int row = 0; row < rows; row++)
            if (!(costs[row] > 0 && double.IsFinite(costs[row])))
                throw new InvalidInputException(FormattableString.Invariant(
                    $"{path}: found {costs[row]:R} as the cost of row {row}, allowed are finite numbers above 0"));
        return costs;
    }

    /// <summary>Reads labels: any text, or numbers.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">How many rows the input has.</param>
    public static Labels ReadLabels(string path, int rows)
    {
        var labels = new Labels();
        if (ReadNumbers(path) is { } numbers)
        {
            foreach (double number in numbers) labels.Add(number.ToString("R", CultureInfo.InvariantCulture));
        }
        else
        {
            foreach (string field in DataFile.Read(path, (stream, file) => DelimitedColumn.ReadLabels(stream, file, rows))) labels.Add(field);
        }
        CheckCount(path, labels.Codes.Length, rows, "labels");
        return labels;
    }

    /// <summary>Weights are finite, not negative, and not all zero.</summary>
    /// <param name="source">Where they come from, for messages.</param>
    /// <param name="weights">One per row.</param>
    public static void CheckWeights(string source, double[] weights)
    {
        CheckFinite(source, weights, "weight");
        if (!weights.AsSpan().ContainsAnyExcept(0)) throw new InvalidInputException($"{source}: found only weights of 0, allowed is at least one above 0");
    }

    private static void CheckFinite(string source, double[] numbers, string what)
    {
        for (int row = 0; row < numbers.Length; row++)
            if (!double.IsFinite(numbers[row]) || numbers[row] < 0)
                throw new InvalidInputException(FormattableString.Invariant(
                    $"{source}: found {numbers[row]:R} as the {what} of row {row}, allowed are finite numbers from 0"));
    }

    private static double[] ReadNumbers(string path, int rows, string what)
    {
        double[] numbers = ReadNumbers(path) ?? DataFile.Read(path, (stream, file) => DelimitedColumn.ReadNumbers(stream, file, what));
        CheckCount(path, numbers.Length, rows, $"{what}s");
        return numbers;
    }

    private static double[]? ReadNumbers(string path)
    {
        InputFormat? format = InputFormats.Of(path);
        if (format is not (InputFormat.Npy or InputFormat.Idx)) return null;
        return DataFile.Read(path, (stream, file) =>
            (format == InputFormat.Npy ? NpyHeader.Read(stream, file, ElementType.OfColumns) : IdxHeader.Read(stream, file)).ReadColumn(stream));
    }

    private static void CheckCount(string path, int found, int rows, string what)
    {
        if (found != rows)
            throw new InvalidInputException($"{path}: found {found} {what}, expected one for each of the {rows} rows of the input");
    }
}
