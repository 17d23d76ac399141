using System;
using System.IO;
using System.Numerics.Tensors;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Projection;

/// <summary>
/// <see cref="SparseProjection"/> of a gradient of 2^26 values, more than caches hold, on one thread: values per second, and bytes as a
/// fraction of the best read bandwidth of the core, measured right before and right after.
/// </summary>
internal static class ProjectionReport
{
    private const int Runs = 9;
    private const int Count = 1 << 26;
    private static readonly int[] _dimensions = [1024, 8192, 65_536];

    public static void Run(TextWriter output)
    {
        var values = new float[Count];
        for (int i = 0; i < Count; i++) values[i] = unchecked((uint)i * 1103515245u) / (float)uint.MaxValue - 0.5f;
        var halfs = new Half[Count];
        TensorPrimitives.ConvertToHalf(values, halfs);
        output.WriteLine($"2^26 values projected by one thread, median of {Runs} (lowest - highest).");
        output.WriteLine();
        output.WriteLine("| values | output dimension | million values per second | GB/s | fraction of the read bandwidth |");
        output.WriteLine("|:--|--:|:--|--:|:--|");
        foreach (int dimension in _dimensions)
        {
            var projection = new SparseProjection(dimension);
            var projected = new float[dimension];
            Row(output, "float32", dimension, sizeof(float), () => projection.Project(values, projected));
            Row(output, "float16", dimension, sizeof(ushort), () => projection.Project(halfs, projected));
        }
    }

    private static void Row(TextWriter output, string kind, int dimension, int bytes, Action project)
    {
        double[] fractions = new double[Runs], speeds = new double[Runs];
        for (int run = -2; run < Runs; run++)
        {
            double before = PeakBandwidth.Measure(), start = ThreadClock.Seconds;
            project();
            double speed = Count / (ThreadClock.Seconds - start);
            if (run >= 0) (fractions[run], speeds[run]) = (speed * bytes / Math.Max(before, PeakBandwidth.Measure()), speed);
        }
        (double fraction, double median) = (PairedRatio.MedianOf(fractions), PairedRatio.MedianOf(speeds));
        output.WriteLine(FormattableString.Invariant(
            $"| {kind} | {dimension} | {median / 1e6:F0} ({speeds[0] / 1e6:F0} - {speeds[^1] / 1e6:F0}) | {median * bytes / 1e9:F1} | {fraction:F2} ({fractions[0]:F2} - {fractions[^1]:F2}) |"));
    }
}
