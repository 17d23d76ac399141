using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;

namespace HpcCoreset.Tool.Tests;

/// <summary>A directory that is gone after the test, and the files that tests put there.</summary>
public sealed class Scratch : IDisposable
{
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("hpc-coreset-test-").FullName;

    public IEnumerable<string> FileNames => System.IO.Directory.EnumerateFiles(Directory).Select(file => Path.GetFileName(file)!).Order();

    public string At(string name) => Path.Combine(Directory, name);

    public string Text(string name, string text) => Bytes(name, Encoding.UTF8.GetBytes(text));

    public string Bytes(string name, params byte[] bytes)
    {
        File.WriteAllBytes(At(name), bytes);
        return At(name);
    }

    public string Compressed(string name, byte[] bytes)
    {
        using (var gzip = new GZipStream(File.Create(At(name)), CompressionLevel.Fastest)) gzip.Write(bytes);
        return At(name);
    }

    /// <summary>A .npy file of rows x columns float32 values 0, 1, 2, ...</summary>
    public string Counting(string name, int rows, int columns) => Bytes(name, Npy("<f4", $"({rows}, {columns})",
        [.. Enumerable.Range(0, rows * columns).SelectMany(i => BitConverter.GetBytes((float)i))]));

    public static byte[] Npy(string descr, string shape, byte[] values, int version = 1, bool fortran = false)
    {
        string header = $"{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}\n";
        byte[] length = new byte[version == 1 ? 2 : 4];
        if (version == 1) BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        else BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)header.Length);
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. Encoding.Latin1.GetBytes(header), .. values];
    }

    public static byte[] Idx(byte type, int[] shape, byte[] values) =>
    [
        0, 0, type, (byte)shape.Length,
        .. shape.SelectMany(axis => BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(axis))),
        .. values,
    ];

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
