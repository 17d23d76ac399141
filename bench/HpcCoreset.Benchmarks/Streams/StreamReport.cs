using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HpcCoreset.Benchmarks.Distortion;

namespace HpcCoreset.Benchmarks.Streams;

/// <summary>What merging and reducing costs: the distortion of streams, and of shards merged, beside that of one selection from all rows.</summary>
internal static class StreamReport
{
    private const int Clusters = 50;
    private const int Size = 2000;
    private const int Seeds = 5;
    private const int Shards = 16;
    private const int Times = 8;

    private static readonly string[] s_columns =
        ["selected at once", "one stream", "16 shards merged", "one stream, reduced", "16 shards merged, reduced", "rows kept by one stream, by 16"];

    public static void Run(TextWriter output)
    {
        output.WriteLine($"Worst distortion of streams of {Size:N0} rows per level for {Clusters} centres: mean (deviation) over {Seeds} seeds.");
        output.WriteLine();
        output.WriteLine($"| instance | rows | {string.Join(" | ", s_columns)} |");
        output.WriteLine($"|:--|--:|{string.Concat(s_columns.Select(_ => "--:|"))}");
        foreach ((string name, Func<int, float[]> make) in Instances.All)
        {
            float[] rows = make(Times);
            int count = rows.Length / Instances.Dimension;
            var worst = new double[5, Seeds];
            (int one, int sixteen) = (0, 0);
            for (int seed = 0; seed < Seeds; seed++)
            {
                var points = new Points(rows, Instances.Dimension);
                using CoresetEvaluator judge = new(new() { Clusters = Clusters, Seed = (ulong)seed + 100, Threads = Environment.ProcessorCount });
                using ClusteringCoresetSelector selector = new(
                    new() { Size = Size, Clusters = Clusters, Seed = (ulong)seed + 1, Threads = Environment.ProcessorCount });
                Coreset coreset = selector.Select(points);
                worst[0, seed] = judge.Evaluate(points, coreset.Indices, coreset.Weights).MaxDistortion;

                using CoresetStream stream = Stream(rows, 0, count, (ulong)seed + 1), merged = Stream(rows, 0, count / Shards, (ulong)seed + 1);
                for (int shard = 1; shard < Shards; shard++)
                {
                    using CoresetStream part = Stream(
                        rows, (int)((long)count * shard / Shards), (int)((long)count * (shard + 1) / Shards), (ulong)(1000 * shard + seed));
                    merged.Merge(part);
                }
                (one, sixteen) = (stream.Coreset.Count, merged.Coreset.Count);
                worst[1, seed] = Judge(judge, points, stream.Coreset);
                worst[2, seed] = Judge(judge, points, merged.Coreset);
                worst[3, seed] = Judge(judge, points, stream.Reduce());
                worst[4, seed] = Judge(judge, points, merged.Reduce());
            }
            IEnumerable<string> cells = Enumerable.Range(0, 5).Select(i => Mean([.. Enumerable.Range(0, Seeds).Select(seed => worst[i, seed])]));
            output.WriteLine($"| {name} | {count} | {string.Join(" | ", cells)} | {one}, {sixteen} |");
            output.Flush();
        }
        output.WriteLine();
    }

    private static CoresetStream Stream(float[] rows, int first, int next, ulong seed)
    {
        var stream = new CoresetStream(new() { Size = Size, Clusters = Clusters, Seed = seed, Threads = Environment.ProcessorCount });
        stream.Append(
            new Points(rows.AsSpan(first * Instances.Dimension, (next - first) * Instances.Dimension), Instances.Dimension),
            ids: [.. Enumerable.Range(first, next - first).Select(id => (long)id)]);
        return stream;
    }

    private static double Judge(CoresetEvaluator judge, Points points, StreamCoreset coreset) =>
        judge.Evaluate(points, [.. coreset.Ids.ToArray().Select(id => (int)id)], coreset.Weights).MaxDistortion;

    private static string Mean(double[] values)
    {
        double mean = values.Average();
        return FormattableString.Invariant($"{mean:F4} ({Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)):G2})");
    }
}
