using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using HpcCoreset.Benchmarks.Clustering;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Selectors;

/// <summary>Exact facility location of many rows, on two threads and by the wall clock: time beside the peak of both cores, and memory.</summary>
internal static class ScaleReport
{
    private const int Threads = 2;
    private const int Repetitions = 3;
    private const long PeakSteps = 30_000_000;

    public static void Run(TextWriter output)
    {
        output.WriteLine($"Exact facility location, two threads; medians of {Repetitions} calls (lowest - highest), the first of which makes the workspace.");
        output.WriteLine("n^2 d flops are half of what a matrix of all similarities costs; the peak is that of two threads at once, before and after each call.");
        output.WriteLine();
        output.WriteLine("| rows | similarity | picks | may remember | s | T peak / (n^2 d) | gains evaluated per row | resident memory grew by, MB |");
        output.WriteLine("|:--|:--|--:|--:|:--|:--|--:|--:|");
        Row(output, "10,000 x 1,024 normal", NormalRows.Make(10_000, 1_024, seed: 1), 1_024, 1_000, Similarity.MaxSquaredEuclidean, 0);
        Row(output, "10,000 x 1,024 normal", NormalRows.Make(10_000, 1_024, seed: 1), 1_024, 1_000, Similarity.MaxSquaredEuclidean, 450_000_000);
        Row(output, "100,000 x 128 normal", NormalRows.Make(100_000, 128, seed: 1), 128, 1_000, Similarity.MaxSquaredEuclidean, 0);
        if (Idx.Mnist() is not { } images) return;
        Row(output, "MNIST, 60,000 x 784", images, Idx.Pixels, 600, Similarity.Cosine, 0);
        Row(output, "MNIST, 60,000 x 784", images, Idx.Pixels, 600, Similarity.Cosine, 7_300_000_000);
    }

    private static void Row(TextWriter output, string name, float[] rows, int dimension, int size, Similarity similarity, long budget)
    {
        using FacilityLocationSelector selector = new(new() { Size = size, Threads = Threads, Similarity = similarity, CacheBytes = budget });
        double count = rows.Length / dimension;
        double[] seconds = new double[Repetitions], ratios = new double[Repetitions];
        long loaded = Machine.CurrentResidentBytes, evaluations = 0;
        Machine.ForgetPeak();
        for (int i = 0; i < Repetitions; i++)
        {
            double before = PeakOfTwo();
            long start = Stopwatch.GetTimestamp();
            evaluations = selector.Select(new Points(rows, dimension)).Report.Evaluations;
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            ratios[i] = seconds[i] * (before + PeakOfTwo()) / 2 / (count * count * dimension);
        }
        double grown = (Machine.PeakResidentBytes - loaded) / 1e6;
        Array.Sort(seconds);
        Array.Sort(ratios);
        output.WriteLine(FormattableString.Invariant(
            $"| {name} | {similarity} | {size:N0} | {budget / 1e6:N0} MB | {seconds[1]:F2} ({seconds[0]:F2} - {seconds[^1]:F2}) | {ratios[1]:F1} ({ratios[0]:F1} - {ratios[^1]:F1}) | {evaluations / count:F2} | {grown:F0} |"));
    }

    /// <summary>The sum of what two threads reach at the same time.</summary>
    private static double PeakOfTwo()
    {
        double[] peaks = new double[Threads];
        var other = new Thread(() => peaks[1] = PeakFlops.Measure(PeakSteps));
        other.Start();
        peaks[0] = PeakFlops.Measure(PeakSteps);
        other.Join();
        return peaks[0] + peaks[1];
    }
}
