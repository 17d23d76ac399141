using System;
using System.IO;
using System.Numerics.Tensors;
using System.Threading;
using HpcCoreset.Tool.Arrays;
using HpcCoreset.Training.Data;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.Input;

/// <summary>Inputs that are worked on where they are: float32 and float16 <c>.npy</c> files, such as embeddings and projected gradients.</summary>
internal static class MappedRows
{
    /// <summary>Maps an input and checks its values.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="cancellation">Ends the check.</param>
    /// <returns>The rows, or nothing where the input is no such file.</returns>
    /// <exception cref="InvalidInputException">It is, and something about it is wrong.</exception>
    public static InputData? TryOpen(InputRequest request, CancellationToken cancellation)
    {
        string source = request.Source;
        if (request.Layout.IsGiven || request.Dimension is not null || !File.Exists(source)) return null;
        if ((request.Format ?? InputFormats.Of(source)) != InputFormat.Npy) return null;
        using Stream stream = SourceFile.Open(source);
        if (!stream.CanSeek || InputLoader.NpyMatrix(stream, source).Map(stream) is not { } rows) return null;
        var data = new InputData(source, rows);
        try
        {
            Check(data, request.Kept(data.Count), cancellation);
            return data;
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    private static void Check(InputData data, (int First, int End) rows, CancellationToken cancellation)
    {
        float[] values = new float[data.Dimension];
        for (int row = rows.First; row < rows.End; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            data.Points.CopyRow(row, values);
            if (TensorPrimitives.IsFiniteAll<float>(values)) continue;
            int column = Array.FindIndex(values, value => !float.IsFinite(value));
            throw DataFileException.NotFinite(data.Name, row, column, FormattableString.Invariant($"{values[column]:R}"));
        }
    }
}
