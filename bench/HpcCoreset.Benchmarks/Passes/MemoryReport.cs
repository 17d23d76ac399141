using System;
using System.IO;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Kernels;

namespace HpcCoreset.Benchmarks.Passes;

/// <summary>
/// <c>Relax</c> over more rows than any cache holds, as a fraction of the best read bandwidth of one core, measured right before and right
/// after. Beside the rows a pass reads and writes a distance and an owner per row.
/// </summary>
internal static unsafe class MemoryReport
{
    private const int Runs = 15;
    private static readonly int[] _dimensions = [16, 64, 384];

    public static void Run(TextWriter output)
    {
        output.WriteLine($"Relax of one centre over {PeakBandwidth.FromMemory >> 30} GB of packed rows: fraction of the read bandwidth, median of {Runs} (lowest - highest).");
        output.WriteLine();
        output.WriteLine("| d | bytes of the rows | and the bytes read and written beside them | GB/s of the rows |");
        output.WriteLine("|--:|:--|:--|--:|");
        foreach (int dimension in _dimensions) Row(output, dimension);
    }

    private static void Row(TextWriter output, int dimension)
    {
        int rows = (int)(PeakBandwidth.FromMemory / sizeof(float) / dimension);
        using var panels = new RowPanels();
        panels.Reserve(rows, dimension);
        for (long i = 0; i < (long)rows * dimension; i++) panels.Panel(0)[i] = i % 1009;
        float[] nearest = GC.AllocateArray<float>(panels.PaddedCount, pinned: true), centre = GC.AllocateArray<float>(dimension, pinned: true);
        int[] owner = GC.AllocateArray<int>(panels.PaddedCount, pinned: true);
        Array.Fill(nearest, float.PositiveInfinity);
        Array.Fill(centre, 1);
        PointKernel kernel = KernelCatalogue.Get(Metric.SquaredEuclidean, dimension);
        double[] fractions = new double[Runs], speeds = new double[Runs];
        for (int run = -2; run < Runs; run++)
        {
            double before = PeakBandwidth.Measure(), start = ThreadClock.Seconds;
            kernel.Relax(panels, 0, panels.PanelCount, PassInputs.Pointer(centre), run, PassInputs.Pointer(nearest), PassInputs.Pointer(owner));
            double speed = (double)rows * dimension * sizeof(float) / (ThreadClock.Seconds - start);
            if (run >= 0) (fractions[run], speeds[run]) = (speed / Math.Max(before, PeakBandwidth.Measure()), speed);
        }
        double median = PairedRatio.MedianOf(fractions), all = 1 + 16.0 / (sizeof(float) * dimension); // 8 bytes read, 8 written
        output.WriteLine(FormattableString.Invariant(
            $"| {dimension} | {median:F2} ({fractions[0]:F2}-{fractions[^1]:F2}) | {median * all:F2} | {PairedRatio.MedianOf(speeds) / 1e9:F0} |"));
    }
}
