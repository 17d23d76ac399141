using System;
using System.Globalization;
using System.IO;
using HpcCoreset.Tool.Arrays;

namespace HpcCoreset.Tool.Input;

/// <summary>Reads the files of <c>--weights</c> and <c>--labels</c>: one value per row, <c>.npy</c> (one axis), IDX or text.</summary>
internal static class RowColumn
{
    /// <summary>Reads weights.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">How many rows the input has.</param>
    public static double[] ReadWeights(string path, int rows)
    {
        double[]? weights = ReadNumbers(path);
        if (weights is null)
        {
            using Stream stream = SourceFile.Open(path);
            weights = DelimitedColumn.ReadWeights(stream, path);
        }
        CheckCount(path, weights.Length, rows, "weights");
        CheckWeights(path, weights);
        return weights;
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
            using Stream stream = SourceFile.Open(path);
            foreach (string field in DelimitedColumn.ReadLabels(stream, path, rows)) labels.Add(field);
        }
        CheckCount(path, labels.Codes.Length, rows, "labels");
        return labels;
    }

    /// <summary>Weights are finite, not negative, and not all zero.</summary>
    /// <param name="source">Where they come from, for messages.</param>
    /// <param name="weights">One per row.</param>
    public static void CheckWeights(string source, double[] weights)
    {
        bool any = false;
        for (int row = 0; row < weights.Length; row++)
        {
            if (!double.IsFinite(weights[row]) || weights[row] < 0)
                throw new InvalidInputException(FormattableString.Invariant(
                    $"{source}: found {weights[row]:R} as the weight of row {row}, allowed are finite numbers from 0"));
            any |= weights[row] > 0;
        }
        if (!any) throw new InvalidInputException($"{source}: found only weights of 0, allowed is at least one above 0");
    }

    private static double[]? ReadNumbers(string path)
    {
        InputFormat? format = InputFormats.Of(path);
        if (format is not (InputFormat.Npy or InputFormat.Idx)) return null;
        using Stream stream = SourceFile.Open(path);
        RawArray array = format == InputFormat.Npy ? NpyHeader.Read(stream, path, ElementType.OfColumns) : IdxHeader.Read(stream, path);
        return array.ReadColumn(stream);
    }

    private static void CheckCount(string path, int found, int rows, string what)
    {
        if (found != rows)
            throw new InvalidInputException($"{path}: found {found} {what}, expected one for each of the {rows} rows of the input");
    }
}
