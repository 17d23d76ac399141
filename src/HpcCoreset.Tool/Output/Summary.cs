using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace HpcCoreset.Tool.Output;

/// <summary>Writes what a command found out: one line of JSON for scripts, aligned text for people.</summary>
internal static class Summary
{
    /// <summary>The most memory that the process has had, in bytes.</summary>
    public static long PeakResidentBytes
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>A number; infinity (the distortion of a coreset that costs nothing) and NaN, which JSON lacks, by name.</summary>
    /// <param name="value">The number.</param>
    public static JsonNode Number(double value) =>
        double.IsFinite(value) ? JsonValue.Create(value) : JsonValue.Create(value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>A number, or nothing for NaN: what is not defined, such as the standard error of one value.</summary>
    /// <param name="value">The number.</param>
    public static JsonNode? Defined(double value) => double.IsNaN(value) ? null : Number(value);

    /// <summary>Writes a summary in the format that was asked for, or for people if none was.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="summary">What was found out.</param>
    /// <param name="format">What was asked for.</param>
    public static void Write(TextWriter writer, JsonObject summary, SummaryFormat? format)
    {
        if (format == SummaryFormat.Json) WriteJson(writer, summary);
        else WriteText(writer, summary);
    }

    /// <summary>Writes one line of JSON.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="summary">What was found out.</param>
    public static void WriteJson(TextWriter writer, JsonObject summary) => writer.Write(summary.ToJsonString() + "\n");

    /// <summary>Writes a line per value; the names of nested values are joined by a dot.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="summary">What was found out.</param>
    private static void WriteText(TextWriter writer, JsonObject summary)
    {
        List<(string Name, string Value)> lines = [.. Flatten("", summary)];
        int width = lines.Max(line => line.Name.Length) + 2;
        foreach ((string name, string value) in lines) writer.Write($"{name.PadRight(width)}{value}\n");
    }

    private static IEnumerable<(string Name, string Value)> Flatten(string prefix, JsonObject node) => node.SelectMany(
        pair => pair.Value is JsonObject inner
            ? Flatten($"{prefix}{pair.Key}.", inner)
            : [(prefix + pair.Key, pair.Value?.ToString() ?? "-")]);
}
