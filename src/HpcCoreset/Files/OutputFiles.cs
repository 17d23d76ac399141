using System;
using System.Collections.Generic;
using System.IO;

namespace HpcCoreset.Files;

/// <summary>
/// Files that appear all at once: each is written under another name beside its place, and renamed when all are complete. What is
/// not complete on dispose is deleted.
/// </summary>
internal sealed class OutputFiles : IDisposable
{
    private const int BufferBytes = 1 << 16;
    private readonly List<(string Temporary, string Final)> _pending = [];

    /// <summary>Finds out whether a file can be made beside one, by making an empty one that is gone at once.</summary>
    /// <param name="path">Where a file is to appear.</param>
    /// <exception cref="IOException">It cannot.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not.</exception>
    public static void Try(string path)
    {
        string temporary = $"{Final(path)}.{Environment.ProcessId}-try.partial";
        new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose();
    }

    /// <summary>Writes one file, out of sight.</summary>
    /// <param name="path">Where it will appear; a link is followed, so that the link stays one.</param>
    /// <param name="write">Writes what is in it.</param>
    public void Write(string path, Action<Stream> write)
    {
        string final = Final(path);
        string temporary = $"{final}.{Environment.ProcessId}-{_pending.Count}.partial";
        _pending.Add((temporary, final));
        try
        {
            using var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes);
            write(stream);
        }
        // Nobody knows the other name.
        catch (IOException failed)
        {
            throw new IOException(failed.Message.Replace(temporary, final, StringComparison.Ordinal), failed);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new UnauthorizedAccessException(refused.Message.Replace(temporary, final, StringComparison.Ordinal), refused);
        }
        // What .NET makes of a file system's EFBIG.
        catch (ArgumentOutOfRangeException refused) when (refused.ParamName == "value")
        {
            throw new IOException($"The file would be longer than the file system or a limit allows : '{final}'", refused);
        }
    }

    /// <summary>Makes all files appear.</summary>
    public void Commit()
    {
        foreach ((string temporary, string final) in _pending) File.Move(temporary, final, overwrite: true);
        _pending.Clear();
    }

    /// <summary>Deletes what was not committed.</summary>
    public void Dispose()
    {
        foreach ((string temporary, _) in _pending) File.Delete(temporary);
        _pending.Clear();
    }

    private static string Final(string path)
    {
        var place = new FileInfo(path);
        return place.LinkTarget is null ? place.FullName : place.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }
}
