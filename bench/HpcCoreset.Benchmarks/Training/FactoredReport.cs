using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Kernels;

namespace HpcCoreset.Benchmarks.Training;

/// <summary>
/// What it costs to compare weight gradients: as outer products of two factors, written out, and the first factor alone, which is what
/// selection by softmax minus one-hot label compares. All in turn, call by call.
/// </summary>
internal static unsafe class FactoredReport
{
    private const int Calls = 60;
    private const int Rows = 512;
    private const int Batch = 500;
    private const int Size = 128;
    private const int Classes = 10;

    public static void Run(TextWriter output)
    {
        output.WriteLine($"All pairs of {Rows} rows, ns per pair; CRAIG picking {Size} of {Batch} rows in {Classes} classes, us; normal values, one thread, p50 of {Calls} calls.");
        output.WriteLine();
        output.WriteLine("| classes x features | a alone: pair | outer product of a and h: pair | written out: pair | a alone: CRAIG | outer product: CRAIG | written out: CRAIG |");
        output.WriteLine("|:--|--:|--:|--:|--:|--:|--:|");
        foreach (int features in (int[])[64, 84, 128, 512])
        {
            int both = Classes + features, written = Classes * features;
            float[] rows = NormalRows.Make(Rows, both, seed: 6), products = new float[Rows * written], inputs = new float[Rows * Classes];
            for (int i = 0; i < Rows; i++)
                for (int c = 0; c < Classes; c++)
                {
                    inputs[i * Classes + c] = rows[i * both + c];
                    for (int t = 0; t < features; t++) products[i * written + c * features + t] = rows[i * both + c] * rows[i * both + Classes + t];
                }
            double[] medians = Medians(
                Pairs(inputs, Classes, KernelCatalogue.Get(Metric.SquaredEuclidean, Classes)),
                Pairs(rows, both, new FactoredKernel(Classes)),
                Pairs(products, written, KernelCatalogue.Get(Metric.SquaredEuclidean, written)),
                Craig(inputs, Classes, 0), Craig(rows, both, Classes), Craig(products, written, 0));
            string pairs = string.Join(" | ", medians[..3].Select(time => FormattableString.Invariant($"{time * 1000 / Rows / Rows:F2}")));
            output.WriteLine($"| {Classes} x {features} | {pairs} | {string.Join(" | ", medians[3..].Select(time => FormattableString.Invariant($"{time:F0}")))} |");
            output.Flush();
        }
    }

    private static Action Pairs(float[] rows, int dimension, PointKernel kernel)
    {
        var panels = new RowPanels();
        panels.Reserve(Rows, dimension);
        float[] terms = GC.AllocateArray<float>(Rows, pinned: true), similarities = GC.AllocateArray<float>(Rows * Rows, pinned: true);
        fixed (float* first = rows, norms = terms)
        {
            for (int panel = 0; panel < panels.PanelCount; panel++) panels.Pack(panel, first + (nint)panel * RowPanels.Lanes * dimension, dimension, null);
            kernel.PrepareRows(panels, 0, panels.PanelCount, norms);
        }
        GainKernel gains = kernel.Gains(Similarity.MaxEuclidean);
        return () =>
        {
            fixed (float* points = rows, norms = terms, target = similarities)
                gains.Similarities(panels, 0, panels.PanelCount, norms, points, Rows, norms, 0, target, Rows);
        };
    }

    private static Action Craig(float[] rows, int dimension, int firstFactor)
    {
        var selector = new CraigSelector(new() { Size = Size, FirstFactor = firstFactor });
        int[] labels = [.. Enumerable.Range(0, Batch).Select(i => i * 7 % Classes)];
        return () => selector.Select(new Points(rows.AsSpan(0, Batch * dimension), dimension), default, labels);
    }

    /// <summary>Microseconds of each.</summary>
    private static double[] Medians(params Action[] calls)
    {
        double[][] times = [.. calls.Select(_ => new double[Calls])];
        foreach (Action call in calls) PairedRatio.WarmUp(call);
        for (int run = 0; run < Calls; run++)
            for (int i = 0; i < calls.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                calls[i]();
                times[i][run] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }
        return [.. times.Select(PairedRatio.MedianOf)];
    }
}
