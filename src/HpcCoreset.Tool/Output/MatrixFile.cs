using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using CsvHelper;
using HpcCoreset.Files;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.Output;

/// <summary>Writes rows of float32 values as <c>.npy</c> or <c>.csv</c>.</summary>
internal static class MatrixFile
{
    /// <summary>Extensions that can be written.</summary>
    public static readonly string[] Extensions = [".npy", ".csv"];

    /// <summary>Writes rows in the format that the path's extension tells.</summary>
    /// <param name="files">Where the file is kept until it is complete.</param>
    /// <param name="path">Its path.</param>
    /// <param name="rows">The rows to choose from.</param>
    /// <param name="indices">Which of them, in which order.</param>
    /// <param name="names">The header of a text file, or nothing for none.</param>
    public static void Write(
        OutputFiles files, string path, Func<Points> rows, IReadOnlyList<int> indices, IReadOnlyList<string>? names = null)
    {
        bool text = Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase);
        files.Write(path, stream =>
        {
            if (text) WriteText(stream, rows(), indices, names);
            else WriteNpy(stream, rows(), indices);
        });
    }

    private static void WriteNpy(Stream stream, Points rows, IReadOnlyList<int> indices)
    {
        NpyHeader.Write(stream, ElementType.Float32, indices.Count, rows.Dimension);
        float[] row = new float[rows.Dimension];
        foreach (int index in indices)
        {
            rows.CopyRow(index, row);
            stream.Write(MemoryMarshal.AsBytes(row.AsSpan()));
        }
    }

    private static void WriteText(Stream stream, Points rows, IReadOnlyList<int> indices, IReadOnlyList<string>? names)
    {
        using CsvWriter csv = DelimitedWriter.To(stream);
        if (names is not null) csv.WriteHeader([.. names]);
        float[] row = new float[rows.Dimension];
        foreach (int index in indices)
        {
            rows.CopyRow(index, row);
            foreach (float value in row) csv.WriteField(value, "R");
            csv.EndRecord();
        }
    }
}
