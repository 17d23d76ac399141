using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using HpcCoreset.Benchmarks.Clustering;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Streams;

/// <summary>Facility location of MNIST in one pass, beside the exact greedy on all rows.</summary>
internal static class SievesReport
{
    private const int Size = 600;
    private const int Block = 1000;
    private const int Seeds = 3;

    public static void Run(TextWriter output)
    {
        output.WriteLine($"MNIST, 60,000 x 784, {Size} picks, cosine, {Environment.ProcessorCount} threads: values measured on all rows.");
        output.WriteLine();
        output.WriteLine("| | of the exact value | rows held | s | resident memory grew by |");
        output.WriteLine("|:--|--:|--:|--:|--:|");
        if (!Idx.MnistBlocks(Block).Any())
        {
            output.WriteLine("\nNo data: bench/data/fetch.sh brings it.");
            return;
        }
        Stream(new() { Size = Size / 10, Threads = Environment.ProcessorCount }, blocks: 10).Dispose(); // what is loaded and compiled
        string[] heads = new string[Seeds], tails = new string[Seeds];
        int[][] picks = new int[Seeds + 1][];
        for (int seed = 0; seed < Seeds; seed++)
        {
            long before = Machine.PeakResidentBytes;
            var watch = Stopwatch.StartNew();
            using FacilityLocationStream stream = Stream(new() { Size = Size, Seed = (ulong)seed, Threads = Environment.ProcessorCount }, int.MaxValue);
            StreamCoreset coreset = stream.Reduce();
            picks[seed] = [.. coreset.Ids.ToArray().Select(id => (int)id)];
            heads[seed] = $"one pass, a sample of {stream.Options.SampleRows:N0} rows, seed {seed}";
            tails[seed] = FormattableString.Invariant(
                $"{stream.HeldCount} | {watch.Elapsed.TotalSeconds:F1} | {(seed == 0 ? $"{(Machine.PeakResidentBytes - before) / 1e6:F0} MB" : "")}");
        }
        float[] rows = Idx.Mnist()!;
        var points = new Points(rows, Idx.Pixels);
        var random = new Random(1);
        picks[Seeds] = [.. Enumerable.Range(0, points.Count).OrderBy(_ => random.Next()).Take(Size)];

        using var exact = new FacilityLocationSelector(new() { Size = Size, Similarity = Similarity.Cosine, Threads = Environment.ProcessorCount });
        double[] values = [.. picks.Select(candidates =>
            exact.Select(new Points(rows, Idx.Pixels), default, new GreedyTerms { Candidates = candidates }).Report.Objective)];
        var whole = Stopwatch.StartNew();
        double best = exact.Select(points).Report.Objective;
        double seconds = whole.Elapsed.TotalSeconds;
        for (int seed = 0; seed < Seeds; seed++) output.WriteLine(FormattableString.Invariant($"| {heads[seed]} | {values[seed] / best:F4} | {tails[seed]} |"));
        output.WriteLine(FormattableString.Invariant($"| random rows | {values[Seeds] / best:F4} | | | |"));
        output.WriteLine(FormattableString.Invariant($"| the exact greedy on all rows | 1 | | {seconds:F1} | |"));
        output.WriteLine();
    }

    private static FacilityLocationStream Stream(FacilityLocationStreamOptions options, int blocks)
    {
        var stream = new FacilityLocationStream(options);
        foreach (float[] block in Idx.MnistBlocks(Block).Take(blocks)) stream.Append(new Points(block, Idx.Pixels));
        return stream;
    }
}
