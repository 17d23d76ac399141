using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using HpcCoreset.Tool.CoresetFiles;
using HpcCoreset.Tool.Evaluation;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Scoring;

/// <summary>Scores rows against normal rows from files.</summary>
internal static class ScoringRun
{
    /// <summary>Whether a file holds normal rows, and not the numbers of some.</summary>
    public static bool HoldsRows(string path) => Path.GetExtension(path).Equals(".npy", StringComparison.OrdinalIgnoreCase);

    /// <summary>Loads everything, and scores.</summary>
    /// <param name="input">The rows to score.</param>
    /// <param name="request">What the user asked for.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="InvalidInputException">Something about a file is wrong, or the library refused the rows or the request.</exception>
    public static ScoringOutcome Score(InputRequest input, ScoringRequest request, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        using InputData data = InputLoader.Load(input, cancellation);
        string? source = HoldsRows(request.Coreset) ? request.Coreset : request.Rows;
        using InputData? others = source is null ? null : InputLoader.Load(input with { Source = source }, cancellation);
        InputData normal = others ?? data;
        if (normal.Rows.Dimension != data.Dimension)
            throw new InvalidInputException(
                $"{normal.Name}: found rows of {normal.Rows.Dimension} values, allowed are {data.Dimension} as in {data.Name}");
        StoredCoreset coreset = HoldsRows(request.Coreset)
            ? new StoredCoreset([.. Enumerable.Range(0, normal.Rows.Count)], [.. Enumerable.Repeat(1.0, normal.Rows.Count)], 0, [])
            : EvaluationRun.ReadCoreset(request.Coreset, normal);
        TimeSpan load = Stopwatch.GetElapsedTime(started);
        cancellation.ThrowIfCancellationRequested();
        using AnomalyScorer scorer = Fit(normal, coreset, request.Options, out TimeSpan fit);
        started = Stopwatch.GetTimestamp();
        var scores = new float[data.Count];
        try
        {
            scorer.Score(data.Points, scores);
        }
        catch (ArgumentException refused)
        {
            throw InvalidInputException.From(refused, data.Name);
        }
        cancellation.ThrowIfCancellationRequested();
        return new ScoringOutcome(
            [.. Enumerable.Range(0, data.Count).Select(data.NumberOf)], scores, data.Dimension, coreset.Index.Length, coreset.Weight.Sum(), load, fit, Stopwatch.GetElapsedTime(started));
    }

    private static AnomalyScorer Fit(InputData normal, StoredCoreset coreset, AnomalyOptions options, out TimeSpan elapsed)
    {
        long started = Stopwatch.GetTimestamp();
        var scorer = new AnomalyScorer(options);
        try
        {
            if (coreset.Centroids.Length > 0) scorer.Fit(new Points(coreset.Centroids, normal.Rows.Dimension), coreset.Weight);
            else scorer.Fit(normal.Rows.AsPoints(), coreset.Rows, coreset.Weight);
        }
        catch (ArgumentException refused)
        {
            scorer.Dispose();
            throw InvalidInputException.From(refused, normal.Name);
        }
        elapsed = Stopwatch.GetElapsedTime(started);
        return scorer;
    }
}
