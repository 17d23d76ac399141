using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using HpcCoreset.Tool.Output;
using HpcCoreset.Training.Data.Files;

namespace HpcCoreset.Tool.CoresetFiles;

/// <summary>NumPy's <c>.npz</c>: a zip of <c>index.npy</c> (int64), <c>weight.npy</c> and <c>gain.npy</c> (float64), and where there are any
/// <c>offset.npy</c> (float64) and <c>centroids.npy</c> (float32, row-major).</summary>
internal sealed class NpzCoresetFormat : CoresetFormat
{
    /// <inheritdoc/>
    public override void Write(Stream stream, PickedRows coreset)
    {
        using var file = new NpzWriter(stream);
        Add<long>(Index, ElementType.Int64, [.. coreset.Index]);
        Add<double>(Weight, ElementType.Float64, [.. coreset.Coreset.Weights]);
        Add<double>(Gain, ElementType.Float64, [.. coreset.Coreset.Gains]);
        if (coreset.Offset != 0) Add<double>(Offset, ElementType.Float64, [coreset.Offset]);
        if (coreset.Centroids.Count > 0) Add<float>(Centroids, ElementType.Float32, [.. coreset.Centroids]);

        void Add<T>(string name, ElementType element, ReadOnlySpan<T> values) where T : unmanaged => file.Add(name, element, values, values.Length);
    }

    /// <inheritdoc/>
    public override StoredCoreset Read(Stream stream, string file)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            double[] offset = zip.GetEntry($"{Offset}.npy") is null ? [0] : ReadArray(zip, Offset, file);
            if (offset.Length != 1) throw new InvalidInputException($"{file}: found {offset.Length} offsets, allowed is one");
            double[] centroids = zip.GetEntry($"{Centroids}.npy") is null ? [] : ReadArray(zip, Centroids, file);
            return Checked(file, ReadArray(zip, Index, file), ReadArray(zip, Weight, file), offset[0], centroids);
        }
        catch (InvalidDataException damaged)
        {
            throw new InvalidInputException($"{file}: not a valid .npz file: {damaged.Message}");
        }
    }

    private static double[] ReadArray(ZipArchive zip, string name, string file)
    {
        ZipArchiveEntry entry = zip.GetEntry($"{name}.npy")
            ?? throw new InvalidInputException($"{file}: found no array '{name}', expected {Index}, {Weight}, {Gain}");
        using Stream stream = entry.Open();
        return NpyHeader.Read(stream, $"{file}/{name}.npy", ElementType.OfColumns).ReadColumn(stream);
    }
}
