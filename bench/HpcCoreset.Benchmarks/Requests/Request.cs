using System;
using System.Collections.Generic;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Requests;

/// <summary>What a service asks for inside a request: ten of 200 embeddings, of a selector that it keeps.</summary>
/// <param name="selector">The selector.</param>
/// <param name="prepare">Its <c>Prepare</c>.</param>
/// <param name="call">One request.</param>
internal sealed class Request(IDisposable selector, Action<int, int> prepare, Func<float[], int> call) : IDisposable
{
    public const int Count = 200;
    public const int Dimension = 384;
    public const int Size = 10;

    /// <summary>The requests by name, made anew each time.</summary>
    public static IReadOnlyDictionary<string, Func<Request>> All { get; } = new Dictionary<string, Func<Request>>
    {
        ["facility-location"] = FacilityLocation,
        ["mmr"] = MarginalRelevance,
        ["k-means-coreset"] = ClusteringCoreset,
    };

    /// <summary>The rows of every request.</summary>
    public static float[] Rows { get; } = NormalRows.Make(Count, Dimension, seed: 3);

    public void Prepare() => prepare(Count, Dimension);

    public int Call() => call(Rows);

    public void Dispose() => selector.Dispose();

    private static Request FacilityLocation()
    {
        FacilityLocationSelector selector = new(new() { Size = Size, Similarity = Similarity.Cosine });
        return new(selector, selector.Prepare, rows => selector.Select(new Points(rows, Dimension)).Count);
    }

    /// <summary>The first row is the query.</summary>
    private static Request MarginalRelevance()
    {
        MmrSelector selector = new(new() { Size = Size });
        return new(selector, selector.Prepare, rows => selector.Select(new Points(rows, Dimension), rows.AsSpan(0, Dimension)).Count);
    }

    private static Request ClusteringCoreset()
    {
        ClusteringCoresetSelector selector = new(new() { Size = Size, Clusters = 5 });
        return new(selector, selector.Prepare, rows => selector.Select(new Points(rows, Dimension)).Count);
    }
}
