using System;
using System.IO;
using System.Runtime.InteropServices;

namespace HpcCoreset.Benchmarks.Streams;

/// <summary>Any number of rows on standard output, as raw float32: blobs around a hundred centres, some of them rare.</summary>
internal static class StreamedRows
{
    private const int Blobs = 100;
    private const int BlockRows = 4096;

    public static void Write(long count, int dimension)
    {
        var random = new Random(1);
        var centres = new float[Blobs * dimension];
        for (int i = 0; i < centres.Length; i++) centres[i] = 10 * random.NextSingle();
        var block = new float[BlockRows * dimension];
        using Stream output = Console.OpenStandardOutput();
        for (long first = 0; first < count; first += BlockRows)
        {
            int rows = (int)Math.Min(BlockRows, count - first);
            for (int row = 0; row < rows; row++)
            {
                // The square makes the last blob twenty times as rare as the first.
                int blob = (int)(Math.Pow(random.NextDouble(), 2) * Blobs);
                for (int t = 0; t < dimension; t++) block[row * dimension + t] = centres[blob * dimension + t] + random.NextSingle() - 0.5f;
            }
            output.Write(MemoryMarshal.AsBytes(block.AsSpan(0, rows * dimension)));
        }
    }
}
