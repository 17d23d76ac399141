using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Tests.Clustering;
using Xunit;

namespace HpcCoreset.Tests.Golden;

/// <summary>Streams, and so their files, are the committed bytes with every instruction set.</summary>
[Trait("Switches", "true")]
public class StreamBytesTests
{
    [Fact]
    public void Streams_are_the_committed_bytes() => GoldenFile.Check("streams.txt", Streams());

    [Fact]
    public void Summaries_of_shards_are_the_committed_bytes() => GoldenFile.Check("summaries.txt", Summaries());

    private static IEnumerable<string> Summaries()
    {
        const int Dimension = 5;
        foreach (ClusteringCoresetMethod method in (ClusteringCoresetMethod[])[ClusteringCoresetMethod.Sensitivity, ClusteringCoresetMethod.Lightweight, ClusteringCoresetMethod.CoresetTree])
        {
            var summary = new CoresetSummary(new() { Size = 50, Clusters = 6, Method = method, Seed = 7 });
            foreach (int shard in (int[])[4, 0, 6, 5, 1])
            {
                using CoresetStream stream = summary.CreateShard(shard);
                stream.Append(new Points(Rows.Blobs(300 + 100 * shard, Dimension, 6, seed: shard, noise: 1), Dimension));
                summary.Add(shard, stream);
            }
            var written = new ArrayBufferWriter<byte>();
            summary.Write(written);
            yield return $"{method}: {GoldenFile.Hash(written.WrittenSpan.ToArray())}";
            using CoresetStream all = summary.ToStream();
            yield return $"{method}, as a stream: {Hash(all)}";
        }
    }

    private static IEnumerable<string> Streams()
    {
        const int Dimension = 5;
        float[] rows = Rows.Blobs(3100, Dimension, 6, noise: 1);
        foreach (ClusteringCoresetMethod method in (ClusteringCoresetMethod[])[ClusteringCoresetMethod.Sensitivity, ClusteringCoresetMethod.Lightweight, ClusteringCoresetMethod.Uniform])
            foreach (Metric metric in (Metric[])[Metric.SquaredEuclidean, Metric.Euclidean, Metric.Cosine, Metric.Manhattan])
            {
                var options = new CoresetStreamOptions { Size = 50, Clusters = 6, Method = method, Metric = metric, Seed = 7 };
                using CoresetStream stream = new(options), other = new(options with { Seed = 8 });
                stream.Append(new Points(rows, Dimension));
                yield return $"{method}, {metric}: {Hash(stream)}";
                other.Append(new Points(rows.AsSpan(0, 900 * Dimension), Dimension), [.. Enumerable.Range(0, 900).Select(i => 1 + i % 7 / 4.0)]);
                stream.Merge(other);
                yield return $"{method}, {metric}, merged: {Hash(stream)}";
            }
    }

    private static string Hash(CoresetStream stream)
    {
        var file = new ArrayBufferWriter<byte>();
        stream.Save(file);
        return GoldenFile.Hash(file.WrittenSpan.ToArray());
    }
}
