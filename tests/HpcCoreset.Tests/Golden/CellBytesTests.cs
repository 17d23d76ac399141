using System.Collections.Generic;
using System.Linq;
using HpcCoreset.Tests.Clustering;
using HpcCoreset.Tests.Submodular;
using Xunit;

namespace HpcCoreset.Tests.Golden;

/// <summary>Cells are the committed bytes with every instruction set: rows, masses, variances, centroids, offset.</summary>
[Trait("Switches", "true")]
public class CellBytesTests
{
    [Fact]
    public void Cells_are_the_committed_bytes() => GoldenFile.Check("cells.txt", Lines());

    private static IEnumerable<string> Lines()
    {
        double[] weights = [.. Enumerable.Range(0, 2100).Select(i => i % 6 == 0 ? 0 : System.Math.ScaleB(1 + i % 7, i % 40 - 20))];
        (string, float[], int, double[])[] inputs =
        [
            ("blobs", Rows.Blobs(2100, 5, 6, noise: 1), 5, []),
            ("blobs, weighted", Rows.Blobs(2100, 16, 5, noise: 2), 16, weights),
            ("outliers", Rows.Outliers(1200, 3), 3, []),
            ("digits", [.. Digits.Rows.Where((_, i) => i % 4 == 0).SelectMany(row => row)], Digits.Dimension, []),
        ];
        foreach ((string name, float[] values, int dimension, double[] weighted) in inputs)
            foreach (ClusteringCoresetMethod method in Methods.Cells)
                foreach (ulong seed in (ulong[])[0, 0xFFFF_FFFF_FFFF_FFFF])
                {
                    using var selector = new ClusteringCoresetSelector(new() { Size = 150, Method = method, Seed = seed });
                    Coreset coreset = selector.Select(new Points(values, dimension), weighted);
                    yield return $"{name}, {method}, seed {seed}: " + GoldenFile.Hash(
                        GoldenFile.Bytes(coreset.Indices), GoldenFile.Bytes(coreset.Weights), GoldenFile.Bytes(coreset.Gains),
                        GoldenFile.Bytes(coreset.Centroids), GoldenFile.Bytes<double>([coreset.Offset, coreset.Report.Evaluations]));
                }
    }
}
