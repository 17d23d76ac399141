using System;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using HpcCoreset.Tool;
using HpcCoreset.Training.Data;

namespace HpcCoreset.Benchmarks.Fuzzing;

/// <summary>Gives files to parsers and judges what they do. One folder for a thread; a case depends on its number only.</summary>
/// <param name="targets">The parsers.</param>
/// <param name="folder">Where the files are put.</param>
/// <param name="seed">Of all cases.</param>
internal sealed class FuzzCase(FuzzTarget[] targets, string folder, ulong seed)
{
    /// <summary>A parser that takes longer is taken to hang.</summary>
    public const double MostSeconds = 5;

    /// <summary>The longest refusal that is one line to read.</summary>
    private const int LongestMessage = 1500;

    private readonly int[] _turns = [.. targets.SelectMany((target, i) => Enumerable.Repeat(i, target.Turns))];

    /// <summary>The target of a case, and its file.</summary>
    /// <param name="number">The number of the case.</param>
    public (int Target, byte[] File) Make(ulong number)
    {
        var mutator = new Mutator(seed, number);
        int index = _turns[mutator.Below(_turns.Length)];
        return (index, Make(targets[index], mutator));
    }

    /// <summary>The file of a case of a given target.</summary>
    public static byte[] Make(FuzzTarget target, Mutator mutator)
    {
        byte[] file = target.Seeds[mutator.Below(target.Seeds.Length)], other = target.Seeds[mutator.Below(target.Seeds.Length)];
        byte[] mutated = mutator.Mutate(file, other);
        return target.Wrap?.Invoke(mutated) ?? mutated;
    }

    /// <summary>Gives a file to a parser.</summary>
    public FuzzResult Run(FuzzTarget target, byte[] file)
    {
        string path = Path.Combine(folder, target.FileName);
        File.WriteAllBytes(path, file);
        long length = ContentLength(path, file), started = Stopwatch.GetTimestamp(), before = Reserved();
        FuzzResult result;
        try
        {
            target.Read(path, length);
            result = new(FuzzOutcome.Read, Reserved() - before, "");
        }
        catch (Exception refused) when (refused is InvalidInputException or DataFileException)
        {
            result = new(IsClear(refused.Message) ? FuzzOutcome.Refused : FuzzOutcome.Fault, Reserved() - before, refused.Message);
        }
#pragma warning disable CA1031 // any other exception is what is looked for
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return new(FuzzOutcome.Fault, Reserved() - before, fault is FuzzFaultException ? fault.Message : fault.ToString());
        }
        long most = target.FreeBytes + target.BytesPerByte * length;
        if (result.Bytes > most) return result with { Outcome = FuzzOutcome.Fault, Message = $"{result.Bytes} bytes reserved, {most} allowed for {length}: {result.Message}" };
        if (Stopwatch.GetElapsedTime(started).TotalSeconds > MostSeconds) return result with { Outcome = FuzzOutcome.Fault, Message = "took too long" };
        string[] left = [.. Directory.EnumerateFiles(folder, "*.partial")];
        return left.Length == 0 ? result : result with { Outcome = FuzzOutcome.Fault, Message = $"{left[0]} was left" };
    }

    /// <summary>One line that names the file, or one beside it that does not go with it.</summary>
    private bool IsClear(string message) =>
        message.Contains(folder, StringComparison.Ordinal) && message.Length <= LongestMessage && !message.Any(char.IsControl);

    private static long Reserved() => GC.GetAllocatedBytesForCurrentThread() + PointStore.ReservedByThread;

    /// <summary>The bytes that a reader gets to see: those of the file, and what comes out of it if it is compressed.</summary>
    private static long ContentLength(string path, byte[] file)
    {
        if (!path.EndsWith(".gz", StringComparison.Ordinal)) return file.Length;
        long length = file.Length;
        Span<byte> block = stackalloc byte[1 << 12];
        try
        {
            using var content = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
            for (int read; (read = content.Read(block)) > 0;) length += read;
        }
        catch (InvalidDataException)
        {
            // As far as it can be read.
        }
        return length;
    }
}
