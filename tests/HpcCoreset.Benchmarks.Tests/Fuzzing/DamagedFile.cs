using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HpcCoreset.Training.Data.Files;
using static HpcCoreset.Benchmarks.Fuzzing.SeedFiles;

namespace HpcCoreset.Benchmarks.Tests.Fuzzing;

/// <summary>A file of a format, and what may be wrong with it.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Valid">A valid one; empty if there is none.</param>
/// <param name="Damages">What may be wrong with files of this format only, and the file that has it.</param>
internal sealed record DamagedFile(string Name, byte[] Valid, params (string Failure, byte[] File)[] Damages)
{
    private const string WrongType = "wrong type";
    private const string WrongShape = "wrong shape";
    private const string WrongDimension = "rows of two dimensions";
    private const string NotFinite = "not finite";
    private const string Huge = "huge header";

    private static byte[] Floats => Npy(ElementType.Float32, Rows, Dimension);

    /// <summary>Two clusters and their rows, as <c>reduce</c> writes them.</summary>
    public static byte[] Summary { get; } = Written("x.hpcs", "reduce", "x.csv", "--size", "2", "--clusters", "1", "--output");

    /// <summary>Files of rows, of every format that commands on rows read.</summary>
    public static DamagedFile[] OfRows { get; } =
    [
        new("x.npy", Floats, (WrongType, Npy(ElementType.Int64, Rows, Dimension)), (WrongShape, Npy(ElementType.Float32, Rows)), (NotFinite, NotANumber(Floats)), (Huge, Promising())),
        new("x.npy.gz", Gzip(Floats), ("not compressed", Floats), (NotFinite, Gzip(NotANumber(Floats))), (Huge, Gzip(Promising()))),
        new("x.csv", TextRows[0], (WrongType, Text("1,2,3,4\n1,2,cat,4\n")), (WrongDimension, Text("1,2,3,4\n1,2,3\n")), (NotFinite, Text("1,2,3,4\n1,2,NaN,4\n"))),
        new("x.tsv", TabbedRows[0], (WrongType, Text("1\t2\t3\n1\t2\tcat\n")), (WrongDimension, Text("1\t2\t3\n1\t2\n")), (NotFinite, Text("1\t2\t3\n1\t2\tinfinity\n"))),
        new("x-idx3-ubyte", IdxRows[0], (WrongType, [0, 0, 13, .. IdxRows[0][3..]]), (WrongShape, IdxColumns[0]), (Huge, [0, 0, 8, 3, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0xFF, 0xFF, 0xFF, 0, 0, 0, 9, 1])),
        new("x.fvecs", FloatVectors[0], (WrongDimension, Changed(FloatVectors[0], 20, BitConverter.Int32BitsToSingle(3))), (NotFinite, Changed(FloatVectors[0], 32, float.PositiveInfinity)), (Huge, [0xFF, 0xFF, 0xFF, 0x7F, 1, 2, 3])),
        new("x.bvecs", ByteVectors[0], (WrongDimension, Changed(ByteVectors[0], 8, BitConverter.Int32BitsToSingle(3))), (Huge, [0, 0, 16, 0, 1, 2, 3])),
        new("x.f32", RawRows[0], (NotFinite, Changed(RawRows[0], 6 * sizeof(float), float.NaN))),
        new("x.hpcs", Summary, (WrongType, Text("index,weight,gain\n")), (Huge, [0x89, .. "HPCS\r\n"u8, 0x1A, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10])),
    ];

    /// <summary>A file of a format that nobody reads.</summary>
    public static DamagedFile Foreign { get; } = new("x.parquet", [], ("unknown format", Text("PAR1")));

    /// <summary>Files that one command reads and no other.</summary>
    public static DamagedFile LibSvmExamples { get; } = new("x.libsvm", LibSvm[0], (WrongType, Text("1 1:2\n1 2:cat\n")), ("wrong order", Text("1 1:2\n1 2:3 1:4\n")), (NotFinite, Text("1 1:2\n1 2:nan\n")), (Huge, Text("1 2147483647:1\n")));

    /// <summary>What may be wrong with files of any format, and then with those of this one, and what puts such a file there.</summary>
    public IEnumerable<(string Failure, Action<string> Put)> Failures()
    {
        yield return ("missing", _ => { });
        yield return ("a directory", path => Directory.CreateDirectory(path));
        (string, byte[])[] ofAny = Valid.Length == 0 ? [] : [("empty", []), ("truncated", Valid[..^3])];
        foreach ((string failure, byte[] file) in ((string, byte[])[])[.. ofAny, .. Damages])
            yield return (failure, path => File.WriteAllBytes(path, file));
    }

    private static byte[] NotANumber(byte[] npy) => Changed(npy, 128 + 6 * sizeof(float), float.NaN);

    private static byte[] Changed(byte[] file, int at, float value) => [.. file[..at], .. BitConverter.GetBytes(value), .. file[(at + 4)..]];

    /// <summary>A header of 2^30 rows.</summary>
    private static byte[] Promising()
    {
        string header = string.Concat(Npy(ElementType.Float32, 0, Dimension).Select(value => (char)value)).Replace("(0, ", $"({1L << 30}, ", StringComparison.Ordinal);
        return [.. header.Select(c => (byte)c), 1, 2, 3, 4];
    }
}
