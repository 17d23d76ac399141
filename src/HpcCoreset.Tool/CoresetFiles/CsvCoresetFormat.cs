using System.Collections.Generic;
using System.IO;
using System.Linq;
using CsvHelper;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Output;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.CoresetFiles;

/// <summary>Text with the header <c>index,weight,gain</c>.</summary>
internal sealed class CsvCoresetFormat : CoresetFormat
{
    /// <inheritdoc/>
    public override void Write(Stream stream, PickedRows coreset)
    {
        using CsvWriter csv = DelimitedWriter.To(stream);
        Write(csv, coreset);
    }

    /// <summary>Writes a coreset as text.</summary>
    /// <param name="text">Where to; left open.</param>
    /// <param name="coreset">The coreset.</param>
    public static void Write(TextWriter text, PickedRows coreset)
    {
        using CsvWriter csv = DelimitedWriter.To(text);
        Write(csv, coreset);
    }

    /// <inheritdoc/>
    public override StoredCoreset Read(Stream stream, string file)
    {
        CheckEnd(stream, file);
        using var text = new DelimitedText(stream, file);
        (int index, int weight) = (Column(text, Index), Column(text, Weight));
        var indices = new List<double>();
        var weights = new List<double>();
        while (text.Read())
        {
            indices.Add(Number(text, index, Index));
            weights.Add(Number(text, weight, Weight));
        }
        return Checked(file, [.. indices], [.. weights], 0, []);
    }

    /// <summary>A number that was cut short is still a number, but every line that was written whole ends in a line feed.</summary>
    private static void CheckEnd(Stream stream, string file)
    {
        if (!stream.CanSeek || stream.Length == 0) return;
        stream.Seek(-1, SeekOrigin.End);
        int last = stream.ReadByte();
        stream.Seek(0, SeekOrigin.Begin);
        if (last != '\n')
            throw new InvalidInputException($"{file}: truncated: the last line has no line feed, as every line that select writes has");
    }

    private static int Column(DelimitedText text, string name)
    {
        int column = text.Header is { } header ? header.ToList().IndexOf(name) : -1;
        return column >= 0 ? column : throw new InvalidInputException(
            $"{text.File}: found no column '{name}' in the header, expected {Index},{Weight},{Gain}");
    }

    private static double Number(DelimitedText text, int column, string name) => text.TryParse(column, out double number)
        ? number
        : throw new InvalidInputException(
            $"{text.File}: found {DelimitedText.Quoted(text.Text(column))} as the {name} of pick {text.Row}, allowed are numbers");

    private static void Write(CsvWriter csv, PickedRows coreset)
    {
        csv.WriteHeader(Index, Weight, Gain);
        for (int pick = 0; pick < coreset.Coreset.Count; pick++)
        {
            csv.WriteField(coreset.Index[pick]);
            csv.WriteField(coreset.Coreset.Weights[pick], "R");
            csv.WriteField(coreset.Coreset.Gains[pick], "R");
            csv.EndRecord();
        }
    }
}
