using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics.Tensors;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Benchmarks.Passes;
using HpcCoreset.Kernels;

namespace HpcCoreset.Benchmarks.Storage;

/// <summary>What a selection loses when rows are stored narrow, and what counting bits gains in speed.</summary>
internal static class NarrowReport
{
    private const int Size = 100;
    private const int BitsPerWord = 32;

    private delegate IReadOnlyList<int> Selection(FacilityLocationSelector selector);

    public static void Run(TextWriter output)
    {
        output.WriteLine($"{Size} picks of facility location, max d^2 - d^2: how many are also among those from float32, and the objective of the");
        output.WriteLine("picks on the float32 rows over that of the picks from float32.");
        output.WriteLine();
        output.WriteLine("| rows | stored as | bytes per value | same picks | objective |");
        output.WriteLine("|:--|:--|--:|--:|--:|");
        Compare(output, Dataset.Digits());
        if (Dataset.Words() is { } words) Compare(output, words);
        else output.WriteLine("\nNo word vectors: bench/data/fetch.sh brings them.");
        output.WriteLine();
        Count(output);
    }

    private static void Compare(TextWriter output, Dataset rows)
    {
        using var selector = new FacilityLocationSelector(new() { Size = Size });
        CoresetSnapshot full = selector.Select(new Points(rows.Values, rows.Dimension)).ToOwned();
        double cost = Cost(rows, full.Indices), maximum = (full.Report.Objective + cost) / rows.Count;
        foreach ((string kind, double bytes, Selection select) in Kinds(rows))
        {
            IReadOnlyList<int> picks = select(selector);
            double objective = (rows.Count * maximum - Cost(rows, picks)) / full.Report.Objective;
            output.WriteLine(FormattableString.Invariant(
                $"| {rows.Count} {rows.Name} x {rows.Dimension} | {kind} | {bytes:0.####} | {picks.Intersect(full.Indices).Count()} | {objective:F5} |"));
        }
    }

    private static IEnumerable<(string, double, Selection)> Kinds(Dataset rows)
    {
        int dimension = rows.Dimension, half = dimension / 2;
        yield return ("float32", 4, selector => selector.Select(new Points(rows.Values, dimension)).ToOwned().Indices);
        var halves = new Half[rows.Values.Length];
        TensorPrimitives.ConvertToHalf(rows.Values, halves);
        yield return ("float16", 2, selector => selector.Select(new Points(halves, dimension)).ToOwned().Indices);
        var bytes = new sbyte[rows.Values.Length];
        var scales = new float[rows.Count];
        Quantization.ToInt8(new Points(rows.Values, dimension), bytes, scales);
        yield return ("int8", 1 + 4.0 / dimension, selector => selector.Select(new Points(bytes, scales, dimension)).ToOwned().Indices);
        int rowBytes = (dimension + 7) / 8;
        var bits = new byte[rows.Count * rowBytes];
        Quantization.ToSigns(new Points(rows.Values, dimension), bits);
        yield return ("bits", (double)rowBytes / dimension, selector => selector.Select(Points.FromBits(bits, dimension)).ToOwned().Indices);
        yield return ($"prefix of {half}, float32", 4.0 * half / dimension, selector => selector.Select(new Points(rows.Values, dimension).Prefix(half)).ToOwned().Indices);
        int[] shuffled = [.. Enumerable.Range(0, rows.Count)];
        new Random(1).Shuffle(shuffled);
        yield return ("nothing: random picks", 0, _ => shuffled[..Size]);
    }

    /// <summary>The sum of squared distances to the nearest pick.</summary>
    private static double Cost(Dataset rows, IReadOnlyList<int> picks) => Enumerable.Range(0, rows.Count).Sum(i => picks.Min(pick =>
        Math.Pow(TensorPrimitives.Distance(rows.Values.AsSpan(i * rows.Dimension, rows.Dimension), rows.Values.AsSpan(pick * rows.Dimension, rows.Dimension)), 2)));

    private static void Count(TextWriter output)
    {
        output.WriteLine($"{PassInputs.Rows:N0} rows, {PassInputs.Centres} centres: times faster than float32 rows of as many values as there are bits.");
        output.WriteLine();
        output.WriteLine("| bits | Assign | Relax |");
        output.WriteLine("|--:|--:|--:|");
        foreach (int bits in (int[])[128, 256, 1024])
        {
            using var numbers = new PassInputs(bits);
            using var words = new PassInputs(bits / BitsPerWord);
            GeneratedPasses onNumbers = new(KernelCatalogue.Get(Metric.SquaredEuclidean, bits), numbers);
            GeneratedPasses onBits = new(KernelCatalogue.Get(Metric.Hamming, bits), words);
            int panels = numbers.Panels.PanelCount;
            double assign = TimesFaster(
                PassInputs.Centres, bits, () => onBits.Assign(0, panels, PassInputs.Centres), () => onNumbers.Assign(0, panels, PassInputs.Centres));
            double relax = TimesFaster(1, bits, () => onBits.Relax(0, panels), () => onNumbers.Relax(0, panels));
            output.WriteLine(FormattableString.Invariant($"| {bits} | {assign:F1} | {relax:F1} |"));
        }
    }

    /// <summary>Both are measured against the peak, which noise moves with them; so both count as the same work.</summary>
    private static double TimesFaster(int centres, int bits, Action one, Action other)
    {
        double flops = 2.0 * PassInputs.Rows * centres * bits;
        return PairedRatio.Measure(flops, one).Median / PairedRatio.Measure(flops, other).Median;
    }
}
