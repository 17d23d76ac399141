using System;
using System.Linq;
using System.Threading;
using HpcCoreset.Clustering;
using Xunit;

namespace HpcCoreset.Tests.Clustering;

public unsafe class KMedoidsSolverTests
{
    public static TheoryData<Metric> Metrics => [Metric.Euclidean, Metric.SquaredEuclidean, Metric.Manhattan, Metric.Cosine];

    [Theory]
    [MemberData(nameof(Metrics))]
    public void No_swap_that_lowers_the_cost_is_left(Metric metric)
    {
        const int Count = 150, Dimension = 3, Clusters = 6;
        float[] rows = Rows.Blobs(Count, Dimension, 9, noise: 1);
        double[] weights = [.. Enumerable.Range(0, Count).Select(i => i % 4 * 1.5)];
        double[,] distances = Distances(metric, rows, Dimension);
        for (ulong seed = 0; seed < 5; seed++)
        {
            using var solver = new KMedoidsSolver(new() { Clusters = Clusters, Metric = metric, Seed = seed });
            KMedoidsSolution solution = solver.Fit(new Points(rows, Dimension), weights);
            int[] medoids = solution.Medoids.ToArray();
            Assert.Equal(Clusters, solution.Clusters);
            Assert.Equal(medoids.Distinct().Order(), medoids);
            Assert.All(medoids, medoid => Assert.True(weights[medoid] > 0));
            double cost = Cost(distances, weights, medoids);
            Assert.Equal(cost, solution.Cost, 1e-9 * cost);
            for (int given = 0; given < Clusters; given++)
                for (int row = 0; row < Count; row++)
                    if (weights[row] > 0)
                        Assert.True(Cost(distances, weights, [.. medoids.Where((_, i) => i != given), row]) >= cost * (1 - 1e-6));
        }
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void With_restarts_the_best_medoids_of_a_small_instance_are_found(Metric metric)
    {
        const int Count = 18;
        float[] rows = Rows.Blobs(Count, 2, 5, noise: 2);
        double[] weights = [.. Enumerable.Range(0, Count).Select(i => 1.0 + i % 3)];
        double[,] distances = Distances(metric, rows, 2);
        double best = (from a in Enumerable.Range(0, Count)
                       from b in Enumerable.Range(0, a)
                       from c in Enumerable.Range(0, b)
                       select Cost(distances, weights, [a, b, c])).Min();
        using var solver = new KMedoidsSolver(new() { Clusters = 3, Metric = metric, Restarts = 50 });
        Assert.Equal(best, solver.Fit(new Points(rows, 2), weights).Cost, 1e-6 * best);
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Whole_weights_cost_what_repeated_rows_cost(Metric metric)
    {
        const int Count = 200, Dimension = 4;
        float[] rows = Rows.Blobs(Count, Dimension, 5, noise: 1);
        double[] weights = [.. Enumerable.Range(0, Count).Select(i => (double)(i % 4))];
        float[] repeated = [.. Enumerable.Range(0, Count).SelectMany(i => Enumerable.Repeat(rows[(Dimension * i)..(Dimension * (i + 1))], i % 4)).SelectMany(row => row)];
        using var solver = new KMedoidsSolver(new() { Clusters = 5, Metric = metric, Seed = 4 });
        double cost = solver.Fit(new Points(rows, Dimension), weights).Cost;
        var owner = new int[repeated.Length / Dimension];
        Assert.Equal(cost, solver.Assign(new Points(repeated, Dimension), owner, []), 1e-12 * cost);
        Assert.Equal(cost, solver.Assign(new Points(rows, Dimension), new int[Count], [], weights));
        float[] medoids = [.. solver.Fit(new Points(repeated, Dimension)).Medoids.ToArray().SelectMany(m => repeated[(Dimension * m)..(Dimension * (m + 1))])];
        Assert.Equal(5 * Dimension, medoids.Length);
        // Weights times a power of two change no decision.
        KMedoidsSolution one = solver.Fit(new Points(rows, Dimension), weights);
        int[] found = one.Medoids.ToArray();
        KMedoidsSolution scaled = solver.Fit(new Points(rows, Dimension), [.. weights.Select(w => w * 1024)]);
        Assert.Equal(found, scaled.Medoids.ToArray());
        Assert.Equal(1024 * cost, scaled.Cost);
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Assignments_are_to_the_nearest_medoid(Metric metric)
    {
        const int Count = 3000, Dimension = 5;
        float[] rows = Rows.Blobs(Count, Dimension, 8, noise: 1);
        using var solver = new KMedoidsSolver(new() { Clusters = 8, Metric = metric });
        double[] centres = [.. solver.Fit(new Points(rows.AsSpan(0, 300 * Dimension), Dimension)).Medoids.ToArray().SelectMany(medoid => Direction(metric, rows, medoid, Dimension))];
        var owner = new int[Count];
        var distance = new float[Count];
        double cost = solver.Assign(new Points(rows, Dimension), owner, distance);
        double sum = 0;
        for (int i = 0; i < Count; i++)
        {
            (int nearest, double best) = Rows.Nearest(metric, rows.AsSpan(i * Dimension, Dimension), centres);
            Assert.Equal(nearest, owner[i]);
            Assert.Equal(best, distance[i], 1e-6 * best + 1e-12);
            sum += best;
        }
        Assert.Equal(sum, cost, 1e-9 * sum);
    }

    [Fact]
    public void The_only_medoid_is_the_row_of_lowest_cost_and_never_one_without_weight()
    {
        using var solver = new KMedoidsSolver(new() { Clusters = 1 });
        Assert.Equal([2], solver.Fit(new Points([0, 1, 3, 4, 100], 1)).Medoids.ToArray());
        Assert.Equal([3], solver.Fit(new Points([0, 1, 3, 4, 100], 1), [1, 1, 0, 1, 1.5]).Medoids.ToArray());
        Assert.Equal([4], solver.Fit(new Points([0, 1, 3, 4, 100], 1), [1, 1, 1, 1, 5]).Medoids.ToArray());
    }

    [Fact]
    public void With_fewer_distinct_rows_than_clusters_there_is_a_medoid_on_each()
    {
        using var solver = new KMedoidsSolver(new() { Clusters = 10 });
        KMedoidsSolution solution = solver.Fit(new Points([1, 1, 2, 2, 2, 7, 7], 1));
        Assert.Equal(3, solution.Clusters);
        Assert.Equal(0, solution.Cost);
        Assert.Equal(1, solver.Fit(new Points([3, 3, 3, 3], 2)).Clusters);
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Neither_threads_nor_what_is_kept_change_a_medoid(Metric metric)
    {
        const int Count = 1500, Dimension = 4;
        float[] rows = Rows.Blobs(Count, Dimension, 20, noise: 1);
        double[] weights = Rows.Weights(Count);
        int[]? medoids = null;
        foreach ((int threads, int kept) in ((int, int)[])[(1, 1 << 26), (2, 1 << 26), (3, 1000), (1, 1000)])
        {
            using var weighted = new WeightedRows(metric);
            var swaps = new FasterPam(kept);
            fixed (float* first = rows)
            {
                weighted.Load(new RowSource(first, Count, Dimension, Dimension), weights, threads);
                weighted.Pack();
                swaps.Load(weighted, 12);
                int[] seeds = [.. Enumerable.Range(0, Count).Where(i => weights[i] > 0).Take(12)];
                swaps.Run(seeds, 100, CancellationToken.None);
                swaps.Release();
            }
            Assert.NotEqual(0, swaps.Swaps);
            medoids ??= swaps.Medoids.ToArray();
            Assert.Equal(medoids, swaps.Medoids.ToArray());
        }
    }

    [Fact]
    public void More_rounds_and_restarts_never_raise_the_cost()
    {
        float[] rows = Rows.Blobs(600, 3, 20, noise: 1);
        double Cost(int rounds, int restarts)
        {
            using var solver = new KMedoidsSolver(new() { Clusters = 15, Seed = 8, MaxRounds = rounds, Restarts = restarts });
            return solver.Fit(new Points(rows, 3)).Cost;
        }
        Assert.True(Cost(1, 1) < Cost(0, 1));
        Assert.True(Cost(100, 1) <= Cost(1, 1) && Cost(100, 5) <= Cost(100, 1));
    }

    [Fact]
    public void Misuse_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new KMedoidsSolver(new() { Clusters = 0 }));
        Assert.Throws<ArgumentException>(() => new KMedoidsSolver(new() { Clusters = 1, Metric = Metric.Dot }));
        using var source = new CancellationTokenSource();
        using var solver = new KMedoidsSolver(new() { Clusters = 1 });
        Assert.Throws<InvalidOperationException>(() => solver.Assign(new Points([1], 1), new int[1], default));
        KMedoidsSolution first = solver.Fit(new Points([1, 2], 1));
        solver.Fit(new Points([1, 2], 1));
        bool refused = false;
        try { _ = first.Cost; }
        catch (InvalidOperationException) { refused = true; }
        Assert.True(refused);
        Assert.Throws<ArgumentException>(() => solver.Assign(new Points([1, 2], 2), new int[1], default));
        Assert.Throws<ArgumentException>(() => solver.Assign(new Points([1, 2], 1), new int[1], default));
        Assert.Throws<ArgumentException>(() => solver.Assign(new Points([1, 2], 1), new int[2], new float[1]));
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => solver.Fit(new Points([1, 2], 1), default, source.Token).Cost);
        Assert.Throws<InvalidOperationException>(() => solver.Assign(new Points([1], 1), new int[1], default));
    }

    private static double[] Direction(Metric metric, float[] rows, int row, int dimension)
    {
        double[] values = Rows.ToDouble(rows.AsSpan(row * dimension, dimension));
        double length = metric == Metric.Cosine ? Math.Sqrt(values.Sum(v => v * v)) : 1;
        return [.. values.Select(v => v / length)];
    }

    private static double[,] Distances(Metric metric, float[] rows, int dimension)
    {
        int count = rows.Length / dimension;
        var distances = new double[count, count];
        for (int i = 0; i < count; i++)
            for (int j = 0; j < count; j++)
                distances[i, j] = Rows.Distance(metric, rows.AsSpan(i * dimension, dimension), Direction(metric, rows, j, dimension));
        return distances;
    }

    private static double Cost(double[,] distances, double[] weights, int[] medoids) =>
        Enumerable.Range(0, weights.Length).Sum(row => weights[row] * medoids.Min(medoid => distances[row, medoid]));
}
