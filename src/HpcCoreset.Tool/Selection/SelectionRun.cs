using System;
using System.Diagnostics;
using System.Threading;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Output;

namespace HpcCoreset.Tool.Selection;

/// <summary>Runs the selector that a request asks for, and measures it.</summary>
internal static class SelectionRun
{
    /// <summary>Selects.</summary>
    /// <param name="data">The rows and their weights.</param>
    /// <param name="request">What the user asked for.</param>
    /// <param name="progress">Shows how far it is.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="InvalidInputException">The library refused the rows or the request.</exception>
    public static SelectionOutcome Select(
        InputData data, SelectionRequest request, ProgressDisplay progress, CancellationToken cancellation)
    {
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long started = Stopwatch.GetTimestamp();
        CoresetSnapshot coreset;
        try
        {
            coreset = request.Method switch
            {
                SelectionMethod.Undersample or SelectionMethod.Oversample => Resample(data, request),
                SelectionMethod.Craig => PickingRun.Craig(data, request, cancellation),
                SelectionMethod.Mmr => PickingRun.Mmr(data, request, cancellation),
                _ when ClusteringConstruction.Of(request.Method) is null =>
                    progress.Run("picking", "picks", request.Size, report => PickingRun.Greedy(data, request, report, cancellation)),
                _ => progress.Run("sampling", "rows", data.Count, report => Sample(data, request, report, cancellation)),
            };
        }
        catch (ArgumentException refused)
        {
            throw InvalidInputException.From(refused, data.Name);
        }
        if (coreset.Count == 0)
            throw new InvalidInputException($"{data.Name}: found no row to pick; allowed are rows that cost at most --budget, are among --candidates and not in --initial");
        return new SelectionOutcome(coreset, Stopwatch.GetElapsedTime(started), GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    private static CoresetSnapshot Sample(InputData data, SelectionRequest request, Action<double>? report, CancellationToken cancellation)
    {
        ClusteringCoresetOptions options = ClusteringConstruction.Options(request) with
        {
            Progress = report is null ? null : new ProgressCallback<double>(share => report(share * data.Count)),
        };
        using var selector = new ClusteringCoresetSelector(options);
        Points rows = data.Points;
        return (request.Balance == ClassBalance.None
            ? selector.Select(rows, data.Weights, cancellation)
            : selector.Select(rows, data.Weights, data.Labels!.Codes, cancellation)).ToOwned();
    }

    private static CoresetSnapshot Resample(InputData data, SelectionRequest request)
    {
        using var resampler = new ClassResampler(new ClassResamplerOptions
        {
            Size = request.Size,
            Resampling = request.Method == SelectionMethod.Oversample ? ClassResampling.Over : ClassResampling.Under,
            Seed = request.Seed,
        });
        return resampler.Select(data.Labels!.Codes).ToOwned();
    }
}
