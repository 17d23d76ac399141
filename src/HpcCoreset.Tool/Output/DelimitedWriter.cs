using System.IO;
using CsvHelper;

namespace HpcCoreset.Tool.Output;

/// <summary>How the command writes text with a separator: commas, one line feed per record on every system, no byte order mark.</summary>
internal static class DelimitedWriter
{
    private static readonly CsvWriterOptions Options = new() { NewLine = "\n" };

    /// <summary>A writer to a file.</summary>
    /// <param name="stream">The file; left open.</param>
    public static CsvWriter To(Stream stream) => CsvWriter.Create(stream, Options, leaveOpen: true);

    /// <summary>A writer to text, such as standard output.</summary>
    /// <param name="text">The text; left open.</param>
    public static CsvWriter To(TextWriter text) => CsvWriter.Create(text, Options, leaveOpen: true);
}
