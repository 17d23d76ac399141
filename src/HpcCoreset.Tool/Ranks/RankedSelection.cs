using System;
using System.Diagnostics;
using System.Threading;
using HpcCoreset.Mpi;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Selection;

namespace HpcCoreset.Tool.Ranks;

/// <summary>Runs the selector of many processes, and measures it.</summary>
internal static class RankedSelection
{
    /// <summary>Selects.</summary>
    /// <param name="data">The rows of this process, and their weights.</param>
    /// <param name="request">What the user asked for.</param>
    /// <param name="name">What the user called the input.</param>
    /// <param name="communicator">The processes.</param>
    /// <param name="checkpoint">Where passes over rows are kept, or nothing.</param>
    /// <param name="cancellation">Ends the run of all processes.</param>
    /// <exception cref="RankFault">The library refused the rows of some process, or the request; or it was interrupted.</exception>
    public static SelectionOutcome Select(
        InputData data, SelectionRequest request, string name, Communicator communicator, SelectionCheckpoint? checkpoint, CancellationToken cancellation)
    {
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long started = Stopwatch.GetTimestamp();
        return RankProcess.Alike(name, () =>
        {
            CoresetSnapshot coreset = request.Method == SelectionMethod.FacilityLocation
                ? Pick(data, request, communicator)
                : Sample(data, request, communicator, checkpoint, cancellation);
            return new SelectionOutcome(coreset, Stopwatch.GetElapsedTime(started), GC.GetTotalAllocatedBytes(precise: true) - allocated);
        });
    }

    private static CoresetSnapshot Sample(
        InputData data, SelectionRequest request, Communicator communicator, SelectionCheckpoint? checkpoint, CancellationToken cancellation)
    {
        using var selector = new DistributedCoresetSelector(ClusteringConstruction.Options(request), communicator, checkpoint);
        return selector.Select(data.Points, data.Weights, cancellation).ToOwned();
    }

    private static CoresetSnapshot Pick(InputData data, SelectionRequest request, Communicator communicator)
    {
        using var selector = new DistributedFacilityLocationSelector(PickingRun.FacilityLocation(request, null), communicator);
        return selector.Select(data.Points, data.Weights).ToOwned();
    }
}
