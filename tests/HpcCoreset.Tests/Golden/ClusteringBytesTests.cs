using System;
using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Tests.Clustering;
using HpcCoreset.Tests.Submodular;
using Xunit;

namespace HpcCoreset.Tests.Golden;

/// <summary>k-means coresets, centres, assignments and evaluations are the committed bytes with every instruction set.</summary>
[Trait("Switches", "true")]
public class ClusteringBytesTests
{
    private static readonly Dictionary<string, (float[] Values, int Dimension, double[]? Weights)> s_inputs = new()
    {
        ["blobs"] = (Rows.Blobs(2100, 5, 6, noise: 1), 5, null),
        ["blobs, weighted"] = (Rows.Blobs(1500, 16, 5, noise: 2), 16, Weights(1500)),
        ["outliers"] = (Rows.Outliers(1200, 3), 3, null),
        ["digits"] = ([.. Digits.Rows.Where((_, i) => i % 4 == 0).SelectMany(row => row)], Digits.Dimension, null),
    };

    private static readonly Metric[] s_metrics = [Metric.SquaredEuclidean, Metric.Euclidean, Metric.Cosine, Metric.Manhattan];

    [Fact]
    public void Coresets_are_the_committed_bytes() => GoldenFile.Check("kmeans-coresets.txt", Coresets());

    [Fact]
    public void Coresets_of_classes_are_the_committed_bytes() => GoldenFile.Check("class-coresets.txt", ClassCoresets());

    [Fact]
    public void Coverings_are_the_committed_bytes() => GoldenFile.Check("coverings.txt", Coverings());

    [Fact]
    public void Solutions_are_the_committed_bytes() => GoldenFile.Check("kmeans-solutions.txt", Solutions());

    [Fact]
    public void Medoids_are_the_committed_bytes() => GoldenFile.Check("kmedoids-solutions.txt", Medoids());

    [Fact]
    public void Evaluations_are_the_committed_bytes() => GoldenFile.Check("evaluations.txt", Evaluations());

    /// <summary>Weights over 16 magnitudes, without the C library's functions: their bytes must not depend on the machine.</summary>
    private static double[] Weights(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(6) == 0 ? 0 : Math.ScaleB(1 + random.NextDouble(), random.Next(-27, 27)))];
    }

    private static IEnumerable<string> Coresets()
    {
        foreach ((string name, (float[] values, int dimension, double[]? weights)) in s_inputs)
            foreach (ClusteringCoresetMethod method in Methods.Samplers)
                foreach (Metric metric in s_metrics)
                    foreach (ulong seed in (ulong[])[0, 1, 0xFFFF_FFFF_FFFF_FFFF])
                        foreach (bool replacement in (bool[])[false, true])
                        {
                            if (seed > 0 && (metric != Metric.SquaredEuclidean || replacement)) continue;
                            using var selector = new ClusteringCoresetSelector(new()
                            {
                                Size = 150,
                                Clusters = 6,
                                Method = method,
                                Metric = metric,
                                Seed = seed,
                                WithReplacement = replacement,
                            });
                            Coreset coreset = selector.Select(new Points(values, dimension), weights);
                            yield return $"{name}, {method}, {metric}, seed {seed}{(replacement ? ", with replacement" : "")}: " + GoldenFile.Hash(
                                GoldenFile.Bytes(coreset.Indices), GoldenFile.Bytes(coreset.Weights), GoldenFile.Bytes(coreset.Gains),
                                GoldenFile.Bytes<double>([coreset.Report.Objective]));
                        }
    }

    private static IEnumerable<string> ClassCoresets()
    {
        foreach ((string name, (float[] values, int dimension, double[]? weights)) in s_inputs)
            foreach (ClassBalance balance in (ClassBalance[])[ClassBalance.Proportional, ClassBalance.Equal, ClassBalance.SquareRoot])
            {
                int[] labels = [.. Enumerable.Range(0, values.Length / dimension).Select(row => row % 11 == 0 ? 1 : row % 31 == 0 ? 5 : 2)];
                using var selector = new ClusteringCoresetSelector(new() { Size = 90, Clusters = 4, Balance = balance, Seed = 6 });
                Coreset coreset = selector.Select(new Points(values, dimension), weights, labels);
                using var resampler = new ClassResampler(new() { Size = 300, Resampling = ClassResampling.Over, Seed = (ulong)balance });
                CoresetSnapshot resampled = resampler.Select(labels).ToOwned();
                yield return $"{name}, {balance}: " + GoldenFile.Hash(
                    GoldenFile.Bytes(coreset.Indices), GoldenFile.Bytes(coreset.Weights), GoldenFile.Bytes<int>([.. resampled.Indices]),
                    GoldenFile.Bytes<double>([.. resampled.Weights]));
            }
    }

    private static IEnumerable<string> Coverings()
    {
        foreach ((string name, (float[] values, int dimension, double[]? weights)) in s_inputs)
            foreach (ClusteringCoresetMethod method in Methods.Coverings)
                foreach (Metric metric in s_metrics)
                    foreach (double outliers in method == ClusteringCoresetMethod.KCenter ? (double[])[0, 20] : [0])
                    {
                        using var selector = new ClusteringCoresetSelector(new() { Size = 60, Method = method, Metric = metric, Outliers = outliers });
                        Coreset coreset = selector.Select(new Points(values, dimension), weights);
                        yield return $"{name}, {method}, {metric}, {outliers} outliers: " + GoldenFile.Hash(
                            GoldenFile.Bytes(coreset.Indices), GoldenFile.Bytes(coreset.Weights), GoldenFile.Bytes(coreset.Gains),
                            GoldenFile.Bytes(coreset.Outliers), GoldenFile.Bytes<double>([coreset.Report.Objective]));
                    }
    }

    private static IEnumerable<string> Solutions()
    {
        foreach ((string name, (float[] values, int dimension, double[]? weights)) in s_inputs)
            foreach (Metric metric in (Metric[])[Metric.SquaredEuclidean, Metric.Cosine])
                foreach (ulong seed in (ulong[])[0, 7])
                {
                    using var solver = new KMeansSolver(new() { Clusters = 7, Metric = metric, Seed = seed, MaxIterations = 20, Restarts = 2 });
                    KMeansSolution solution = solver.Fit(new Points(values, dimension), weights);
                    var owner = new int[values.Length / dimension];
                    var distance = new float[owner.Length];
                    solver.Assign(new Points(values, dimension), owner, distance);
                    yield return $"{name}, {metric}, seed {seed}: " + GoldenFile.Hash(
                        GoldenFile.Bytes(solution.Centres), GoldenFile.Bytes<double>([solution.Cost]),
                        GoldenFile.Bytes<int>([solution.Iterations, .. owner]), GoldenFile.Bytes<float>(distance));
                }
    }

    private static IEnumerable<string> Medoids()
    {
        foreach ((string name, (float[] values, int dimension, double[]? weights)) in s_inputs)
            foreach (Metric metric in s_metrics)
            {
                using var solver = new KMedoidsSolver(new() { Clusters = 7, Metric = metric, Seed = 7, Restarts = 2 });
                KMedoidsSolution solution = solver.Fit(new Points(values, dimension), weights);
                yield return $"{name}, {metric}: " + GoldenFile.Hash(
                    GoldenFile.Bytes(solution.Medoids), GoldenFile.Bytes<double>([solution.Cost]), GoldenFile.Bytes<int>([solution.Swaps]));
            }
    }

    private static IEnumerable<string> Evaluations()
    {
        foreach ((string name, (float[] values, int dimension, double[]? weights)) in s_inputs)
            foreach (Metric metric in s_metrics)
            {
                using var selector = new ClusteringCoresetSelector(new() { Size = 100, Clusters = 5, Metric = metric, Seed = 3 });
                Coreset coreset = selector.Select(new Points(values, dimension), weights);
                using var evaluator = new CoresetEvaluator(new() { Clusters = 5, Candidates = 7, Metric = metric, Seed = 4 });
                CoresetEvaluation found = evaluator.Evaluate(new Points(values, dimension), coreset.Indices, coreset.Weights, weights);
                yield return $"{name}, {metric}: " + GoldenFile.Hash(GoldenFile.Bytes<double>(
                    [found.MaxDistortion, found.MeanDistortion, found.WorstCandidate, found.CostFull, found.CostCoreset, found.Mass]));
            }
    }
}
