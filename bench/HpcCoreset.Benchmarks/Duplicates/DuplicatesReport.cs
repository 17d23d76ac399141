using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Duplicates;

/// <summary>Which pairs are lost between clusters, and what clusters save. The rows of <c>bench/peers/duplicates.py</c> go into the same table.</summary>
internal static class DuplicatesReport
{
    private const string Words = "bench/data/words.f32";
    private const string Mnist = "bench/data/mnist/train-images-idx3-ubyte";
    private const int ImagesHeader = 16;

    public static void Run(TextWriter output)
    {
        output.WriteLine("Pairs of rows with a cosine of at least the threshold. Processor seconds of one thread, clustering included: for what stays, and for");
        output.WriteLine("all pairs. One cluster compares all rows.");
        output.WriteLine();
        output.WriteLine("| rows | threshold | clusters | rows that stay | pairs | of all pairs | what stays, s | all pairs, s |");
        output.WriteLine("|:--|--:|--:|--:|--:|--:|--:|--:|");
        if (!File.Exists(Words) || !File.Exists(Mnist))
        {
            output.WriteLine("\nNo data: bench/data/fetch.sh brings it.");
            return;
        }
        Table(output, "10,000 words x 100", MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Words))[..(10_000 * 100)].ToArray(), 100, 0.8, [1, 3, 10, 30, 100]);
        byte[] images = File.ReadAllBytes(Mnist)[ImagesHeader..];
        Table(output, "60,000 digits x 784", [.. images.Select(value => (float)value)], 784, 0.95, [1, 15, 60, 240]);
    }

    private static void Table(TextWriter output, string name, float[] values, int dimension, double threshold, int[] clusters)
    {
        var points = new Points(values, dimension);
        int all = 0;
        foreach (int count in clusters)
        {
            using var finder = new DuplicateFinder(new() { Threshold = threshold, Clusters = count, Seed = 1 });
            var representatives = new int[points.Count];
            var pairs = new List<DuplicatePair>();
            double start = ThreadClock.Seconds;
            int kept = finder.Find(points, representatives);
            double keeping = ThreadClock.Seconds - start;
            start = ThreadClock.Seconds;
            finder.FindPairs(points, pairs);
            double pairing = ThreadClock.Seconds - start;
            if (count == 1) all = pairs.Count;
            output.WriteLine(FormattableString.Invariant(
                $"| {name} | {threshold} | {count} | {kept} | {pairs.Count} | {(double)pairs.Count / all:P1} | {keeping:F2} | {pairing:F2} |"));
            output.Flush();
        }
    }
}
