using Xunit;

namespace HpcCoreset.Tests.Clustering
{
    public class NamesakeMetricTests
    {
        [Fact]
        public void A_metric_of_ones_own_called_like_one_of_ours_is_not_taken_for_it()
        {
            // Ours would refuse rows of zeros, which have no direction.
            using var selector = new ClusteringCoresetSelector<NamesakeKernel>(new() { Size = 2, Clusters = 1 });
            Assert.Equal(2, selector.Select(new Points([0, 0, 1, 1, 2, 2], 2)).Count);
        }
    }

    [CoresetKernel<Namesake.Cosine>(2)]
    internal readonly partial struct NamesakeKernel;
}

namespace HpcCoreset.Tests.Clustering.Namesake
{
    internal readonly struct Cosine : IMetric
    {
        public static T Accumulate<T>(T sum, T x, T y)
            where T : struct, ILane<T> => sum + T.Abs(x - y);

        public static T Finish<T>(T sum)
            where T : struct, ILane<T> => sum;
    }
}
