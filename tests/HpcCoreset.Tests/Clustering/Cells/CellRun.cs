using HpcCoreset.Clustering;
using HpcCoreset.Clustering.Cells;
using HpcCoreset.Numerics;
using Xunit;

namespace HpcCoreset.Tests.Clustering.Cells;

/// <summary>The cells that a construction makes of some rows, copied.</summary>
internal sealed unsafe record CellRun(int[] Representatives, double[] Masses, double[] Variances, float[] Centroids, double Offset)
{
    public static readonly string[] Constructions = ["coreset tree", "BICO"];

    public int Count => Representatives.Length;

    public static CellRun Of(
        string construction, float[] values, int dimension, int size, double[]? weights = null, ulong seed = 1, int threads = 1)
    {
        using var rows = new WeightedRows(Metric.SquaredEuclidean);
        fixed (float* first = values)
        {
            rows.Load(new RowSource(first, values.Length / dimension, dimension, dimension), weights, threads);
            if (construction == "BICO")
            {
                var bico = new Bico();
                bico.Run(rows, size, new Philox(seed, 1));
                return Copy(bico.Cells);
            }
            var tree = new CoresetTree();
            tree.Run(rows, size, new Philox(seed, 1));
            return Copy(tree.Cells);
        }
    }

    /// <summary>What the cells say that centres cost: never less than what they cost on all rows.</summary>
    public double Cost(int dimension, double[] centres) =>
        Offset + Rows.Cost(Metric.SquaredEuclidean, Centroids, dimension, Masses, centres);

    private static CellRun Copy(CellSummaries cells)
    {
        var coreset = new CoresetBuffer();
        coreset.Reset(cells.Count, cells.Dimension);
        cells.AppendTo(coreset);
        Assert.Equal(cells.Offset, coreset.Offset);
        return new CellRun(coreset.Indices, coreset.Weights, coreset.Gains, coreset.Centroids, coreset.Offset);
    }
}
