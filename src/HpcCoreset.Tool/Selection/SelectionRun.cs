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
                SelectionMethod.FacilityLocation =>
                    progress.Run("picking", "picks", request.Size, report => FacilityLocation(data, request, report, cancellation)),
                SelectionMethod.Mmr => Mmr(data, request, cancellation),
                SelectionMethod.Undersample or SelectionMethod.Oversample => Resample(data, request),
                _ => progress.Run("sampling", "rows", data.Rows.Count, report => Sample(data, request, report, cancellation)),
            };
        }
        catch (ArgumentException refused)
        {
            throw InvalidInputException.From(refused, data.Name);
        }
        return new SelectionOutcome(coreset, Stopwatch.GetElapsedTime(started), GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    private static CoresetSnapshot FacilityLocation(
        InputData data, SelectionRequest request, Action<double>? report, CancellationToken cancellation)
    {
        var options = new FacilityLocationOptions
        {
            Size = request.Size,
            Gamma = request.Gamma ?? 0,
            CacheBytes = request.CacheBytes,
            ScoreWeight = request.ScoreWeight,
            Threads = request.Threads,
            Progress = report is null ? null : new ProgressCallback<int>(picks => report(picks)),
        };
        if (request.Similarity is { } similarity) options = options with { Similarity = similarity };
        using var selector = new FacilityLocationSelector(options);
        return selector.Select(data.Rows.AsPoints(), data.Weights, Terms(request), cancellation).ToOwned();
    }

    private static GreedyTerms Terms(SelectionRequest request) => new()
    {
        Initial = request.Terms.Initial,
        Candidates = request.Terms.Candidates,
        Scores = request.Terms.Scores,
    };

    private static CoresetSnapshot Mmr(InputData data, SelectionRequest request, CancellationToken cancellation)
    {
        PointStore query = request.Terms.Query!.Rows;
        if (query.Count != 1)
            throw new InvalidInputException($"{request.Terms.Query.Name}: found {query.Count} rows, allowed with --method mmr is one");
        var options = new MmrOptions { Size = request.Size, Gamma = request.Gamma ?? 0 };
        if (request.Similarity is { } similarity) options = options with { Similarity = similarity };
        if (request.RelevanceWeight is { } weight) options = options with { Lambda = weight };
        using var selector = new MmrSelector(options);
        return selector.Select(data.Rows.AsPoints(), query[0], cancellation).ToOwned();
    }

    private static CoresetSnapshot Sample(InputData data, SelectionRequest request, Action<double>? report, CancellationToken cancellation)
    {
        ClusteringCoresetOptions options = ClusteringConstruction.Options(request) with
        {
            Progress = report is null ? null : new ProgressCallback<double>(share => report(share * data.Rows.Count)),
        };
        using var selector = new ClusteringCoresetSelector(options);
        Points rows = data.Rows.AsPoints();
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
