using System;
using System.IO;

namespace HpcCoreset.Training.Data.Files;

/// <summary>Opens files by their names.</summary>
internal static class SourceFile
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Opens a file for reading from beginning to end, decompressed if its name ends in <c>.gz</c>.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="DataFileException">It cannot be opened.</exception>
    public static Stream Open(string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan);
            return IsCompressed(path) ? new WholeGzip(file) : file;
        }
        catch (Exception refused) when (refused is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataFileException($"{path}: no such file");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new DataFileException(
                Directory.Exists(path) ? $"{path}: is a directory, allowed is a file" : $"{path}: {refused.Message}");
        }
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
