using System;
using System.IO;
using System.Linq;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Selectors;

/// <summary>
/// Facility location beside the cost of nothing but the n x n similarity matrix, 2 n^2 d flops at the FMA peak; and how much memory it
/// takes beside the rows.
/// </summary>
internal static class FacilityLocationReport
{
    private const int Rows = 10_000;
    private const int Dimension = 64;
    private const int Size = 100;
    private const int Repetitions = 5;
    private const int Runs = 9;

    /// <summary>Less than the matrix takes in float32.</summary>
    private const long Budget = 400_000_000;

    public static void Run(TextWriter output)
    {
        output.WriteLine($"Facility location, {Rows:N0} x {Dimension} standard normal, {Size} picks, max d^2 - d^2, one thread.");
        output.WriteLine();
        output.WriteLine("| remembers | T peak / (2 n^2 d), median of 45 (repetitions) | thread seconds | gains evaluated per row | resident memory grew by | allocated by 45 calls |");
        output.WriteLine("|:--|:--|--:|--:|--:|--:|");
        float[] rows = NormalRows.Make(Rows, Dimension, seed: 1);
        Row(output, rows, "nothing", 0);
        Row(output, rows, "400 MB", Budget);
        output.WriteLine();
    }

    private static void Row(TextWriter output, float[] rows, string name, long budget)
    {
        using FacilityLocationSelector selector = new(new() { Size = Size, CacheBytes = budget });
        _ = PeakFlops.Measure();
        long loaded = Machine.PeakResidentBytes;
        _ = selector.Select(new Points(rows, Dimension));
        double grown = (Machine.PeakResidentBytes - loaded) / 1e6;

        double[] ratios = new double[Repetitions * Runs], medians = new double[Repetitions], seconds = new double[Repetitions * Runs];
        long allocated = GC.GetAllocatedBytesForCurrentThread(), evaluations = 0;
        for (int i = 0; i < ratios.Length; i++)
        {
            double before = PeakFlops.Measure(), start = ThreadClock.Seconds;
            evaluations = selector.Select(new Points(rows, Dimension)).Report.Evaluations;
            seconds[i] = ThreadClock.Seconds - start;
            ratios[i] = seconds[i] * (before + PeakFlops.Measure()) / 2 / (2.0 * Rows * Rows * Dimension);
        }
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        for (int i = 0; i < Repetitions; i++) medians[i] = PairedRatio.MedianOf(ratios[(i * Runs)..((i + 1) * Runs)]);

        output.WriteLine(FormattableString.Invariant(
            $"| {name} | {PairedRatio.MedianOf(ratios):F2} ({medians.Min():F2}-{medians.Max():F2}) | {PairedRatio.MedianOf(seconds):F3} | {evaluations / (double)Rows:F2} | {grown:F1} MB | {allocated} B |"));
    }
}
