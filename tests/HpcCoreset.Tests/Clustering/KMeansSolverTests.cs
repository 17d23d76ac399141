using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Xunit;

namespace HpcCoreset.Tests.Clustering;

public class KMeansSolverTests
{
    [Theory]
    [InlineData(Metric.SquaredEuclidean)]
    [InlineData(Metric.Cosine)]
    public void A_solution_is_a_fixed_point_and_its_cost_is_the_cost_of_its_centres(Metric metric)
    {
        const int Count = 5000, Dimension = 6, Clusters = 7;
        float[] rows = Rows.Blobs(Count, Dimension, 7, noise: 3);
        double[] weights = [.. Rows.Weights(Count).Select(w => Math.Pow(w, 0.1))];
        using var solver = new KMeansSolver(new() { Clusters = Clusters, Seed = 1, Tolerance = 0, MaxIterations = 1000, Metric = metric });
        KMeansSolution solution = solver.Fit(new Points(rows, Dimension), weights);
        Assert.Equal(Clusters, solution.Clusters);
        Assert.Equal(Dimension, solution.Dimension);
        Assert.InRange(solution.Iterations, 1, 999);
        double[] centres = Rows.ToDouble(solution.Centres);
        double cost = Rows.Cost(metric, rows, Dimension, weights, centres);
        Assert.Equal(cost, solution.Cost, 1e-9 * cost);

        var owner = new int[Count];
        var distance = new float[Count];
        solver.Assign(new Points(rows, Dimension), owner, distance);
        var means = new double[Clusters * Dimension];
        var masses = new double[Clusters];
        for (int i = 0; i < Count; i++)
        {
            (int nearest, double best) = Rows.Nearest(metric, rows.AsSpan(i * Dimension, Dimension), centres);
            Assert.Equal(best, distance[i], 1e-7 * best);
            Assert.Equal(best, Rows.Distance(metric, rows.AsSpan(i * Dimension, Dimension), centres.AsSpan(owner[i] * Dimension, Dimension)), 1e-7 * best);
            masses[nearest] += weights[i];
            double length = metric == Metric.Cosine ? Math.Sqrt(rows.AsSpan(i * Dimension, Dimension).ToArray().Sum(v => (double)v * v)) : 1;
            for (int t = 0; t < Dimension; t++) means[nearest * Dimension + t] += weights[i] * rows[i * Dimension + t] / length;
        }
        for (int c = 0; c < Clusters; c++)
        {
            double[] mean = means[(c * Dimension)..((c + 1) * Dimension)];
            double divisor = metric == Metric.Cosine ? Math.Sqrt(mean.Sum(m => m * m)) : masses[c];
            for (int t = 0; t < Dimension; t++) Assert.Equal(mean[t] / divisor, centres[c * Dimension + t], 1e-5);
        }
    }

    /// <summary>Two blobs far apart: what is left after the mean was subtracted is large beside the distances within a blob.</summary>
    [Theory]
    [InlineData(Metric.SquaredEuclidean, 1e4f)]
    [InlineData(Metric.SquaredEuclidean, 1e6f)]
    [InlineData(Metric.Cosine, 1e4f)] // one blob, seen from afar: unit rows that differ in their last bits
    public void Owners_are_the_nearest_centres_of_the_rows_as_given(Metric metric, float far)
    {
        const int Count = 20_000;
        var random = new Random(3);
        var rows = new float[2 * Count];
        for (int i = 0; i < rows.Length; i++)
        {
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            rows[i] = (float)(normal + (metric == Metric.Cosine || i >= Count ? far : 0));
        }
        using var solver = new KMeansSolver(new() { Clusters = 40, Metric = metric, Seed = 1, MaxIterations = 3 });
        float[] centres = solver.Fit(new Points(rows, 2)).Centres.ToArray();
        var owner = new int[Count];
        solver.Assign(new Points(rows, 2), owner, default);
        int wrong = 0;
        for (int i = 0; i < Count; i++)
        {
            (double x, double y) = (rows[2 * i], rows[2 * i + 1]);
            double length = metric == Metric.Cosine ? Math.Sqrt(x * x + y * y) : 1, best = double.PositiveInfinity;
            for (int c = 0; c < centres.Length / 2; c++) best = Math.Min(best, Squared(c));
            if (Squared(owner[i]) > best * (1 + 1e-6)) wrong++;

            double Squared(int c) => Math.Pow(x / length - centres[2 * c], 2) + Math.Pow(y / length - centres[2 * c + 1], 2);
        }
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Well_separated_blobs_are_found()
    {
        float[] rows = Rows.Blobs(2000, 4, 10, noise: 0.01);
        using var solver = new KMeansSolver(new() { Clusters = 10, Seed = 3 });
        KMeansSolution solution = solver.Fit(new Points(rows, 4));
        double perRow = 4 * 0.01 * 0.01 / 12; // the variance of the noise
        Assert.Equal(2000 * perRow, solution.Cost, 0.05 * 2000 * perRow);
    }

    [Fact]
    public void The_bytes_do_not_depend_on_the_number_of_threads()
    {
        float[] rows = Rows.Blobs(9000, 5, 6, noise: 3);
        double[] weights = Rows.Weights(9000);
        float[]? centres = null;
        double cost = 0;
        foreach (int threads in (int[])[1, 2, 3, 8])
        {
            using var solver = new KMeansSolver(new() { Clusters = 12, Seed = 5, Restarts = 2, Threads = threads });
            KMeansSolution solution = solver.Fit(new Points(rows, 5), weights);
            if (centres == null) (centres, cost) = (solution.Centres.ToArray(), solution.Cost);
            Assert.Equal(centres, solution.Centres.ToArray());
            Assert.Equal(cost, solution.Cost);
        }
    }

    [Fact]
    public void Weights_scale_replicate_and_vanish()
    {
        float[] rows = Rows.Blobs(300, 3, 5, noise: 0.1);
        double[] weights = [.. Enumerable.Range(0, 300).Select(i => (double)(i % 4))];
        float[] replicated = [.. Enumerable.Range(0, 300).SelectMany(i => Enumerable.Repeat(rows[(3 * i)..(3 * i + 3)], i % 4)).SelectMany(r => r)];
        var options = new KMeansOptions { Clusters = 5, Seed = 1, Restarts = 3 };
        using var solver = new KMeansSolver(options);
        KMeansSolution one = solver.Fit(new Points(rows, 3), weights);
        (float[] centres, double cost) = (one.Centres.ToArray(), one.Cost);

        KMeansSolution scaled = solver.Fit(new Points(rows, 3), [.. weights.Select(w => w * 1024)]);
        Assert.Equal(centres, scaled.Centres.ToArray());
        Assert.Equal(cost * 1024, scaled.Cost);
        Assert.Equal(cost, solver.Fit(new Points(replicated, 3)).Cost, 1e-6 * cost);

        // Moving the rows of weight 0 far away changes nothing but the rounding of float32 coordinates.
        float[] moved = [.. rows.Select((v, i) => i / 3 % 4 == 0 ? v + 50 : v)];
        Assert.Equal(cost, solver.Fit(new Points(moved, 3), weights).Cost, 1e-4 * cost);
    }

    [Fact]
    public void With_fewer_distinct_rows_than_clusters_there_is_a_centre_on_each()
    {
        float[] rows = [1, 1, 2, 2, 2, 7, 7];
        using var solver = new KMeansSolver(new() { Clusters = 10 });
        KMeansSolution solution = solver.Fit(new Points(rows, 1));
        Assert.Equal(3, solution.Clusters);
        Assert.Equal([1f, 2f, 7f], solution.Centres.ToArray().Order());
        Assert.Equal(0, solution.Cost);
        Assert.Equal(1, solver.Fit(new Points([3, 3, 3, 3], 2)).Clusters);
    }

    [Fact]
    public void An_empty_cluster_takes_the_row_of_largest_weight_times_distance()
    {
        using var solver = new KMeansSolver(new() { Clusters = 2 });
        solver.Fit(new Points([0, 1000], 1));
        // Both rows near 0 own one centre; of the three, 10 * 3^2 is the largest cost.
        KMeansSolution solution = solver.Refine(new Points([0, 3, 4], 1), [1, 10, 1], 1);
        Assert.Contains(3f, solution.Centres.ToArray());
        Assert.Contains(2f, solution.Centres.ToArray());
    }

    [Fact]
    public void Refining_on_all_rows_lowers_their_cost()
    {
        float[] rows = Rows.Blobs(4000, 5, 8, noise: 4);
        using var solver = new KMeansSolver(new() { Clusters = 8, Seed = 2 });
        solver.Fit(new Points(rows.AsSpan(0, 500), 5));
        double before = solver.Refine(new Points(rows, 5), default, 0).Cost;
        double after = solver.Refine(new Points(rows, 5), default, 3).Cost;
        Assert.True(after < before, $"{before} to {after}");
    }

    [Fact]
    public void Restarts_never_raise_the_cost_and_no_iterations_means_seeds()
    {
        float[] rows = Rows.Blobs(800, 3, 20, noise: 0.5);
        double Cost(int restarts)
        {
            using var solver = new KMeansSolver(new() { Clusters = 15, Seed = 8, Restarts = restarts });
            return solver.Fit(new Points(rows, 3)).Cost;
        }
        Assert.True(Cost(2) <= Cost(1) && Cost(5) <= Cost(2));
        using var seeding = new KMeansSolver(new() { Clusters = 4, MaxIterations = 0 });
        KMeansSolution seeds = seeding.Fit(new Points(rows, 3));
        Assert.Equal(0, seeds.Iterations);
        for (int c = 0; c < 4; c++)
        {
            float[] seed = seeds.Centres.Slice(3 * c, 3).ToArray();
            Assert.Contains(Enumerable.Range(0, 800), i => rows.AsSpan(3 * i, 3).SequenceEqual(seed));
        }
    }

    [Fact]
    public void A_cancelled_call_leaves_no_centres()
    {
        using var source = new CancellationTokenSource();
        using var solver = new KMeansSolver(new() { Clusters = 2 });
        solver.Fit(new Points([1, 2, 3], 1));
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => solver.Fit(new Points([1, 2, 3], 1), default, source.Token).Cost);
        Assert.Throws<InvalidOperationException>(() => solver.Refine(new Points([1, 2, 3], 1), default, 1).Cost);
    }

    [Fact]
    public void A_cancelled_polish_leaves_no_centres_either()
    {
        using var source = new CancellationTokenSource();
        using var solver = new KMeansSolver(new() { Clusters = 2 });
        solver.Fit(new Points([1, 2, 3], 1));
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => solver.Refine(new Points([1, 2, 3], 1), default, 1, source.Token).Cost);
        Assert.Throws<InvalidOperationException>(() => solver.Refine(new Points([1, 2, 3], 1), default, 1).Cost);
    }

    [Fact]
    public void Plain_seeds_are_distinct_rows_and_cost_more_on_average_than_greedy_ones()
    {
        float[] rows = Rows.Blobs(3000, 4, 25, noise: 0.5);
        double Cost(KMeansSeeding seeding, ulong seed)
        {
            using var solver = new KMeansSolver(new() { Clusters = 25, Seed = seed, Seeding = seeding, MaxIterations = 0 });
            KMeansSolution seeds = solver.Fit(new Points(rows, 4));
            Assert.Equal(25, seeds.Centres.ToArray().Chunk(4).Distinct(EqualityComparer<float[]>.Create((a, b) => a!.SequenceEqual(b!), row => row[0].GetHashCode())).Count());
            return seeds.Cost;
        }
        double greedy = Enumerable.Range(0, 20).Sum(seed => Cost(KMeansSeeding.Greedy, (ulong)seed));
        double plain = Enumerable.Range(0, 20).Sum(seed => Cost(KMeansSeeding.KMeansPlusPlus, (ulong)seed));
        Assert.True(greedy < plain, $"{greedy} and {plain}");
    }

    [Fact]
    public void Misuse_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new KMeansSolver(new() { Clusters = 0 }));
        Assert.Throws<ArgumentException>(() => new KMeansSolver(new() { Clusters = 1, Tolerance = double.NaN }));
        Assert.Throws<ArgumentException>(() => new KMeansSolver(new() { Clusters = 1, Metric = Metric.Manhattan }));
        Assert.Throws<ArgumentException>(() => new KMeansSolver(new() { Clusters = 1, Seeding = (KMeansSeeding)7 }));
        using var solver = new KMeansSolver(new() { Clusters = 1 });
        Assert.Throws<InvalidOperationException>(() => solver.Assign(new Points([1], 1), new int[1], default));
        KMeansSolution first = solver.Fit(new Points([1, 2], 1));
        solver.Fit(new Points([1, 2], 1));
        bool refused = false;
        try { _ = first.Cost; }
        catch (InvalidOperationException) { refused = true; }
        Assert.True(refused);
        Assert.Throws<ArgumentException>(() => solver.Assign(new Points([1, 2], 2), new int[1], default));
        Assert.Throws<ArgumentException>(() => solver.Assign(new Points([1, 2], 1), new int[1], default));
        Assert.Throws<ArgumentException>(() => solver.Assign(new Points([1, 2], 1), new int[2], new float[1]));
    }
}
