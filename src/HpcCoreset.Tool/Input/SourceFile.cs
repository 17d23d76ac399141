using System;
using System.IO;
using System.IO.Compression;

namespace HpcCoreset.Tool.Input;

/// <summary>Opens files that the user named.</summary>
internal static class SourceFile
{
    /// <summary>What the user writes instead of a file to have standard input read.</summary>
    public const string StandardInput = "-";

    private const int BufferBytes = 1 << 16;

    /// <summary>Opens a file for reading from beginning to end, decompressed if its name ends in <c>.gz</c>.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="InvalidInputException">It cannot be opened.</exception>
    public static Stream Open(string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan);
            return IsCompressed(path) ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch (Exception refused) when (refused is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException($"{path}: no such file");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InvalidInputException(
                Directory.Exists(path) ? $"{path}: is a directory, allowed is a file" : $"{path}: {refused.Message}");
        }
    }

    /// <summary>Opens standard input, decompressed if it is <c>.gz</c>.</summary>
    /// <param name="format">The format; if there is none yet, what the first bytes tell.</param>
    public static Stream OpenStandardInput(ref InputFormat? format)
    {
        const int StartBytes = 4;
        Stream stream = Console.OpenStandardInput();
        if (format is not null) return stream;
        Span<byte> start = stackalloc byte[StartBytes];
        start = start[..stream.ReadAtLeast(start, StartBytes, throwOnEndOfStream: false)];
        stream = new PrefixedStream(start.ToArray(), stream);
        if (start is [0x1F, 0x8B, ..])
        {
            stream = new GZipStream(stream, CompressionMode.Decompress);
            start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            stream = new PrefixedStream(start.ToArray(), stream);
        }
        format = InputFormats.Of(start);
        return stream;
    }

    /// <summary>The name that tells a file's format: without directories and <c>.gz</c>, in lower case.</summary>
    /// <param name="path">Its path.</param>
    public static string FormatName(string path)
    {
        string name = Path.GetFileName(IsCompressed(path) ? path[..^3] : path);
        return name.ToLowerInvariant();
    }

    private static bool IsCompressed(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
}
