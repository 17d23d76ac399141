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
        catch (InvalidDataException refused)
        {
            throw new DataFileException($"{path}: {refused.Message}");
        }
        catch (Exception refused) when (refused is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Missing(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Directory.Exists(path) ? IsDirectory(path) : new DataFileException($"{path}: {refused.Message}");
        }
    }

    /// <summary>What to say of a file whose name tells no format: that it is not there, if it is not.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="what">What it should have been, such as "format".</param>
    /// <param name="allowed">The formats.</param>
    /// <param name="hint">What to add.</param>
    public static DataFileException Unknown(string path, string what, string allowed, string hint = "") =>
        File.Exists(path) ? new($"{path}: unknown {what}, allowed are {allowed}{hint}") : Directory.Exists(path) ? IsDirectory(path) : Missing(path, hint);

    /// <summary>The name that tells a file's format: without directories and <c>.gz</c>, in lower case.</summary>
    /// <param name="path">Its path.</param>
    public static string FormatName(string path)
    {
        string name = Path.GetFileName(IsCompressed(path) ? path[..^3] : path);
        return name.ToLowerInvariant();
    }

    private static DataFileException Missing(string path, string hint = "") => new($"{path}: no such file{hint}");

    private static DataFileException IsDirectory(string path) => new($"{path}: is a directory, allowed is a file");

    private static bool IsCompressed(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
}
