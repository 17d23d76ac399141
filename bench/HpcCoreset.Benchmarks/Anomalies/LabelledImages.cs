using System;
using System.IO;
using System.IO.Compression;
using System.Linq;

namespace HpcCoreset.Benchmarks.Anomalies;

/// <summary>Images of 28 x 28 pixels with a class each, from <c>bench/data/fashion-mnist</c>, where <c>bench/data/fetch.sh</c> puts them.</summary>
/// <param name="Values">One row of 784 pixels per image.</param>
/// <param name="Labels">One class per image, from 0 to 9.</param>
internal sealed record LabelledImages(float[] Values, byte[] Labels)
{
    public const int Dimension = 784;
    public const int Classes = 10;
    private const string Folder = "bench/data/fashion-mnist";
    private const int ImagesHeader = 16;
    private const int LabelsHeader = 8;

    /// <summary>Whether the files are there.</summary>
    public static bool Exist => Directory.Exists(Folder);

    /// <summary>60,000 images.</summary>
    public static LabelledImages Train() => Read("train");

    /// <summary>10,000 images.</summary>
    public static LabelledImages Test() => Read("t10k");

    /// <summary>The rows of one class.</summary>
    public float[] OfClass(int label) =>
        [.. Enumerable.Range(0, Labels.Length).Where(i => Labels[i] == label).SelectMany(i => new ArraySegment<float>(Values, i * Dimension, Dimension))];

    private static LabelledImages Read(string part) => new(
        [.. Bytes($"{part}-images-idx3-ubyte.gz", ImagesHeader).Select(value => (float)value)], Bytes($"{part}-labels-idx1-ubyte.gz", LabelsHeader));

    private static byte[] Bytes(string name, int header)
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(Folder, name)), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray()[header..];
    }
}
