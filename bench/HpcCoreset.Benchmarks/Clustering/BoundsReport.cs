using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using HpcCoreset.Benchmarks.Measures;
using HpcCoreset.Clustering;
using HpcCoreset.Numerics;

namespace HpcCoreset.Benchmarks.Clustering;

/// <summary>What bounds save Lloyd's iterations, run until no row changes its centre or 100 times.</summary>
internal static unsafe class BoundsReport
{
    private const int MostIterations = 100;
    private const int Rounds = 3;

    public static void Run(TextWriter output)
    {
        output.WriteLine($"Lloyd from the same seeds of k-means++, packing counted, at most {MostIterations} iterations; one thread, medians of {Rounds} runs");
        output.WriteLine("in turn. Compared: pairs of a panel of 64 rows and a centre, as a share of all in all iterations.");
        output.WriteLine();
        output.WriteLine("| rows | centres | iterations | all compared, s | with bounds, s | times faster | compared |");
        output.WriteLine("|:--|--:|--:|--:|--:|--:|--:|");
        if (Idx.Mnist() is { } mnist)
        {
            Compare(output, "MNIST, 60,000 x 784", mnist, [], Idx.Pixels, 100);
            (float[] rows, double[] weights) = Coreset(mnist, Idx.Pixels, 10_000, 100);
            Compare(output, "a coreset of 10,000 of them", rows, weights, Idx.Pixels, 100);
        }
        else output.WriteLine("\nNo MNIST: bench/data/fetch.sh brings it.");
        Compare(output, "100,000 x 64, normal", NormalRows.Make(100_000, 64, 1), [], 64, 100);
        Compare(output, "100,000 x 64, 200 blobs", Blobs(100_000, 64, 200), [], 64, 100);
        Compare(output, "50,000 x 16, 1,000 blobs", Blobs(50_000, 16, 1000), [], 16, 500);
        Compare(output, "50,000 x 4, 1,000 blobs", Blobs(50_000, 4, 1000), [], 4, 500);
        Compare(output, "50,000 x 16, 30 blobs", Blobs(50_000, 16, 30), [], 16, 20);
    }

    private static void Compare(TextWriter output, string name, float[] values, double[] weights, int dimension, int clusters)
    {
        double[] plain = new double[Rounds], bounded = new double[Rounds];
        (int iterations, double share) = (0, 0);
        for (int round = 0; round < Rounds; round++)
        {
            (plain[round], iterations, _) = Time(values, weights, dimension, clusters, false);
            (bounded[round], _, share) = Time(values, weights, dimension, clusters, true);
        }
        (double before, double after) = (PairedRatio.MedianOf(plain), PairedRatio.MedianOf(bounded));
        output.WriteLine(FormattableString.Invariant(
            $"| {name} | {clusters} | {iterations} | {before:F3} | {after:F3} | {before / after:F1} | {share:P0} |"));
        output.Flush();
    }

    private static (double Seconds, int Iterations, double Share) Time(float[] values, double[] weights, int dimension, int clusters, bool bounds)
    {
        using var rows = new WeightedRows(Metric.SquaredEuclidean);
        using var lloyd = new Lloyd { UsesBounds = bounds };
        var seeding = new KMeansPlusPlus();
        double[] centres = GC.AllocateArray<double>(clusters * dimension, pinned: true);
        fixed (float* first = values)
        fixed (double* start = centres)
        {
            var source = new RowSource(first, values.Length / dimension, dimension, dimension);
            rows.Load(source, weights, threads: 1);
            seeding.Run(rows, clusters, new Philox(1, 0));
            for (int c = 0; c < seeding.Count; c++) rows.CopyTo(seeding.Seeds[c], start + c * dimension);
            rows.Load(source, weights, threads: 1);
            lloyd.Reserve(rows.Count, dimension, clusters, threads: 1);
            double before = ThreadClock.Seconds;
            int iterations = lloyd.Run(rows, start, clusters, MostIterations, tolerance: 0);
            double seconds = ThreadClock.Seconds - before, pairs = (double)rows.PanelCount * clusters;
            return (seconds, iterations, (pairs * (iterations + 1 - lloyd.BoundedIterations) + lloyd.Compared) / (pairs * (iterations + 1)));
        }
    }

    private static (float[] Rows, double[] Weights) Coreset(float[] values, int dimension, int size, int clusters)
    {
        using var selector = new ClusteringCoresetSelector(new() { Size = size, Clusters = clusters, Seed = 1 });
        Coreset coreset = selector.Select(new Points(values, dimension));
        return ([.. coreset.Indices.ToArray().SelectMany(row => values[(row * dimension)..((row + 1) * dimension)])], coreset.Weights.ToArray());
    }

    private static float[] Blobs(int count, int dimension, int blobs)
    {
        float[] centres = NormalRows.Make(blobs, dimension, 2), values = NormalRows.Make(count, dimension, 3);
        var random = new Random(4);
        for (int i = 0; i < count; i++)
        {
            int blob = random.Next(blobs);
            for (int t = 0; t < dimension; t++) values[i * dimension + t] += 1.5f * centres[blob * dimension + t];
        }
        return values;
    }
}
