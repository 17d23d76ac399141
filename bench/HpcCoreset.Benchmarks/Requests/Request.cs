using System;
using System.Collections.Generic;
using HpcCoreset.Benchmarks.Measures;

namespace HpcCoreset.Benchmarks.Requests;

/// <summary>What a service asks for inside a request: a few of some embeddings, of a selector that it keeps.</summary>
/// <param name="selector">The selector.</param>
/// <param name="prepare">Its <c>Prepare</c>, for as many rows of that dimension.</param>
/// <param name="call">One request.</param>
/// <param name="calls">How many make a table.</param>
internal sealed class Request(IDisposable selector, Action prepare, Func<int> call, int calls = 10_000) : IDisposable
{
    public const int Count = 200;
    public const int Dimension = 384;
    public const int Size = 10;
    private const int WideCount = 1_000;
    private const int WideDimension = 768;
    private const int WideSize = 20;
    private const int WideCalls = 500;

    /// <summary>The rows of every request; the first is the query, where there is one.</summary>
    public static float[] Rows { get; } = NormalRows.Make(Count, Dimension, seed: 3);

    private static float[] WideRows { get; } = NormalRows.Make(WideCount, WideDimension, seed: 3);

    /// <summary>The requests whose first calls are of interest too, made anew each time.</summary>
    public static IReadOnlyDictionary<string, Func<Request>> All { get; } = new Dictionary<string, Func<Request>>
    {
        ["facility-location"] = () => FacilityLocation(Rows, Dimension, Size, 1, 10_000),
        ["mmr"] = () => MarginalRelevance(Rows, Dimension, Size, 10_000),
        ["k-means-coreset"] = ClusteringCoreset,
    };

    /// <summary>The others.</summary>
    public static IReadOnlyDictionary<string, Func<Request>> More { get; } = new Dictionary<string, Func<Request>>
    {
        ["facility-location, float16"] = HalfRows,
        ["facility-location like a query"] = LikeAQuery,
        ["log-determinant"] = LogDeterminant,
        ["k-center"] = Covering,
        [$"facility-location, {WideSize} of {WideCount:N0} x {WideDimension}"] = () => FacilityLocation(WideRows, WideDimension, WideSize, 1, WideCalls),
        [$"facility-location, {WideSize} of {WideCount:N0} x {WideDimension}, two threads"] =
            () => FacilityLocation(WideRows, WideDimension, WideSize, 2, WideCalls),
        [$"mmr, {WideSize} of {WideCount:N0} x {WideDimension}"] = () => MarginalRelevance(WideRows, WideDimension, WideSize, WideCalls),
    };

    /// <summary>How many calls make a table.</summary>
    public int Calls => calls;

    public void Prepare() => prepare();

    public int Call() => call();

    public void Dispose() => selector.Dispose();

    private static Request FacilityLocation(float[] rows, int dimension, int size, int threads, int calls)
    {
        FacilityLocationSelector selector = new(new() { Size = size, Similarity = Similarity.Cosine, Threads = threads });
        return new(selector, () => selector.Prepare(rows.Length / dimension, dimension), () => selector.Select(new Points(rows, dimension)).Count, calls);
    }

    private static Request MarginalRelevance(float[] rows, int dimension, int size, int calls)
    {
        MmrSelector selector = new(new() { Size = size });
        return new(
            selector, () => selector.Prepare(rows.Length / dimension, dimension),
            () => selector.Select(new Points(rows, dimension), rows.AsSpan(0, dimension)).Count, calls);
    }

    private static Request HalfRows()
    {
        Half[] rows = Array.ConvertAll(Rows, value => (Half)value);
        FacilityLocationSelector selector = new(new() { Size = Size, Similarity = Similarity.Cosine });
        return new(selector, () => selector.Prepare(Count, Dimension), () => selector.Select(new Points(rows, Dimension)).Count);
    }

    private static Request LikeAQuery()
    {
        FacilityLocationSelector selector = new(new() { Size = Size, Similarity = Similarity.Cosine });
        return new(
            selector, () => selector.Prepare(Count, Dimension),
            () => selector.Select(new Points(Rows, Dimension), new ReferenceRows { Query = new Points(Rows.AsSpan(0, Dimension), Dimension) }).Count);
    }

    private static Request LogDeterminant()
    {
        SubmodularSelector selector = new(new() { Size = Size, Objective = new LogDeterminantObjective { Similarity = Similarity.Cosine } });
        return new(selector, () => selector.Prepare(Count, Dimension), () => selector.Select(new Points(Rows, Dimension)).Count);
    }

    private static Request Covering()
    {
        ClusteringCoresetSelector selector = new(new() { Size = Size, Method = ClusteringCoresetMethod.KCenter, Metric = Metric.Cosine });
        return new(selector, () => selector.Prepare(Count, Dimension), () => selector.Select(new Points(Rows, Dimension)).Count);
    }

    private static Request ClusteringCoreset()
    {
        ClusteringCoresetSelector selector = new(new() { Size = Size, Clusters = 5 });
        return new(selector, () => selector.Prepare(Count, Dimension), () => selector.Select(new Points(Rows, Dimension)).Count);
    }
}
