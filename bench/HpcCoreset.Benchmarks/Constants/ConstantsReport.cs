using System;
using System.IO;
using System.Linq;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Benchmarks.Passes;
using HpcCoreset.Kernels;
using HpcCoreset.Submodular;

namespace HpcCoreset.Benchmarks.Constants;

/// <summary>What the choices behind constants of <c>TilePlan</c>, <c>TileTemplate</c>, <c>RowPanels</c> and <c>BatchGains</c> cost or bring.</summary>
internal static class ConstantsReport
{
    private const int Rows = 1536; // a few hundred kilobytes at most: what is measured is the code, not the memory
    private static readonly int[] _widths = [6, 2, 1];
    private static readonly (int Dimension, Type Kernel)[] _oneChain =
        [(8, typeof(SquaredEuclidean8)), (16, typeof(SquaredEuclidean16)), (64, typeof(SquaredEuclidean64)), (128, typeof(SquaredEuclidean128))];

    public static void Run(TextWriter output)
    {
        output.WriteLine("Fractions of the FMA peak of one core: median of 45 runs (lowest - highest median of the five repetitions of 9).");
        output.WriteLine();
        Widths(output);
        PanelsPerCall(output);
        Inlining(output);
        Batches(output);
    }

    /// <summary>TilePlan.Widths, and TileTemplate's epilogue in a method of its own: a tile's sums, and the pass around them.</summary>
    private static void Widths(TextWriter output)
    {
        output.WriteLine("| d | tiles of 6 alone | of 2 | of 1 | Assign, tiles of 6 | Gain, tiles of 6 |");
        output.WriteLine("|--:|:--|:--|:--|:--|:--|");
        foreach ((int dimension, Type kernel) in _oneChain)
        {
            using PassInputs inputs = new(dimension, Rows);
            GeneratedPasses passes = new(KernelCatalogue.Get(Metric.SquaredEuclidean, dimension), inputs);
            string alone = string.Join(" | ", _widths.Select(width => PairedRatio.Measure(inputs.Flops(Tile.Points), new Tile(kernel, width, inputs).Run)));
            output.WriteLine($"| {dimension} | {alone} | {Measure(inputs, Tile.Points, passes.Assign)} | {Measure(inputs, Tile.Points, passes.Gain)} |");
            output.Flush();
        }
        output.WriteLine();
    }

    /// <summary>RowPanels.ChunkPanels: the unit of parallel work must be large enough for a call not to count.</summary>
    private static void PanelsPerCall(TextWriter output)
    {
        int[] panels = [1, 4, 16, 24];
        output.WriteLine($"| d | {string.Join(" | ", panels.Select(count => $"Gain of {BatchGains.UsualCapacity}, {count} panels a call"))} |");
        output.WriteLine($"|--:|{string.Concat(panels.Select(_ => ":--|"))}");
        foreach ((int dimension, _) in _oneChain)
        {
            using PassInputs inputs = new(dimension, Rows);
            GeneratedPasses passes = new(KernelCatalogue.Get(Metric.SquaredEuclidean, dimension), inputs);
            output.WriteLine($"| {dimension} | " + string.Join(" | ", panels.Select(count => PairedRatio.Measure(inputs.Flops(BatchGains.UsualCapacity), () =>
            {
                for (int first = 0; first < inputs.Panels.PanelCount; first += count)
                    passes.Gain(first, Math.Min(count, inputs.Panels.PanelCount - first), BatchGains.UsualCapacity);
            }))) + " |");
            output.Flush();
        }
        output.WriteLine();
    }

    /// <summary>What a metric of the consumer costs that is inlined into its tiles, and one that is called.</summary>
    private static void Inlining(TextWriter output)
    {
        using PassInputs inputs = new(64, Rows);
        GeneratedPasses inlined = new(GeneratedKernel<HuberInlinedAny>.Instance, inputs), called = new(GeneratedKernel<HuberCalledAny>.Instance, inputs);
        output.WriteLine("| Huber, d = 64, 2 flops counted per coordinate | Assign |");
        output.WriteLine("|:--|:--|");
        output.WriteLine($"| inlined | {Measure(inputs, Tile.Points, inlined.Assign)} |");
        output.WriteLine($"| called | {Measure(inputs, Tile.Points, called.Assign)} |");
        output.WriteLine();
    }

    /// <summary>BatchGains.UsualCapacity: gains evaluated together, against gains that lazy evaluation would not have needed.</summary>
    private static void Batches(TextWriter output)
    {
        const int rows = 10_000, dimension = 64, repetitions = 7;
        float[] values = NormalRows.Make(rows, dimension, seed: 1);
        output.WriteLine("| facility location, 100 of 10,000 x 64 normal, candidates a batch | T peak / (2 n^2 d), median of 7 | gains evaluated per row |");
        output.WriteLine("|--:|--:|--:|");
        foreach (int capacity in (int[])[6, 12, 24, 48, 96, 192])
        {
            using FacilityLocationSelector selector = new(new() { Size = 100, BatchCapacity = capacity });
            double[] ratios = new double[repetitions];
            long evaluations = selector.Select(new Points(values, dimension)).Report.Evaluations;
            for (int i = 0; i < repetitions; i++)
            {
                double before = PeakFlops.Measure(), start = ThreadClock.Seconds;
                _ = selector.Select(new Points(values, dimension));
                ratios[i] = (ThreadClock.Seconds - start) * (before + PeakFlops.Measure()) / 2 / (2.0 * rows * rows * dimension);
            }
            output.WriteLine(FormattableString.Invariant($"| {capacity} | {PairedRatio.MedianOf(ratios):F2} | {evaluations / (double)rows:F2} |"));
            output.Flush();
        }
        output.WriteLine();
    }

    private static PairedRatio Measure(PassInputs inputs, int points, Action<int, int, int> pass) =>
        PairedRatio.Measure(inputs.Flops(points), () => pass(0, inputs.Panels.PanelCount, points));
}
