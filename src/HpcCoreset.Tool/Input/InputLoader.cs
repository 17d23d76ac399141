using System.IO;
using System.Threading;
using HpcCoreset.Tool.Arrays;
using HpcCoreset.Tool.Samples;
using HpcCoreset.Training.Data.Files;

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
            if (request.WeightsFile is not null && data.Ids.Length > 0)
                throw new InvalidInputException($"--weights: found the input {data.Name}, whose rows have weights already");
            if (request.WeightsFile is { } weights) data.Weights = RowColumn.ReadWeights(weights, data.Count);
            else if (data.Weights.Length > 0) RowColumn.CheckWeights(data.Name, data.Weights);
            if (request.Part is not null) data.Keep(request.Kept(data.Count));
            if (request.LabelsFile is { } labels) data.Labels = RowColumn.ReadLabels(labels, data.Count);
            if (request.Standardize) data.Standardization = Standardization.Of(data.Rows);
            Transform(data, data.Standardization, request);
            return data;
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    /// <summary>Loads rows to compare with those of an input: of as many values, and transformed as they were.</summary>
    /// <param name="source">The file.</param>
    /// <param name="data">The input.</param>
    /// <param name="request">What the user asked for about the input.</param>
    /// <param name="cancellation">Ends the load.</param>
    public static InputData LoadBeside(string source, InputData data, InputRequest request, CancellationToken cancellation)
    {
        InputData beside = LoadRows(new InputRequest(source, new DelimitedLayout()), cancellation);
        try
        {
            if (beside.Rows.Dimension != data.Dimension)
                throw new InvalidInputException(
                    $"{source}: found rows of {beside.Rows.Dimension} values, allowed are {data.Dimension} as in {data.Name}");
            Transform(beside, data.Standardization, request);
            return beside;
        }
        catch
        {
            beside.Dispose();
            throw;
        }
    }

    /// <summary>Replaces rows by their z-scores, and those by unit rows, if asked to.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="standardization">What makes them z-scores; nothing if they stay as they are.</param>
    /// <param name="request">What the user asked for.</param>
    /// <exception cref="InvalidInputException">A row has no direction.</exception>
    public static void Transform(InputData data, Standardization? standardization, InputRequest request)
    {
        standardization?.Apply(data.Rows);
        if (request.Normalize) RowNormalization.Apply(data.Rows, data.Name);
    }

    /// <summary>Loads the rows as they stand in the file, with the weights and labels that stand beside them.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="cancellation">Ends the load.</param>
    public static InputData LoadRows(InputRequest request, CancellationToken cancellation)
    {
        if (request.MayMap && !request.Transforms && MappedRows.TryOpen(request, cancellation) is { } mapped) return mapped;
        using RowReader rows = Open(request);
        return rows.ReadAll(cancellation);
    }

    /// <summary>Opens the rows as they stand in the file, to be read one after the other.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <exception cref="InvalidInputException">Something about the beginning of the input is wrong.</exception>
    public static RowReader Open(InputRequest request)
    {
        string source = request.Source;
        bool sample = source == DigitsSample.Name;
        if (sample && request.Layout.IsGiven) throw NoColumns(source);
        if (sample) return DigitsSample.Open();
        bool standardInput = source == StandardInput.Name;
        InputFormat? format = request.Format ?? (standardInput ? null : InputFormats.Of(source));
        if (format is null && !standardInput) throw SourceFile.Unknown(source, "format", InputFormats.Allowed, NearestName.Hint(source, [DigitsSample.Name]));
        if (standardInput && format is null && request.Dimension is not null) format = InputFormat.Raw;
        Stream stream = standardInput ? StandardInput.Open(ref format) : SourceFile.Open(source);
        try
        {
            return Open(stream, format!.Value, request);
        }
        catch (InvalidDataException damaged)
        {
            stream.Dispose();
            throw new InvalidInputException($"{source}: damaged: {damaged.Message}");
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static RowReader Open(Stream stream, InputFormat format, InputRequest request)
    {
        string source = request.Source;
        if (request.Layout.IsGiven && format != InputFormat.Delimited) throw NoColumns(source);
        if (request.Dimension is not null && format != InputFormat.Raw)
            throw new InvalidInputException($"--dimension: found the input {source}, which says it itself; allowed is raw float32 (.f32, --format f32)");
        return format switch
        {
            InputFormat.Npy => NpyMatrix(stream, source).Rows(stream),
            InputFormat.Idx => IdxHeader.Read(stream, source).Rows(stream),
            InputFormat.Raw => RawRows.Headless(stream, source, request.Dimension
                ?? throw new InvalidInputException($"--dimension: required for {source}, which is raw float32 and says nothing of its rows")),
            InputFormat.FloatVectors => new VectorRows(stream, source, ElementType.Float32),
            InputFormat.ByteVectors => new VectorRows(stream, source, ElementType.UInt8),
            InputFormat.Summary => new SummaryRows(stream, source),
            _ => new DelimitedRows(stream, source, request.Layout),
        };
    }

    private static InvalidInputException NoColumns(string source) =>
        new($"--label-column, --weight-column, --columns, --header: found the input {source}, allowed are .csv and .tsv");

    /// <summary>Reads the header of a <c>.npy</c> file that must have two axes.</summary>
    /// <param name="stream">The file from its beginning.</param>
    /// <param name="file">Its name.</param>
    public static RawArray NpyMatrix(Stream stream, string file)
    {
        RawArray array = NpyHeader.Read(stream, file, ElementType.OfRows);
        return array.Shape.Length == 2
            ? array
            : throw new InvalidInputException(
                $"{file}: found an array of shape ({string.Join(", ", array.Shape)}), allowed is (rows, dimension)");
    }
}
