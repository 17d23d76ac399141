using System;
using HpcCoreset.Tests.Allocation;

namespace HpcCoreset.Mpi.Tests.Selection;

/// <summary>Second calls of the distributed classes, run by threads and by processes.</summary>
internal static class RepeatedCalls
{
    /// <summary>What a rank allocates in calls after the first, of shards that do not begin with chunks.</summary>
    public static long Allocate(Communicator communicator)
    {
        Shards shards = Shards.Random(2, 20_000, 6, communicator.Size, weighted: true);
        int rank = communicator.Rank;
        using var selector = new DistributedCoresetSelector(new() { Size = 200, Clusters = 10 }, communicator);
        using var solver = new DistributedKMeans(new() { Clusters = 10 }, communicator);
        float[] centres = shards.Values[..60];
        return Allocated.Always(() =>
        {
            selector.Select(shards.Points(rank), shards.WeightsOf(rank));
            solver.Refine(centres, shards.Points(rank), shards.WeightsOf(rank), 3);
        });
    }
}
