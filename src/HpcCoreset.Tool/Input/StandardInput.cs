using System;
using System.IO;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.Input;

/// <summary>Standard input, which has no name to tell its format by.</summary>
internal static class StandardInput
{
    /// <summary>What the user writes instead of a file.</summary>
    public const string Name = "-";

    /// <summary>Opens it, decompressed if it is <c>.gz</c>.</summary>
    /// <param name="format">The format; if there is none yet, what the first bytes tell.</param>
    public static Stream Open(ref InputFormat? format)
    {
        const int StartBytes = 4;
        Stream stream = Console.OpenStandardInput();
        if (format is not null) return stream;
        Span<byte> start = stackalloc byte[StartBytes];
        start = start[..stream.ReadAtLeast(start, StartBytes, throwOnEndOfStream: false)];
        stream = new JoinedStream(new MemoryStream(start.ToArray()), stream);
        if (start is [0x1F, 0x8B, ..])
        {
            stream = new WholeGzip(stream);
            start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            stream = new JoinedStream(new MemoryStream(start.ToArray()), stream);
        }
        format = InputFormats.Of(start);
        return stream;
    }
}
