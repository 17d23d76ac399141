using System;
using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;

namespace HpcCoreset.Files;

/// <summary>
/// Files that appear all at once: each is written under another name beside its place, and renamed when all are complete. What is
/// not complete on dispose is deleted; what a process that was killed has left, by the next that writes the same file.
/// </summary>
/// <remarks>
/// The other name is <c>file.PROCESS-NUMBER.partial</c>. A shared lock is on it until it has its final name, which the system takes away
/// from a process that dies, on this machine or, where the file system has such locks, on another: who can lock it for itself may delete
/// it. Between making a file and locking it another process that writes the same may do that; then the rename fails and says so.
/// </remarks>
internal sealed partial class OutputFiles : IDisposable
{
    private const int BufferBytes = 1 << 16;
    private readonly List<(FileStream Written, string Final)> _pending = [];

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
        DeleteAbandoned(final);
        int number = 0;
        while (File.Exists(Temporary())) number++; // of the same process number elsewhere
        string temporary = Temporary();
        try
        {
            // A shared lock, for which some file systems want the right to read: whoever opens the renamed file before it is closed here may.
            var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 0);
            _pending.Add((file, final));
            var stream = new BufferedStream(file, BufferBytes); // with its buffer goes what a full disk did not take
            write(stream);
            stream.Flush();
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

        string Temporary() => $"{final}.{Environment.ProcessId}-{number}.partial";
    }

    /// <summary>Makes all files appear.</summary>
    public void Commit()
    {
        foreach ((FileStream written, string final) in _pending)
        {
            File.Move(written.Name, final, overwrite: true);
            written.Dispose();
        }
        _pending.Clear();
    }

    /// <summary>Deletes what was not committed.</summary>
    public void Dispose()
    {
        foreach ((FileStream written, _) in _pending)
        {
            File.Delete(written.Name);
            written.Dispose();
        }
        _pending.Clear();
    }

    private static string Final(string path)
    {
        var place = new FileInfo(path);
        return place.LinkTarget is null ? place.FullName : place.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    private static void DeleteAbandoned(string final)
    {
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(final)!, "*.partial"))
        {
            if (!file.StartsWith(final, StringComparison.Ordinal) || !OtherName().IsMatch(file.AsSpan(final.Length))) continue;
            try
            {
                new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 0, FileOptions.DeleteOnClose).Dispose();
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                // Somebody is writing it, has renamed it meanwhile, or does not let us.
            }
        }
    }

    [GeneratedRegex(@"^\.[0-9]+-([0-9]+|try)\.partial$")]
    private static partial Regex OtherName();
}
