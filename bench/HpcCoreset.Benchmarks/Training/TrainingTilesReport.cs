using System;
using System.IO;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Kernels;

namespace HpcCoreset.Benchmarks.Training;

/// <summary>The matrix products of training, from the first-level cache, as fractions of the FMA peak.</summary>
internal static unsafe class TrainingTilesReport
{
    private const int Channels = 16; // values of a pixel: rows of a convolution's windows overlap
    private const int Taps = 3;
    private const int Length = Taps * Channels;
    private const int Pixels = 64;

    public static void Run(TextWriter output)
    {
        output.WriteLine("Fractions of the FMA peak of one core: median of 45 runs (lowest - highest median of the five repetitions of 9). Windows of 3 x 3 pixels, 16 channels.");
        output.WriteLine();
        output.WriteLine("| height | windows x weights, 32 columns | 16 columns | sums of outer products, 32 columns | 16 columns |");
        output.WriteLine("|--:|:--|:--|:--|:--|");
        float[] values = GC.AllocateArray<float>(1 << 16, pinned: true);
        fixed (float* start = values)
        {
            float* x = start, w = start + (1 << 14), sums = start + (1 << 15); // lambdas take no pointers of a fixed statement
            foreach (int height in (int[])[1, 2, 4, 5, 8, 10, 12, 16, 24, 32])
            {
                output.WriteLine(
                    $"| {height} | {Measure(height * 32L * Taps * Length, () => ProductTiles.Multiply32(height, ref *x, Channels, Taps, 34 * Channels, Length, ref *w, ref *sums, 32, ref *sums, 32, false))}" +
                    $" | {Measure(height * 16L * Taps * Length, () => ProductTiles.Multiply16(height, ref *x, Channels, Taps, 34 * Channels, Length, ref *w, ref *sums, 16, ref *sums, 16, false))}" +
                    $" | {Measure(height * 32L * Pixels, () => ProductTiles.Outer32(height, ref *x, Channels, 0, ref *w, 32, 0, 1, Pixels, ref *sums, 32, false))}" +
                    $" | {Measure(height * 16L * Pixels, () => ProductTiles.Outer16(height, ref *x, Channels, 0, ref *w, 16, 0, 1, Pixels, ref *sums, 16, false))} |");
                output.Flush();
            }
        }
    }

    private static PairedRatio Measure(long multiplications, Action work) => PairedRatio.Measure(2.0 * multiplications, work);
}
