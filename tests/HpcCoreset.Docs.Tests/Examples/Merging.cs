using System;
using System.Buffers;
using System.Linq;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class Merging
{
    public static void Run()
    {
        float[] values = LabelledRows.Blobs(40_000, 10, labels: 8, new Random(5)).Values;
        Channel<byte[]> queue = Channel.CreateUnbounded<byte[]>();

        #region merging
        var options = new CoresetStreamOptions { Size = 500, Clusters = 8, Seed = 1 };

        Parallel.For(0, 16, shard =>                            // on 16 machines, each of which has some of the rows
        {
            var summary = new CoresetSummary(options);
            using (CoresetStream rows = summary.CreateShard(shard))
            {
                Points block = new(values.AsSpan(shard * 25_000, 25_000), dimension: 10);
                rows.Append(block, ids: [.. Enumerable.Range(shard * 2_500, 2_500).Select(row => (long)row)]);
                summary.Add(shard, rows);
            }
            var message = new ArrayBufferWriter<byte>();
            summary.Write(message);
            queue.Writer.TryWrite(message.WrittenSpan.ToArray());
            if (shard % 5 == 0) queue.Writer.TryWrite(message.WrittenSpan.ToArray()); // at least once
        });
        queue.Writer.Complete();

        var all = new CoresetSummary(options);                  // of no shards: merging it changes nothing
        while (queue.Reader.TryRead(out byte[]? message)) all.Merge(message); // in the order in which they come

        using CoresetStream merged = all.ToStream();
        Console.WriteLine($"shards {string.Join(", ", all.Shards)}: {merged.Coreset.Count} rows stand for {merged.TotalWeight}");
        Console.WriteLine($"the first is row {merged.Coreset.Ids[0]}, with weight {merged.Coreset.Weights[0]:F2}");
        #endregion
    }
}
