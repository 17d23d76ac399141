using System;
using System.IO;

namespace HpcCoreset.Benchmarks.Clustering;

/// <summary>Images of bytes in an IDX file, as rows.</summary>
internal static class Idx
{
    /// <summary>Values of a row of MNIST.</summary>
    public const int Pixels = 784;

    private const int HeaderBytes = 16;

    /// <summary>60,000 digits, if <c>bench/data/fetch.sh</c> has brought them.</summary>
    public static float[]? Mnist()
    {
        const string path = "bench/data/mnist/train-images-idx3-ubyte";
        return File.Exists(path) ? Array.ConvertAll(File.ReadAllBytes(path)[HeaderBytes..], pixel => (float)pixel) : null;
    }
}
