using System;
using System.Linq;
using HpcCoreset.Tests.Clustering;
using HpcCoreset.Tests.Golden;
using Xunit;

namespace HpcCoreset.Tests.Storage;

/// <summary>Narrow rows give the bytes that float32 rows of the decoded values give, in every call that takes rows.</summary>
[Trait("Switches", "true")]
public class SameBytesTests
{
    // Two chunks of rows, and rows longer than a register and a chain.
    private static readonly (int Count, int Dimension)[] s_shapes = [(1100, 9), (90, 131), (70, 64)];

    public static TheoryData<string> Kinds => [.. NarrowRows.Kinds];

    public static TheoryData<string, int> KindsAndThreads
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string kind in NarrowRows.Kinds)
                foreach (int threads in (int[])[1, 2]) data.Add(kind, threads);
            return data;
        }
    }

    private delegate byte[][] Call(Points points);

    [Theory]
    [MemberData(nameof(KindsAndThreads))]
    public void Facility_location(string kind, int threads) => AssertSame(kind, (count, _) => [.. Enum.GetValues<Similarity>().Select(similarity => (Call)(points =>
    {
        using var selector = new FacilityLocationSelector(new() { Size = 12, Similarity = similarity, Threads = threads, WithoutSmallMatrix = count > 100 });
        return Bytes(selector.Select(points));
    }))]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Marginal_relevance(string kind) => AssertSame(kind, (_, dimension) => [..
        from similarity in Enum.GetValues<Similarity>()
        where similarity is not (Similarity.MaxSquaredEuclidean or Similarity.MaxEuclidean)
        select (Call)(points =>
        {
            using var selector = new MmrSelector(new() { Size = 12, Lambda = 0.6, Similarity = similarity });
            var query = new float[dimension];
            points.CopyRow(5, query);
            return Bytes(selector.Select(points, query));
        })]);

    [Theory]
    [MemberData(nameof(KindsAndThreads))]
    public void K_means_coresets(string kind, int threads) => AssertSame(kind, (count, _) => [..
        from method in Methods.Samplers
        from metric in (Metric[])[Metric.SquaredEuclidean, Metric.Euclidean, Metric.Cosine, Metric.Manhattan]
        select (Call)(points =>
        {
            using var selector = new ClusteringCoresetSelector(new() { Size = 40, Clusters = 4, Method = method, Metric = metric, Threads = threads, Seed = 3 });
            return Bytes(selector.Select(points, Weights(count)));
        })]);

    [Theory]
    [MemberData(nameof(KindsAndThreads))]
    public void Cells(string kind, int threads) => AssertSame(kind, (count, _) => [.. Methods.Cells.Select(method => (Call)(points =>
    {
        using var selector = new ClusteringCoresetSelector(new() { Size = 40, Method = method, Threads = threads, Seed = 3 });
        Coreset coreset = selector.Select(points, Weights(count));
        return [.. Bytes(coreset), GoldenFile.Bytes(coreset.Centroids)];
    }))]);

    [Theory]
    [MemberData(nameof(KindsAndThreads))]
    public void K_means_coresets_of_classes(string kind, int threads) => AssertSame(kind, (count, _) => [..
        from metric in (Metric[])[Metric.SquaredEuclidean, Metric.Cosine]
        select (Call)(points =>
        {
            using var selector = new ClusteringCoresetSelector(
                new() { Size = 40, Clusters = 4, Balance = ClassBalance.Equal, Metric = metric, Threads = threads, Seed = 3 });
            int[] labels = [.. Enumerable.Range(0, count).Select(row => row % 9 == 1 ? 0 : 1 + row % 2)];
            return Bytes(selector.Select(points, Weights(count), labels));
        })]);

    [Theory]
    [MemberData(nameof(KindsAndThreads))]
    public void K_means(string kind, int threads) => AssertSame(kind, (count, _) => [.. ((Metric[])[Metric.SquaredEuclidean, Metric.Cosine]).Select(metric => (Call)(points =>
    {
        using var solver = new KMeansSolver(new() { Clusters = 5, Metric = metric, Threads = threads, MaxIterations = 8 });
        KMeansSolution fitted = solver.Fit(points, Weights(count));
        byte[] centres = GoldenFile.Bytes(fitted.Centres);
        KMeansSolution refined = solver.Refine(points, [], 2);
        var owner = new int[count];
        var distance = new float[count];
        solver.Assign(points, owner, distance);
        return [centres, GoldenFile.Bytes(refined.Centres), GoldenFile.Bytes<double>([refined.Cost]), GoldenFile.Bytes<int>(owner), GoldenFile.Bytes<float>(distance)];
    }))]);

    [Theory]
    [MemberData(nameof(KindsAndThreads))]
    public void Evaluations(string kind, int threads) => AssertSame(kind, (count, _) =>
    [.. ((Metric[])[Metric.SquaredEuclidean, Metric.Euclidean, Metric.Cosine, Metric.Manhattan]).Select(metric => (Call)(points =>
    {
        using var evaluator = new CoresetEvaluator(new() { Clusters = 4, Metric = metric, Threads = threads });
        CoresetEvaluation found = evaluator.Evaluate(points, [1, 5, 8, 13, 21, 34, 55], [.. Enumerable.Repeat(count / 7.0, 7)], Weights(count));
        return [GoldenFile.Bytes<double>([found.MaxDistortion, found.MeanDistortion, found.WorstCandidate, found.CostFull, found.CostCoreset, found.Mass])];
    }))]);

    private static void AssertSame(string kind, Func<int, int, Call[]> calls)
    {
        foreach ((int count, int dimension) in s_shapes)
        {
            var rows = new NarrowRows(kind, [.. Rows.Blobs(count, dimension, 6, noise: 1).Select(value => value + 1)], dimension);
            foreach (Call call in calls(count, dimension)) Assert.Equal(call(new Points(rows.Decoded, dimension)), call(rows.View));
        }
    }

    private static double[] Weights(int count) => [.. Enumerable.Range(0, count).Select(i => i % 5 == 0 ? 0 : 1.0 + i % 3)];

    private static byte[][] Bytes(Coreset coreset) =>
    [
        GoldenFile.Bytes(coreset.Indices), GoldenFile.Bytes(coreset.Weights), GoldenFile.Bytes(coreset.Gains),
        GoldenFile.Bytes<double>([coreset.Report.Objective]),
    ];
}
