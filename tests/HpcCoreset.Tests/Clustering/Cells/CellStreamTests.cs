using System;
using System.Linq;
using Xunit;

namespace HpcCoreset.Tests.Clustering.Cells;

/// <summary>Cells of cells: merged and reduced again and again, masses and offsets add up, and costs are never told too low.</summary>
[Trait("Switches", "true")]
public class CellStreamTests
{
    private const int Dimension = 5;

    public static TheoryData<ClusteringCoresetMethod> Cells => [.. Methods.Cells];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Cells_of_cells_keep_mass_and_costs(ClusteringCoresetMethod method)
    {
        float[] rows = Rows.Blobs(6000, Dimension, 8, noise: 1);
        double[] weights = [.. Enumerable.Range(0, 6000).Select(row => (double)(row % 4))];
        using CoresetStream one = Streamed(method, rows, weights, 0, 6000), shards = Streamed(method, rows, weights, 0, 1700);
        using (CoresetStream second = Streamed(method, rows, weights, 1700, 3500)) shards.Merge(second);
        using (CoresetStream third = Streamed(method, rows, weights, 3500, 6000)) shards.Merge(third);
        foreach (CoresetStream stream in (CoresetStream[])[one, shards])
            foreach (bool reduced in (bool[])[false, true])
            {
                StreamCoreset coreset = reduced ? stream.Reduce() : stream.Coreset;
                var values = new float[coreset.Count * Dimension];
                for (int i = 0; i < coreset.Count; i++) coreset.Rows.CopyRow(i, values.AsSpan(i * Dimension));
                double[] masses = coreset.Weights.ToArray();
                Assert.Equal(9000, masses.Sum());
                Assert.True(coreset.Offset > 0);
                var random = new Random(2);
                for (int centres = 1; centres <= 9; centres++)
                {
                    double[] tried = [.. Enumerable.Range(0, centres * Dimension).Select(_ => 10 + 4 * random.NextDouble())];
                    double truth = Rows.Cost(Metric.SquaredEuclidean, rows, Dimension, weights, tried);
                    double told = coreset.Offset + Rows.Cost(Metric.SquaredEuclidean, values, Dimension, masses, tried);
                    Assert.InRange(told / truth, 1 - 1e-6, centres == 1 ? 1 + 1e-6 : 1.2);
                }
            }
    }

    private static CoresetStream Streamed(ClusteringCoresetMethod method, float[] rows, double[] weights, int first, int end)
    {
        var stream = new CoresetStream(new() { Size = 120, LeafRows = 400, Method = method, Seed = (ulong)first });
        stream.Append(new Points(rows.AsSpan(first * Dimension, (end - first) * Dimension), Dimension), weights.AsSpan(first, end - first));
        return stream;
    }
}
