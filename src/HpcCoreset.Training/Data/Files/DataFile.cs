using System;
using System.IO;

namespace HpcCoreset.Training.Data.Files;

/// <summary>Reads files whole, with every failure told as a <see cref="DataFileException"/> that names the file.</summary>
internal static class DataFile
{
    /// <summary>Opens a file, decompressed if its name ends in <c>.gz</c>, and reads it.</summary>
    /// <typeparam name="T">What is made of it.</typeparam>
    /// <param name="path">Its path.</param>
    /// <param name="read">Reads the stream, given the file's name for messages.</param>
    /// <exception cref="DataFileException">It cannot be opened or read, or is not what it has to be.</exception>
    public static T Read<T>(string path, Func<Stream, string, T> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using Stream stream = SourceFile.Open(path);
        return Read(stream, path, read);
    }

    /// <summary>Reads a stream.</summary>
    /// <typeparam name="T">What is made of it.</typeparam>
    /// <param name="stream">Its beginning.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="read">Reads the stream, given the name.</param>
    /// <exception cref="DataFileException">It cannot be read, or is not what it has to be.</exception>
    public static T Read<T>(Stream stream, string file, Func<Stream, string, T> read)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            return read(stream, file);
        }
        catch (InvalidDataException damaged)
        {
            throw new DataFileException($"{file}: damaged: {damaged.Message}");
        }
        catch (IOException failed)
        {
            throw new DataFileException($"{file}: {failed.Message}");
        }
    }
}
