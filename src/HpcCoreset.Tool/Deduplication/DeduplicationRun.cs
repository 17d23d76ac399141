using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using HpcCoreset.Tool.Input;

namespace HpcCoreset.Tool.Deduplication;

/// <summary>Looks for duplicates, then, if asked to, drops the most typical of the rest.</summary>
internal static class DeduplicationRun
{
    /// <summary>Runs.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="request">What the user asked for.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="InvalidInputException">The library refused the rows or the request.</exception>
    public static DeduplicationOutcome Run(InputData data, DeduplicationRequest request, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            using var finder = new DuplicateFinder(request.Options);
            Points points = data.Points;
            var representatives = new int[points.Count];
            finder.Find(points, representatives, cancellation);
            bool[] kept = [.. representatives.Select((representative, row) => representative == row)];
            if (request.Prototypes is { } share) DropPrototypes(finder, data.Rows, kept, share, cancellation);
            List<DuplicatePair>? pairs = request.WithPairs ? [] : null;
            if (pairs is not null) finder.FindPairs(points, pairs, cancellation);
            return new DeduplicationOutcome(representatives, kept, pairs, Stopwatch.GetElapsedTime(started));
        }
        catch (ArgumentException refused)
        {
            throw InvalidInputException.From(refused, data.Name);
        }
    }

    /// <summary>D4: the rows without duplicates are clustered again, and the nearest to their centres go.</summary>
    private static void DropPrototypes(DuplicateFinder finder, PointStore rows, bool[] kept, double share, CancellationToken cancellation)
    {
        int[] left = [.. Enumerable.Range(0, kept.Length).Where(row => kept[row])];
        using var store = new PointStore(left.Length, rows.Dimension);
        for (int i = 0; i < left.Length; i++) rows[left[i]].CopyTo(store[i]);
        var order = new int[left.Length];
        finder.RankByPrototypicality(store.AsPoints(), order, cancellation);
        int most = left.Length - (int)Math.Ceiling(share * left.Length);
        foreach (int i in order[..most]) kept[left[i]] = false;
    }
}
