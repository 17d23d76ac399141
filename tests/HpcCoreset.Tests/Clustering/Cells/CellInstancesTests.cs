using System;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tests.Clustering.Cells;

/// <summary>Small versions of the instances on which coresets are compared: where cells are better than samples, and where not.</summary>
public class CellInstancesTests
{
    private const int Clusters = 10, Dimension = 10;

    /// <summary>Cells that are tight beside the distances of centres are hardly ever divided, so their costs are nearly exact.</summary>
    [Theory]
    [InlineData("geometric")]
    [InlineData("blobs")]
    [InlineData("blobs of 2 to 1024")]
    public void Where_clusters_are_apart_cells_beat_samples(string name)
    {
        double sensitivity = Distortion(name, ClusteringCoresetMethod.Sensitivity);
        foreach (ClusteringCoresetMethod method in Methods.Cells)
        {
            double cells = Distortion(name, method);
            Assert.InRange(cells, 1, 1.02);
            Assert.True(cells < sensitivity, $"{method}: {cells}, sensitivity: {sensitivity}");
        }
        Assert.True(Distortion(name, ClusteringCoresetMethod.CoresetTree, withOffset: false) > 1.1);
    }

    /// <summary>Several centres in one cloud of many dimensions divide cells, which then tell too much; far rows have cells of their own.</summary>
    [Fact]
    public void Where_centres_share_a_cloud_samples_beat_cells()
    {
        double sensitivity = Distortion("outliers", ClusteringCoresetMethod.Sensitivity);
        foreach (ClusteringCoresetMethod method in Methods.Cells) Assert.InRange(Distortion("outliers", method), sensitivity, 1.2);
        Assert.True(Distortion("outliers", ClusteringCoresetMethod.Uniform) > 100);
        Assert.InRange(Distortion("outliers", ClusteringCoresetMethod.FastCoreset), 1, 1.3);
    }

    /// <summary>The mean over seeds of the worst candidate: centres fitted to the coreset and to the rows, in one step and in more.</summary>
    private static double Distortion(string name, ClusteringCoresetMethod method, bool withOffset = true)
    {
        float[] rows = Make(name);
        return Enumerable.Range(1, 3).Average(seed => Distortion(rows, method, withOffset, (ulong)seed));
    }

    private static double Distortion(float[] rows, ClusteringCoresetMethod method, bool withOffset, ulong seed)
    {
        using var selector = new ClusteringCoresetSelector(new() { Size = 40 * Clusters, Clusters = Clusters, Method = method, Seed = seed });
        CoresetSnapshot coreset = selector.Select(new Points(rows, Dimension)).ToOwned();
        float[] stand = coreset.Centroids.Count > 0
            ? [.. coreset.Centroids]
            : [.. coreset.Indices.SelectMany(row => rows[(row * Dimension)..((row + 1) * Dimension)])];
        double[] weights = [.. coreset.Weights];
        double worst = 1;
        foreach ((float[] from, double[] weighted, int steps) in ((float[], double[], int)[])[(stand, weights, 1), (stand, weights, 5), (rows, [], 1), (rows, [], 3)])
        {
            using var solver = new KMeansSolver(new() { Clusters = Clusters, MaxIterations = steps, Seed = seed });
            double[] centres = Rows.ToDouble(solver.Fit(new Points(from, Dimension), weighted).Centres);
            double truth = Rows.Cost(Metric.SquaredEuclidean, rows, Dimension, [], centres);
            double told = (withOffset ? coreset.Offset : 0) + Rows.Cost(Metric.SquaredEuclidean, stand, Dimension, weights, centres);
            worst = Math.Max(worst, Math.Max(truth / told, told / truth));
        }
        return worst;
    }

    private static float[] Make(string name)
    {
        var random = new Random(3);
        switch (name)
        {
            case "outliers": return Rows.Outliers(4000, Dimension);
            case "geometric":
                return [.. Enumerable.Range(0, Clusters).SelectMany(corner => Enumerable.Range(0, 3000 >> corner).SelectMany(_ =>
                    Enumerable.Range(0, Dimension).Select(t => (float)((t == corner ? 1 : 0) + random.NextDouble() / 1000))))];
            default:
                return [.. Enumerable.Range(0, Clusters).SelectMany(blob =>
                {
                    double[] centre = [.. Enumerable.Range(0, Dimension).Select(_ => 1000 * random.NextDouble())];
                    return Enumerable.Range(0, name == "blobs" ? 500 : 2 << blob).SelectMany(_ =>
                        centre.Select(c => (float)(c + 20 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5))));
                })];
        }
    }
}
