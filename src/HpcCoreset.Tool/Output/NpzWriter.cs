using System;
using System.IO;
using System.IO.Compression;
using System.Runtime.InteropServices;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.Output;

/// <summary>Writes NumPy's <c>.npz</c>: a zip of <c>.npy</c> files, one for each array.</summary>
/// <param name="stream">Where to; left open.</param>
internal sealed class NpzWriter(Stream stream) : IDisposable
{
    // The earliest time that a zip can hold, so that equal arrays make equal files.
    private static readonly DateTimeOffset Timeless = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _zip = new(stream, ZipArchiveMode.Create, leaveOpen: true);

    /// <summary>Writes an array.</summary>
    /// <typeparam name="T">The type of its values.</typeparam>
    /// <param name="name">What it is called.</param>
    /// <param name="element">What that type is called.</param>
    /// <param name="values">Its values, the last axis densest.</param>
    /// <param name="shape">The length of each axis.</param>
    public void Add<T>(string name, ElementType element, ReadOnlySpan<T> values, params ReadOnlySpan<long> shape) where T : unmanaged
    {
        ZipArchiveEntry entry = _zip.CreateEntry($"{name}.npy", CompressionLevel.NoCompression);
        entry.LastWriteTime = Timeless;
        using Stream file = entry.Open();
        NpyHeader.Write(file, element, shape);
        file.Write(MemoryMarshal.AsBytes(values));
    }

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();
}
