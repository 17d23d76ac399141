using System;

namespace HpcCoreset.Benchmarks.Fuzzing;

/// <summary>A parser under test.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="FileName">The file's name, which tells its format.</param>
/// <param name="Seeds">Valid files, before <paramref name="Wrap"/>.</param>
/// <param name="Wrap">What is done to a file after it was changed, so that changes get past a compression or a checksum; or nothing.</param>
/// <param name="Read">Reads the file of a path and checks what it got, given the length of the content.</param>
internal sealed record FuzzTarget(string Name, string FileName, byte[][] Seeds, Func<byte[], byte[]>? Wrap, Action<string, long> Read)
{
    /// <summary>How often its turn comes, beside those of other targets: whole commands take longer than parsers.</summary>
    public int Turns { get; init; } = 10;

    /// <summary>Bytes that may be reserved whatever the file is: buffers, of which a reader of text has 270 KB.</summary>
    public long FreeBytes { get; init; } = 1 << 19;

    /// <summary>Bytes that may be reserved per byte of the content.</summary>
    public int BytesPerByte { get; init; } = 64;

    /// <summary>Whether some of the valid files are ones that this reader must read.</summary>
    public bool ReadsSeeds { get; init; } = true;
}
