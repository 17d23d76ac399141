using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Runtime.InteropServices;

namespace HpcCoreset.Benchmarks.Storage;

/// <summary>Real rows, moved so that their mean is the origin: bits of signs that all rows share would tell nothing.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Dimension">Values per row.</param>
/// <param name="Values">The rows.</param>
internal sealed record Dataset(string Name, int Dimension, float[] Values)
{
    /// <summary>Values of a word vector.</summary>
    public const int WordDimension = 100;

    private const int Pixels = 64;
    private const int MostWords = 10_000; // of the 100,000 in the file: enough to compare kinds of storage on

    public int Count => Values.Length / Dimension;

    /// <summary>The sample that the command carries.</summary>
    public static Dataset Digits()
    {
        using Stream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "digits.csv.gz"));
        using var text = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        IEnumerable<float> values = text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(line => line.Split(',').Take(Pixels).Select(value => float.Parse(value, CultureInfo.InvariantCulture)));
        return Centred("digits", Pixels, [.. values]);
    }

    /// <summary>The most frequent words of an English model, if <c>bench/data/fetch.sh</c> has brought them.</summary>
    public static Dataset? Words() =>
        AllWords() is { } values ? Centred("words", WordDimension, values[..Math.Min(values.Length, MostWords * WordDimension)]) : null;

    /// <summary>All words of the file, not moved.</summary>
    public static float[]? AllWords()
    {
        const string path = "bench/data/words.f32";
        return File.Exists(path) ? MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray() : null;
    }

    private static Dataset Centred(string name, int dimension, float[] values)
    {
        for (int t = 0; t < dimension; t++)
        {
            double sum = 0;
            for (int i = t; i < values.Length; i += dimension) sum += values[i];
            float mean = (float)(sum / (values.Length / dimension));
            for (int i = t; i < values.Length; i += dimension) values[i] -= mean;
        }
        return new Dataset(name, dimension, values);
    }
}
