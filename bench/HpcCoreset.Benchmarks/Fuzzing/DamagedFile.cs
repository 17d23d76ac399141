using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Training.Data.Files;
using static HpcCoreset.Benchmarks.Fuzzing.SeedFiles;

namespace HpcCoreset.Benchmarks.Fuzzing;

/// <summary>A file of a format, and what may be wrong with it.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Valid">A valid one.</param>
/// <param name="WrongType">One of another type or another shape.</param>
/// <param name="NotFinite">One with NaN, or infinity, in row 1 and column 2; nothing where the format has no such values.</param>
/// <param name="Huge">One whose header promises far more than there is; nothing where the format has no such header.</param>
internal sealed record DamagedFile(string Name, byte[] Valid, byte[] WrongType, byte[]? NotFinite, byte[]? Huge)
{
    /// <summary>Files of rows, of every format.</summary>
    public static DamagedFile[] Rows { get; } =
    [
        new("x.npy", Npy(ElementType.Float32, SeedFiles.Rows, Dimension), Npy(ElementType.Int64, SeedFiles.Rows, Dimension), Changed(Npy(ElementType.Float32, SeedFiles.Rows, Dimension), 128 + 6 * 4, float.NaN), Promising(0)),
        new("x.npy.gz", Gzip(Npy(ElementType.Float16, SeedFiles.Rows, Dimension)), Text("no gzip"), Gzip(Changed(Npy(ElementType.Float32, SeedFiles.Rows, Dimension), 128 + 6 * 4, float.NaN)), Gzip(Promising(0))),
        new("x.csv", TextRows[0], Text("1,2,3,4\n1,2,cat,4\n"), Text("1,2,3,4\n1,2,NaN,4\n"), null),
        new("x.tsv", TabbedRows[0], Text("1\t2\t3\n1\t2\tcat\n"), Text("1\t2\t3\n1\t2\tinfinity\n"), null),
        new("x-idx3-ubyte", IdxRows[0], [0, 0, 13, .. IdxRows[0][3..]], null, [0, 0, 8, 3, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0xFF, 0xFF, 0xFF, 0, 0, 0, 9, 1]),
        new("x.fvecs", FloatVectors[0], Changed(FloatVectors[0], 20, BitConverter.Int32BitsToSingle(3)), Changed(FloatVectors[0], 32, float.PositiveInfinity), [0xFF, 0xFF, 0xFF, 0x7F, 1, 2, 3]),
        new("x.bvecs", ByteVectors[0], Changed(ByteVectors[0], 8, BitConverter.Int32BitsToSingle(3)), null, [0, 0, 16, 0, 1, 2, 3]),
        new("x.hpcs", Written("x.hpcs", "reduce", "x.csv", "--size", "2", "--clusters", "1", "--output"), Text("index,weight,gain\n"), null, [0x89, .. "HPCS\r\n"u8, 0x1A, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10]),
    ];

    /// <summary>The failures, and what the file is then; nothing for no file.</summary>
    public IEnumerable<(string Failure, byte[]? File)> Failures()
    {
        yield return ("missing", null);
        yield return ("empty", []);
        yield return ("truncated", Valid[..^3]);
        yield return ("wrong type", WrongType);
        if (NotFinite is not null) yield return ("not finite", NotFinite);
        if (Huge is not null) yield return ("huge header", Huge);
    }

    private static byte[] Changed(byte[] file, int at, float value) => [.. file[..at], .. BitConverter.GetBytes(value), .. file[(at + 4)..]];

    /// <summary>A header of 2^30 rows.</summary>
    private static byte[] Promising(int rows)
    {
        byte[] npy = Npy(ElementType.Float32, rows, Dimension);
        string header = string.Concat(npy.Select(value => (char)value)).Replace("(0, ", $"({1L << 30}, ", StringComparison.Ordinal);
        return [.. header.Select(c => (byte)c), 1, 2, 3, 4];
    }
}
