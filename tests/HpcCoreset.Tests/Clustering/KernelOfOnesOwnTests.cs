using HpcCoreset.Kernels;
using Xunit;

namespace HpcCoreset.Tests.Clustering;

public class KernelOfOnesOwnTests
{
    [Fact]
    public void On_a_built_in_metric_it_changes_nothing()
    {
        float[] rows = Rows.Blobs(2000, 16, 6);
        var options = new KMeansCoresetOptions { Size = 100, Clusters = 6, Seed = 2 };
        AssertSame(new KMeansCoresetSelector(options), new KMeansCoresetSelector<SquaredEuclidean16>(options), rows);
        AssertSame(new KMeansCoresetSelector(options with { Metric = Metric.Manhattan }), new KMeansCoresetSelector<ManhattanAny>(options), rows);
    }

    private static void AssertSame(KMeansCoresetSelector catalogue, KMeansCoresetSelector own, float[] rows)
    {
        using (catalogue)
        using (own)
        {
            CoresetSnapshot expected = catalogue.Select(new Points(rows, 16)).ToOwned(), found = own.Select(new Points(rows, 16)).ToOwned();
            Assert.Equal(expected.Indices, found.Indices);
            Assert.Equal(expected.Weights, found.Weights);
            Assert.Equal(expected.Report, found.Report);
        }
    }
}
