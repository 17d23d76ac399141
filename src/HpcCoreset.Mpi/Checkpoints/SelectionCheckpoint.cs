using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using HpcCoreset.Files;

namespace HpcCoreset.Mpi;

/// <summary>
/// A directory in which every rank keeps what its costly passes over rows have found, so that a selection that was killed, whichever of
/// its ranks and whenever, goes on from there when it is run again, to the same bytes.
/// </summary>
/// <remarks>
/// <para>
/// A rank reads and writes files of its own only, <c>rank-R.checkpoint</c> and <c>rank-R.pass-N</c>; the directory may be shared by all, or be one of each machine. Kept are
/// the nearest centres of the rows, 4 bytes per row for each pass of the seeding, and the sums of means. The checks of rows and weights,
/// and passes that read every row once, which take about as long as reading their outcome would, are made again.
/// </para>
/// <para>
/// <c>rank-R.checkpoint</c> says, in lines to read, what it is a checkpoint of: version and build, ranks, options (threads excepted), and SHA-256 of
/// the rows and weights of all ranks. Anything else is refused. A file appears whole, by a rename, or not at all, and one that is damaged is as
/// good as none: each ends in a SHA-256 of what is in it. Files of ranks that a run does not have are left alone.
/// </para>
/// </remarks>
public sealed class SelectionCheckpoint
{
    /// <summary>A checkpoint in a directory, which is made when the first pass is kept there.</summary>
    /// <param name="directory">Its path.</param>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public SelectionCheckpoint(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        Directory = Path.GetFullPath(directory);
    }

    /// <summary>The full path of the directory.</summary>
    public string Directory { get; }

    /// <summary>Passes of the last selection that this rank made and kept.</summary>
    public int Made { get; internal set; }

    /// <summary>Passes of the last selection that were made before, and not again.</summary>
    public int Recalled { get; internal set; }

    /// <summary>Deletes this rank's files, once what was selected is safe. The directory stays, and what others have put there.</summary>
    /// <param name="rank">Which rank this is.</param>
    /// <exception cref="IOException">They cannot be deleted.</exception>
    public void Delete(int rank)
    {
        if (!System.IO.Directory.Exists(Directory)) return;
        foreach (string pattern in (ReadOnlySpan<string>)["pass-*", "checkpoint*"]) // what they are of comes last: without it they are of nothing known
            foreach (string file in System.IO.Directory.EnumerateFiles(Directory, $"{Name(rank)}.{pattern}")) File.Delete(file);
    }

    /// <summary>Where passes of one selection are kept.</summary>
    /// <param name="communicator">The ranks.</param>
    /// <param name="options">What is selected.</param>
    /// <param name="rows">Rows of this rank.</param>
    /// <param name="total">Rows of all ranks.</param>
    /// <param name="dimension">Values per row.</param>
    /// <param name="digest">What rows and weights of all ranks are known by.</param>
    /// <exception cref="ArgumentException">The directory has a checkpoint of something else.</exception>
    internal PassFiles Open(Communicator communicator, ClusteringCoresetOptions options, int rows, int total, int dimension, string digest)
    {
        string[] lines = Sealed(
        [
            $"version {typeof(Coreset).Assembly.GetName().Version}, build {typeof(Coreset).Module.ModuleVersionId}", // passes have numbers, no names
            Line($"ranks {communicator.Size}"),
            $"options.Method {options.Method}",
            $"options.Metric {options.Metric}",
            Line($"options.Size {options.Size}"),
            Line($"options.Clusters {options.Clusters}"),
            Line($"options.Seed {options.Seed}"),
            $"options.Calibrate {options.Calibrate}",
            $"options.WithReplacement {options.WithReplacement}",
            Line($"rows {total}"),
            Line($"rows here {rows}"),
            Line($"dimension {dimension}"),
            $"SHA-256 of all rows and weights {digest}",
        ]);
        System.IO.Directory.CreateDirectory(Directory);
        string path = Path.Combine(Directory, Name(communicator.Rank)), description = $"{path}.checkpoint";
        if (File.Exists(description) && File.ReadAllLines(description) is var found && IsWhole(found)) Compare(description, found, lines);
        else
        {
            Delete(communicator.Rank); // passes that nobody knows what of
            using var files = new OutputFiles();
            files.Write(description, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
                foreach (string line in lines) writer.WriteLine(line);
            });
            files.Commit();
        }
        (Made, Recalled) = (0, 0);
        return new PassFiles(this, path, string.Join('\n', lines));
    }

    private static string Name(int rank) => string.Create(CultureInfo.InvariantCulture, $"rank-{rank}");

    private static string Line(FormattableString line) => FormattableString.Invariant(line);

    private static string[] Sealed(string[] lines) =>
        [.. lines, $"SHA-256 of these lines {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))}"];

    private static bool IsWhole(string[] found) => found.Length > 0 && found.SequenceEqual(Sealed(found[..^1]));

    private static void Compare(string file, string[] found, string[] lines)
    {
        for (int line = 0; line < lines.Length; line++)
            if (line >= found.Length || found[line] != lines[line])
                throw new ArgumentException(
                    $"checkpoint: found one of {(line < found.Length ? $"'{found[line]}'" : "no more lines")} in {file}; allowed is '{lines[line]}', as in this run, or another directory.");
    }
}
