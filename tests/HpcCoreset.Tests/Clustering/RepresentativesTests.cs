using System;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tests.Clustering;

public class RepresentativesTests
{
    public static TheoryData<ClusteringCoresetMethod> All => [.. Methods.Representatives];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_blob_has_one_pick_with_its_mass(ClusteringCoresetMethod method)
    {
        const int Count = 600, Dimension = 3, Blobs = 6;
        float[] rows = new float[Count * Dimension];
        var random = new Random(1);
        for (int i = 0; i < rows.Length; i++) rows[i] = 100 * (i / Dimension % Blobs) * (i % Dimension + 1) + random.NextSingle();
        double[] weights = [.. Enumerable.Range(0, Count).Select(i => (double)(i % 5))];
        using var selector = new ClusteringCoresetSelector(new() { Size = Blobs, Method = method });
        Coreset coreset = selector.Select(new Points(rows, Dimension), weights);
        int[] picks = coreset.Indices.ToArray();
        Assert.Equal(picks.Distinct().Order(), picks);
        Assert.Equal(Enumerable.Range(0, Blobs), picks.Select(row => row % Blobs).Order());
        for (int i = 0; i < Blobs; i++)
        {
            int[] members = [.. Enumerable.Range(0, Count).Where(row => row % Blobs == picks[i] % Blobs)];
            Assert.Equal(members.Sum(row => weights[row]), coreset.Weights[i]);
            Assert.True(weights[picks[i]] > 0);
            double[] centre = method == ClusteringCoresetMethod.KMeans ? Mean(members) : Best(members);
            Assert.Equal(Distance(picks[i], centre), members.Where(row => weights[row] > 0).Min(row => Distance(row, centre)), 1e-9);
        }
        Assert.True(coreset.Offset == 0 && coreset.Centroids.IsEmpty);

        double Distance(int row, double[] centre) => Rows.Distance(Metric.SquaredEuclidean, rows.AsSpan(row * Dimension, Dimension), centre);

        double[] Mean(int[] members) =>
            [.. Enumerable.Range(0, Dimension).Select(t => members.Sum(row => weights[row] * rows[row * Dimension + t]) / members.Sum(row => weights[row]))];

        double[] Best(int[] members) => members.Where(row => weights[row] > 0)
            .Select(row => Rows.ToDouble(rows.AsSpan(row * Dimension, Dimension)))
            .MinBy(medoid => members.Sum(row => weights[row] * Distance(row, medoid)))!;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Of_few_distinct_rows_each_is_picked_once(ClusteringCoresetMethod method)
    {
        using var selector = new ClusteringCoresetSelector(new() { Size = 4, Method = method });
        Coreset coreset = selector.Select(new Points([1, 1, 2, 2, 2, 7, 7], 1));
        Assert.Equal([0, 2, 5], coreset.Indices.ToArray());
        Assert.Equal([2.0, 3, 2], coreset.Weights.ToArray());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Threads_change_no_byte(ClusteringCoresetMethod method)
    {
        float[] rows = Rows.Blobs(3000, 6, 9, noise: 2);
        (int[] Indices, double[] Weights)[] found = [.. ((int[])[1, 2, 5]).Select(threads =>
        {
            using var selector = new ClusteringCoresetSelector(new() { Size = 30, Method = method, Threads = threads, Seed = 3 });
            Coreset coreset = selector.Select(new Points(rows, 6));
            return (coreset.Indices.ToArray(), coreset.Weights.ToArray());
        })];
        Assert.Equal(30, found[0].Indices.Length);
        Assert.Equal(3000, found[0].Weights.Sum());
        Assert.All(found, other => Assert.Equal(found[0].Indices, other.Indices));
        Assert.All(found, other => Assert.Equal(found[0].Weights, other.Weights));
    }

    [Fact]
    public void Metrics_without_means_or_pairs_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ClusteringCoresetSelector(new() { Size = 4, Method = ClusteringCoresetMethod.KMeans, Metric = Metric.Manhattan }));
        Assert.Throws<ArgumentException>(() => new ClusteringCoresetSelector(new() { Size = 4, Method = ClusteringCoresetMethod.KMedoids, Metric = Metric.Hamming }));
    }
}
