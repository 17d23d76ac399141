using System.IO;
using System.Threading;
using HpcCoreset.Tool.Arrays;
using HpcCoreset.Tool.Samples;

namespace HpcCoreset.Tool.Input;

/// <summary>From what the user asked for to rows in memory.</summary>
internal static class InputLoader
{
    /// <summary>Loads rows, weights and labels, checks them, and transforms the rows if asked to.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="cancellation">Ends the load.</param>
    /// <exception cref="InvalidInputException">Something about the input is wrong.</exception>
    public static InputData Load(InputRequest request, CancellationToken cancellation)
    {
        InputData data = LoadRows(request, cancellation);
        try
        {
            if (request.WeightsFile is { } weights) data.Weights = RowColumn.ReadWeights(weights, data.Rows.Count);
            else if (data.Weights.Length > 0) RowColumn.CheckWeights(data.Name, data.Weights);
            if (request.LabelsFile is { } labels) data.Labels = RowColumn.ReadLabels(labels, data.Rows.Count);
            if (request.Standardize) Standardization.Apply(data.Rows);
            if (request.Normalize) RowNormalization.Apply(data.Rows, data.Name);
            return data;
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    /// <summary>Loads the rows as they stand in the file, with the weights and labels that stand beside them.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="cancellation">Ends the load.</param>
    public static InputData LoadRows(InputRequest request, CancellationToken cancellation)
    {
        string source = request.Source;
        bool sample = source == DigitsSample.Name;
        InputFormat? format = sample ? null : InputFormats.Of(source);
        if (request.Layout.IsGiven && format != InputFormat.Delimited)
            throw new InvalidInputException(
                $"--label-column, --weight-column, --columns: found the input {source}, allowed are .csv and .tsv");
        if (sample) return DigitsSample.Read(cancellation);
        if (Directory.Exists(source)) throw new InvalidInputException($"{source}: is a directory, allowed is a file");
        if (format is null)
            throw new InvalidInputException(
                $"{source}: unknown format, allowed are {InputFormats.Allowed}{NearestName.Hint(source, [DigitsSample.Name])}");
        using Stream stream = SourceFile.Open(source);
        try
        {
            if (format == InputFormat.Delimited) return DelimitedRows.Read(stream, source, request.Layout, cancellation);
            RawArray array = format == InputFormat.Npy ? NpyMatrix(stream, source) : IdxHeader.Read(stream, source);
            return new InputData(source, array.ReadRows(stream, cancellation));
        }
        catch (InvalidDataException damaged)
        {
            throw new InvalidInputException($"{source}: damaged: {damaged.Message}");
        }
    }

    /// <summary>Reads the header of a <c>.npy</c> file that must have two axes.</summary>
    /// <param name="stream">The file from its beginning.</param>
    /// <param name="file">Its name.</param>
    public static RawArray NpyMatrix(Stream stream, string file)
    {
        RawArray array = NpyHeader.Read(stream, file, ElementType.OfRows);
        return array.Shape.Length == 2
            ? array
            : throw new InvalidInputException(
                $"{file}: found an array of shape ({string.Join(", ", array.Shape)}), allowed are two axes (rows, dimension)");
    }
}
