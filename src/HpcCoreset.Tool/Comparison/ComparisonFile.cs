using System.IO;
using CsvHelper;
using HpcCoreset.Tool.Commands;
using HpcCoreset.Tool.Output;

namespace HpcCoreset.Tool.Comparison;

/// <summary>A comparison as text with one line per method and size.</summary>
internal static class ComparisonFile
{
    /// <summary>Writes the file; what is not known is left empty.</summary>
    /// <param name="stream">Where to; left open.</param>
    /// <param name="comparison">What was found.</param>
    public static void Write(Stream stream, ComparisonOutcome comparison)
    {
        using CsvWriter csv = DelimitedWriter.To(stream);
        csv.WriteHeader(
            "method", "size", "distortion_mean", "distortion_max", "distortion_standard_error", "accuracy", "balanced_accuracy", "seconds");
        foreach (ComparisonResult result in comparison.Results)
        {
            csv.WriteField(Vocabulary.Methods.Word(result.Method));
            csv.WriteField(result.Size);
            WriteNumber(csv, result.Distortion.Mean);
            WriteNumber(csv, result.Distortion.Max);
            WriteNumber(csv, result.Distortion.StandardError);
            WriteNumber(csv, result.Score?.Accuracy ?? double.NaN);
            WriteNumber(csv, result.Score?.BalancedAccuracy ?? double.NaN);
            WriteNumber(csv, result.Seconds);
            csv.EndRecord();
        }
    }

    private static void WriteNumber(CsvWriter csv, double value)
    {
        if (double.IsNaN(value)) csv.WriteField("");
        else csv.WriteField(value, "R");
    }
}
