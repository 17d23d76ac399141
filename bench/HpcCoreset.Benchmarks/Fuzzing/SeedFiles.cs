using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using HpcCoreset.Tool;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Benchmarks.Fuzzing;

/// <summary>Small valid files, of every format and variant.</summary>
internal static class SeedFiles
{
    /// <summary>Rows of the files with rows, and values of the files with one value per row.</summary>
    public const int Rows = 5;

    /// <summary>Values per row.</summary>
    public const int Dimension = 4;

    /// <summary>Rows as <c>.npy</c>, of every type that rows may have, and of version 2.</summary>
    public static byte[][] NpyRows =>
    [
        .. ElementType.OfRows.Select(type => Npy(type, Rows, Dimension)),
        OfVersion2(Npy(ElementType.Float32, Rows, Dimension)), Npy(ElementType.UInt8, Rows, 2, 2), Npy(ElementType.Float16, Rows, 2, 1, 2),
    ];

    /// <summary>One value per row as <c>.npy</c>, of every type that it may have.</summary>
    public static byte[][] NpyColumns => [.. ElementType.OfColumns.Select(type => Npy(type, Rows)), OfVersion2(Npy(ElementType.Int64, Rows))];

    /// <summary>Row numbers as <c>.npy</c>.</summary>
    public static byte[][] NpyRowNumbers => NpyColumns;

    /// <summary>Rows as text.</summary>
    public static byte[][] TextRows =>
    [
        Text("a,b,c,d\n1,2,3,4\n0.5,-1e3,7,1e-30\n5,6,7,8\n1,1,1,1\n9,9,9,9\n"), Text("1;2;3;4\r\n5;6;7;8\r\n1;0;0;1\r\n"),
        Text("\uFEFFx,y,\"z, or\nw\",\"v \"\"w\"\"\"\n 1 , 2 ,3,4\n5,6,\"7\",8\n"), Text("1 2 3 4\n5 6 7 8\n"), Text("1,2,3,4"), Text("a|b|c|d\n1|2|3|4\n"),
    ];

    /// <summary>Rows as text separated by tabs.</summary>
    public static byte[][] TabbedRows => [Text("a\tb\tc\td\n1\t2\t3\t4\n5\t6\t7\t8\n"), Text("1\t2\t3\t4\r\n5\t6\t7\t8")];

    /// <summary>Rows as text, with a column of labels and one of weights.</summary>
    public static byte[][] LabelledText => [Text("label,weight,x,y\ncat,1,2,3\ndog,0.5,4,5\n\"the \"\"cat\"\"\",2,6,7\ncat,1,8,9\ndog,0,1,1\n")];

    /// <summary>One number per row as text.</summary>
    public static byte[][] TextNumbers => [Text("0\n1\n2\n3\n4\n"), Text("weight\n0.5\n1\n2\n1e3\n4\n"), Text("4\r\n3\r\n2\r\n1\r\n0"), Text("index,kept\n0,1\n1,0\n2,1\n")];

    /// <summary>One label per row as text.</summary>
    public static byte[][] TextLabels => [Text("cat\ndog\ncat\n\"a, b\"\ndog\n"), Text("kind\n1\n2\n1\n2\n2\n")];

    /// <summary>Rows as IDX.</summary>
    public static byte[][] IdxRows => [Idx(8, Rows, 2, 2), Idx(9, Rows, Dimension), Idx(8, Rows, 2, 1, 2)];

    /// <summary>One label per row as IDX.</summary>
    public static byte[][] IdxColumns => [Idx(8, Rows), Idx(9, Rows)];

    /// <summary>Rows as <c>.fvecs</c>.</summary>
    public static byte[][] FloatVectors => [Vectors(BitConverter.GetBytes(1.5f))];

    /// <summary>Rows as <c>.bvecs</c>.</summary>
    public static byte[][] ByteVectors => [Vectors([7])];

    /// <summary>Rows as raw float32.</summary>
    public static byte[][] RawRows => [[.. Enumerable.Range(0, Rows * Dimension).SelectMany(i => BitConverter.GetBytes((float)i))]];

    /// <summary>Rows in LIBSVM's format.</summary>
    public static byte[][] LibSvm => [Text("+1 1:0.5 3:1\n-1 2:-1e3 # a comment\n1 1:1\t4:2\n\n-1 4:7\n1 1:3\n"), Text("0 1:1\r\n1 2:1\r\n2 3:1\r\n0\r\n1 4:1\r\n")];

    /// <summary>Two images of CIFAR-10.</summary>
    public static byte[][] Cifar10 => [Cifar(1), Cifar(1)[..(1 + CifarBytes)]];

    /// <summary>Two images of CIFAR-100.</summary>
    public static byte[][] Cifar100 => [Cifar(2)];

    private const int CifarBytes = 32 * 32 * 3;

    /// <summary>What the tool writes.</summary>
    /// <param name="file">The name of the file, which tells its format.</param>
    /// <param name="command">The command, which writes it to a path that follows.</param>
    /// <exception cref="InvalidOperationException">It did not.</exception>
    public static byte[] Written(string file, params string[] command)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hpc-coreset-seeds-");
        try
        {
            string input = Path.Combine(folder.FullName, "x.csv"), path = Path.Combine(folder.FullName, file);
            File.WriteAllBytes(input, Text("1,2,3,4\n1,2,3,5\n9,9,9,9\n9,9,9,8\n0,0,0,1\n"));
            using var error = new StringWriter();
            int code = Tool.CommandLine.Run([.. command.Select(word => word == "x.csv" ? input : word), path, "--threads", "1"], TextWriter.Null, error);
            return code == ExitCode.Done ? File.ReadAllBytes(path) : throw new InvalidOperationException($"{error}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Text as UTF-8.</summary>
    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A file compressed.</summary>
    public static byte[] Gzip(byte[] file)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(file);
        return compressed.ToArray();
    }

    /// <summary>A <c>.npz</c> with the index of a coreset of a given form, and its weights.</summary>
    /// <param name="index">The file <c>index.npy</c> in it.</param>
    public static byte[] Npz(byte[] index)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] entry) in ((string, byte[])[])[("index.npy", index), ("weight.npy", Npy(ElementType.Float64, Rows))])
            {
                using Stream stream = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                stream.Write(entry);
            }
        }
        return file.ToArray();
    }

    /// <summary>A sealed file that was changed, with the length and the checksum that the change asks for.</summary>
    public static byte[] Resealed(byte[] file)
    {
        const int Length = 12;
        if (file.Length < Length + sizeof(long) + SHA256.HashSizeInBytes) return file;
        byte[] resealed = [.. file];
        BinaryPrimitives.WriteInt64LittleEndian(resealed.AsSpan(Length), resealed.Length);
        SHA256.HashData(resealed.AsSpan(..^SHA256.HashSizeInBytes), resealed.AsSpan(^SHA256.HashSizeInBytes..));
        return resealed;
    }

    /// <summary>A <c>.npy</c> file of 0, 1, 2, ...</summary>
    public static byte[] Npy(ElementType element, params long[] shape)
    {
        using var file = new MemoryStream();
        NpyHeader.Write(file, element, shape);
        for (int i = 0; i < shape.Aggregate(1L, (product, axis) => product * axis); i++)
        {
            byte[] value = element.Code switch
            {
                "f4" => Bytes<float>(i),
                "f8" => Bytes<double>(i),
                "f2" => Bytes<Half>(i),
                "u1" => Bytes<byte>(i),
                "i1" => Bytes<sbyte>(i),
                "i2" => Bytes<short>(i),
                "u2" => Bytes<ushort>(i),
                "i4" => Bytes<int>(i),
                "u4" => Bytes<uint>(i),
                _ => Bytes<long>(i),
            };
            file.Write(value);
        }
        return file.ToArray();
    }

    private static byte[] Bytes<T>(int number) where T : unmanaged, INumberBase<T>
    {
        T value = T.CreateTruncating(number);
        return MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray();
    }

    private static byte[] OfVersion2(byte[] npy) => [.. npy[..6], 2, 0, npy[8], npy[9], 0, 0, .. npy[10..]];

    private static byte[] Idx(byte type, params int[] shape) =>
    [
        0, 0, type, (byte)shape.Length, .. shape.SelectMany(axis => BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(axis))),
        .. Enumerable.Range(0, shape.Aggregate(1, (product, axis) => product * axis)).Select(i => (byte)(i % 3)),
    ];

    private static byte[] Vectors(byte[] value) =>
        [.. Enumerable.Range(0, Rows).SelectMany(_ => (byte[])[.. BitConverter.GetBytes(Dimension), .. Enumerable.Range(0, Dimension).SelectMany(_ => value)])];

    private static byte[] Cifar(int labels) =>
        [.. Enumerable.Range(0, 2).SelectMany(row => (byte[])[.. Enumerable.Repeat((byte)row, labels), .. Enumerable.Range(0, CifarBytes).Select(i => (byte)i)])];
}
