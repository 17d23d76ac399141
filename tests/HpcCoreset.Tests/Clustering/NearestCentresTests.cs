using System;
using System.Linq;
using HpcCoreset.Clustering;
using Xunit;

namespace HpcCoreset.Tests.Clustering;

public unsafe class NearestCentresTests
{
    /// <summary>An origin that follows the outlier would leave the distances few digits, and every row with near-ties.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1e5, 1)]
    [InlineData(1e5, 2)]
    public void Rows_for_one_pass_are_moved_to_where_the_rows_are_whatever_a_centre_does(double outlier, int threads)
    {
        const int Count = 3000, Dimension = 16, Clusters = 13;
        float[] values = Rows.Blobs(Count, Dimension, Clusters);
        double[] centres = Rows.ToDouble(values.AsSpan(0, Clusters * Dimension));
        for (int t = 0; t < Dimension; t++) centres[^(t + 1)] += outlier;
        using var rows = new WeightedRows(Metric.SquaredEuclidean);
        using var nearest = new NearestCentres();
        fixed (float* first = values)
        fixed (double* packed = centres)
        {
            rows.Load(new RowSource(first, Count, Dimension, Dimension), [], threads);
            nearest.Run(rows, packed, Clusters, once: true);
            for (int i = 0; i < Count; i++)
            {
                (int owner, double distance) = Rows.Nearest(Metric.SquaredEuclidean, values.AsSpan(i * Dimension, Dimension), centres);
                Assert.Equal(owner, nearest.Owner[i]);
                Assert.Equal(distance, nearest.Distance[i], 1e-3 * (1 + distance));
            }
        }
    }
}
