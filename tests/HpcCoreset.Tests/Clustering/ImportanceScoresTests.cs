using System;
using System.Linq;
using System.Threading;
using HpcCoreset.Clustering;
using Xunit;

namespace HpcCoreset.Tests.Clustering;

public unsafe class ImportanceScoresTests
{
    /// <summary>Scores, strata and cost against the formula in plain double, far from the origin, where float32 would show.</summary>
    [Theory]
    [InlineData(ClusteringCoresetMethod.Sensitivity, Metric.SquaredEuclidean)]
    [InlineData(ClusteringCoresetMethod.Sensitivity, Metric.Euclidean)]
    [InlineData(ClusteringCoresetMethod.Sensitivity, Metric.Manhattan)]
    [InlineData(ClusteringCoresetMethod.Sensitivity, Metric.Cosine)]
    [InlineData(ClusteringCoresetMethod.FastCoreset, Metric.SquaredEuclidean)]
    [InlineData(ClusteringCoresetMethod.FastCoreset, Metric.Cosine)]
    [InlineData(ClusteringCoresetMethod.Lightweight, Metric.SquaredEuclidean)]
    [InlineData(ClusteringCoresetMethod.Lightweight, Metric.Manhattan)]
    public void Agree_with_the_formula(ClusteringCoresetMethod method, Metric metric)
    {
        const int Count = 6000, Dimension = 11;
        float[] values = [.. Rows.Blobs(Count, Dimension, 9, noise: 1).Select(v => v + 1000)];
        double[] weights = [.. Rows.Weights(Count).Select(w => Math.Pow(w, 0.2))];
        using var rows = new WeightedRows(metric);
        var scores = new ImportanceScores();
        fixed (float* first = values)
        {
            rows.Load(new RowSource(first, Count, Dimension, Dimension), weights, 2);
            var options = new ClusteringCoresetOptions { Size = 1, Clusters = 6, Method = method, Metric = metric };
            scores.Build(rows, new ConstructionTask(options, Size: 1, Seed: 3, Progress: null, CancellationToken.None));
        }
        int strata = method == ClusteringCoresetMethod.Lightweight ? 1 : 12;
        Assert.Equal(strata, scores.StrataCount);

        var means = new double[strata * Dimension];
        var masses = new double[strata];
        for (int i = 0; i < Count; i++)
        {
            int stratum = scores.Strata[i];
            masses[stratum] += weights[i];
            double length = Math.Sqrt(Enumerable.Range(0, Dimension).Sum(t => (double)values[i * Dimension + t] * values[i * Dimension + t]));
            for (int t = 0; t < Dimension; t++)
                means[stratum * Dimension + t] += weights[i] * values[i * Dimension + t] / (metric == Metric.Cosine ? length : 1);
        }
        for (int stratum = 0; stratum < strata; stratum++)
        {
            Span<double> mean = means.AsSpan(stratum * Dimension, Dimension);
            double divisor = masses[stratum];
            if (metric == Metric.Cosine) divisor = Math.Sqrt(mean.ToArray().Sum(m => m * m));
            foreach (ref double value in mean) value /= divisor;
        }
        double[] costs = [.. Enumerable.Range(0, Count).Select(i => Rows.Distance(
            metric, values.AsSpan(i * Dimension, Dimension), means.AsSpan(scores.Strata[i] * Dimension, Dimension)))];
        double total = costs.Zip(weights, (c, w) => c * w).Sum();
        Assert.Equal(total, scores.Cost, 1e-9 * total);
        for (int i = 0; i < Count; i++)
        {
            double expected = 0.5 * weights[i] * costs[i] / total + 0.5 * weights[i] / (masses[scores.Strata[i]] * strata);
            Assert.Equal(expected, scores.Scores[i], 1e-8 * expected);
        }
    }
}
