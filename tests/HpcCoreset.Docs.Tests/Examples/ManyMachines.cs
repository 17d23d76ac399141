using System;
using System.Linq;
using HpcCoreset.Mpi;

namespace HpcCoreset.Docs.Tests.Examples;

internal static class ManyMachines
{
    public static void Run()
    {
        const int Dimension = 8;
        float[] values = LabelledRows.Blobs(count: 20_000, Dimension, labels: 12, new Random(1)).Values;
        #region ranks
        InProcessCommunicator.Run(3, ranks => // or: using var ranks = MpiCommunicator.Start();
        {
            var mine = new Points(values.AsSpan(Share(ranks.Rank)..Share(ranks.Rank + 1)), Dimension);
            using var selector = new DistributedCoresetSelector(new() { Size = 1_000, Clusters = 12, Seed = 1 }, ranks);
            Coreset coreset = selector.Select(mine);
            if (ranks.Rank == 0) Console.WriteLine($"{coreset.Count} rows for {coreset.Report.TotalWeight:F0}, first row {coreset[0].Index}");
        });

        using var one = new ClusteringCoresetSelector(new() { Size = 1_000, Clusters = 12, Seed = 1 });
        Console.WriteLine($"on one machine first row {one.Select(new Points(values, Dimension))[0].Index}");

        int Share(int rank) => values.Length / Dimension * rank / 3 * Dimension;
        #endregion
    }
}
