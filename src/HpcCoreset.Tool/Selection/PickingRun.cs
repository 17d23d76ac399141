using System;
using System.Threading;
using HpcCoreset.Tool.Input;
using HpcCoreset.Tool.Output;

namespace HpcCoreset.Tool.Selection;

/// <summary>Runs the selectors that pick rows one after the other.</summary>
internal static class PickingRun
{
    /// <summary>Picks under an objective.</summary>
    /// <param name="data">The rows and their weights.</param>
    /// <param name="request">What the user asked for.</param>
    /// <param name="report">Is told the number of picks, if anyone looks.</param>
    /// <param name="cancellation">Ends the run.</param>
    public static CoresetSnapshot Greedy(InputData data, SelectionRequest request, Action<double>? report, CancellationToken cancellation)
    {
        GreedyRequest greedy = request.Greedy;
        if (request.Method == SelectionMethod.FacilityLocation)
        {
            using var facilities = new FacilityLocationSelector(FacilityLocation(request, report));
            return facilities.Select(data.Points, greedy.References, data.Weights, greedy.Terms, cancellation).ToOwned();
        }
        using var selector = new SubmodularSelector(With(new SubmodularOptions { Size = request.Size, Objective = GreedyMethods.Objective(request) }, request, report));
        return selector.Select(data.Points, data.Weights, greedy.Terms, cancellation).ToOwned();
    }

    /// <summary>What the user asked for of facility location.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="report">Is told the number of picks, if anyone looks.</param>
    public static FacilityLocationOptions FacilityLocation(SelectionRequest request, Action<double>? report)
    {
        GreedyRequest greedy = request.Greedy;
        var options = new FacilityLocationOptions
        {
            Size = request.Size,
            Gamma = greedy.Gamma,
            CacheBytes = greedy.CacheBytes,
            Eta = greedy.Eta,
            Nu = greedy.Nu,
            RepresentQuery = greedy.RepresentQuery,
            Neighbours = greedy.Neighbours,
            LocalPartitions = greedy.LocalPartitions,
        };
        return With(greedy.Similarity is { } similarity ? options with { Similarity = similarity } : options, request, report);
    }

    /// <summary>Picks by marginal relevance to a query.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="request">What the user asked for.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="InvalidInputException">There is not one query.</exception>
    public static CoresetSnapshot Mmr(InputData data, SelectionRequest request, CancellationToken cancellation)
    {
        InputData query = request.Greedy.Query!;
        if (query.Rows.Count != 1) throw new InvalidInputException($"{query.Name}: found {query.Rows.Count} rows, allowed with --method mmr is one");
        var options = new MmrOptions { Size = request.Size, Gamma = request.Greedy.Gamma, Lambda = request.Greedy.RelevanceWeight };
        if (request.Greedy.Similarity is { } similarity) options = options with { Similarity = similarity };
        using var selector = new MmrSelector(options);
        return selector.Select(data.Points, query.Rows[0], cancellation).ToOwned();
    }

    /// <summary>Picks to train on, class by class.</summary>
    /// <param name="data">The rows, their weights and labels.</param>
    /// <param name="request">What the user asked for.</param>
    /// <param name="cancellation">Ends the run.</param>
    public static CoresetSnapshot Craig(InputData data, SelectionRequest request, CancellationToken cancellation)
    {
        var options = new CraigOptions { Size = request.Size, MinPerClass = request.MinPerClass, Threads = request.Threads };
        if (request.Greedy.Similarity is { } similarity) options = options with { Similarity = similarity };
        if (request.Balance != ClassBalance.None) options = options with { Balance = request.Balance };
        using var selector = new CraigSelector(options);
        return (data.Labels is null
            ? selector.Select(data.Points, data.Weights, cancellation)
            : selector.Select(data.Points, data.Weights, data.Labels.Codes, cancellation)).ToOwned();
    }

    /// <summary>Adds what all objectives have in common.</summary>
    private static T With<T>(T options, SelectionRequest request, Action<double>? report) where T : GreedyOptions => (T)(options with
    {
        Optimizer = request.Greedy.Optimizer,
        Beta = request.Greedy.Beta,
        Epsilon = request.Greedy.Epsilon,
        Partitions = request.Greedy.Partitions,
        Budget = request.Greedy.Budget,
        ScoreWeight = request.Greedy.ScoreWeight,
        Seed = request.Seed,
        Threads = request.Threads,
        Progress = report is null ? null : new ProgressCallback<int>(picks => report(picks)),
    });
}
