using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tests.Clustering.Cells;

/// <summary>Ranges of one array and references found by projections make the cells that plain loops make.</summary>
[Trait("Switches", "true")]
public class PlainCellsTests
{
    public static TheoryData<string> Instances => ["blobs", "unit cube", "far from the origin", "outliers", "columns of one kind", "one column"];

    [Theory]
    [MemberData(nameof(Instances))]
    public void The_tree_splits_as_plain_lists_do(string name)
    {
        (float[] rows, int dimension) = Make(name);
        foreach (double[] weights in Weights(rows.Length / dimension))
            foreach (int size in (int[])[1, 7, 50])
            {
                CellRun cells = CellRun.Of("coreset tree", rows, dimension, size, weights, seed: 5);
                var expected = PlainCells.Tree(rows, dimension, weights, size, seed: 5).ToDictionary(cell => cell, cell => cell.Sum(row => weights[row]));
                Assert.Equal(expected.Count, cells.Count);
                foreach ((int[] members, double mass) in expected)
                {
                    int found = Array.FindIndex(cells.Representatives, row => members.Contains(row));
                    Assert.Equal(mass, cells.Masses[found], 1e-12 * mass);
                    double[] mean = [.. Enumerable.Range(0, dimension).Select(t => members.Sum(row => weights[row] * rows[row * dimension + t]) / mass)];
                    for (int t = 0; t < dimension; t++) Assert.Equal(mean[t], cells.Centroids[found * dimension + t], 1e-7 * Math.Abs(mean[t]) + 1e-12);
                    double[] centroid = Rows.ToDouble(cells.Centroids.AsSpan(found * dimension, dimension));
                    double variance = members.Sum(row => weights[row] * Rows.Distance(Metric.SquaredEuclidean, rows.AsSpan(row * dimension, dimension), centroid));
                    Assert.Equal(variance, cells.Variances[found], 1e-12 * variance);
                }
            }
    }

    [Theory]
    [MemberData(nameof(Instances))]
    public void Bico_finds_the_references_that_a_plain_search_finds(string name)
    {
        (float[] rows, int dimension) = Make(name);
        foreach (double[] weights in Weights(rows.Length / dimension))
            foreach (int size in (int[])[1, 7, 50])
            {
                List<(int Row, double Mass, double Variance)> expected =
                    [.. PlainCells.Bico(rows, dimension, weights, size).OrderBy(feature => feature.Row)];
                foreach (ulong seed in (ulong[])[1, 2]) // which decides how they are found
                {
                    CellRun cells = CellRun.Of("BICO", rows, dimension, size, weights, seed);
                    Assert.Equal(expected.Select(feature => feature.Row), cells.Representatives);
                    for (int i = 0; i < cells.Count; i++)
                    {
                        Assert.Equal(expected[i].Mass, cells.Masses[i], 1e-12 * expected[i].Mass);
                        double rounding = cells.Masses[i] * Rows.ToDouble(cells.Centroids.AsSpan(i * dimension, dimension)).Sum(v => v * v) * 1e-14;
                        Assert.InRange(cells.Variances[i], expected[i].Variance * (1 - 1e-9), expected[i].Variance * (1 + 1e-9) + rounding);
                    }
                }
            }
    }

    private static double[][] Weights(int count) =>
        [[.. Enumerable.Repeat(1.0, count)], [.. Enumerable.Range(0, count).Select(row => row % 5 == 0 ? 0 : Math.ScaleB(1 + row % 3, row % 30 - 15))]];

    private static (float[] Rows, int Dimension) Make(string name)
    {
        var random = new Random(6);
        return name switch
        {
            "blobs" => (Rows.Blobs(400, 6, 7, noise: 1), 6),
            "unit cube" => ([.. Enumerable.Range(0, 400 * 9).Select(_ => random.NextSingle())], 9),
            "far from the origin" => ([.. Enumerable.Range(0, 400 * 12).Select(_ => 1e5f + random.NextSingle())], 12),
            "outliers" => (Rows.Outliers(400, 3), 3),
            "columns of one kind" => ([.. Enumerable.Range(0, 300).SelectMany(_ => Enumerable.Repeat((float)random.NextDouble(), 20))], 20),
            _ => ([.. Enumerable.Range(0, 500).Select(_ => random.Next(2000) / 16f)], 1),
        };
    }
}
