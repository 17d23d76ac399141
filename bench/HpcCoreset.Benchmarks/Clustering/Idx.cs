using System;
using System.Collections.Generic;
using System.IO;

namespace HpcCoreset.Benchmarks.Clustering;

/// <summary>Images of bytes in an IDX file, as rows.</summary>
internal static class Idx
{
    /// <summary>Values of a row of MNIST.</summary>
    public const int Pixels = 784;

    private const int HeaderBytes = 16;
    private const string MnistFile = "bench/data/mnist/train-images-idx3-ubyte";

    /// <summary>60,000 digits, if <c>bench/data/fetch.sh</c> has brought them.</summary>
    public static float[]? Mnist() =>
        File.Exists(MnistFile) ? Array.ConvertAll(File.ReadAllBytes(MnistFile)[HeaderBytes..], pixel => (float)pixel) : null;

    /// <summary>The same, so many rows at a time, in one array.</summary>
    public static IEnumerable<float[]> MnistBlocks(int rows)
    {
        if (!File.Exists(MnistFile)) yield break;
        using FileStream file = File.OpenRead(MnistFile);
        file.Position = HeaderBytes;
        var bytes = new byte[rows * Pixels];
        var values = new float[bytes.Length];
        while (file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length)
        {
            for (int i = 0; i < bytes.Length; i++) values[i] = bytes[i];
            yield return values;
        }
    }
}
