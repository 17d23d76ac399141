using System;
using System.Linq;
using HpcCoreset.Tests.Clustering;
using HpcCoreset.Tests.Kernels;
using Xunit;

namespace HpcCoreset.Tests.Allocation;

/// <summary>
/// The workspace depends on the shape of the rows, not on the rows: after a few distinct ones, which have few clusters, any others of
/// the same shape allocate nothing.
/// </summary>
[Collection(OneThreadTests.Alone)]
public class OtherDataTests
{
    private const int Count = 5000; // more than a segment of a cluster
    private const int Dimension = 9;
    private const int Clusters = 12;
    private readonly float[] _poor = [.. Enumerable.Range(0, Count * Dimension).Select(i => i / Dimension % 2 + 1f)];
    private readonly float[] _rich = Clustering.Rows.Blobs(Count, Dimension, 30, noise: 1);

    public static TheoryData<ClusteringCoresetMethod, Metric, bool> Selectors
    {
        get
        {
            var data = new TheoryData<ClusteringCoresetMethod, Metric, bool>();
            foreach (ClusteringCoresetMethod method in Methods.Samplers)
                foreach (Metric metric in Enum.GetValues<Metric>().Where(metric => metric is not (Metric.Dot or Metric.Hamming)))
                    foreach (bool replacement in (bool[])[false, true]) data.Add(method, metric, replacement);
            foreach (ClusteringCoresetMethod method in Methods.Representatives) data.Add(method, Metric.SquaredEuclidean, false);
            foreach (ClusteringCoresetMethod method in Methods.Cells) data.Add(method, Metric.SquaredEuclidean, false);
            return data;
        }
    }

    public static TheoryData<Metric> Metrics => [Metric.SquaredEuclidean, Metric.Euclidean, Metric.Manhattan, Metric.Cosine];

    [Theory]
    [MemberData(nameof(Selectors))]
    public void Selectors_allocate_nothing(ClusteringCoresetMethod method, Metric metric, bool replacement)
    {
        using var selector = new ClusteringCoresetSelector(
            new() { Size = 100, Clusters = Clusters, Method = method, Metric = metric, WithReplacement = replacement });
        AssertNothing(rows => selector.Select(new Points(rows, Dimension)));
    }

    [Theory]
    [InlineData(ClusteringCoresetMethod.KCenter, 0)]
    [InlineData(ClusteringCoresetMethod.KCenter, 9)]
    [InlineData(ClusteringCoresetMethod.ProTraS, 0)]
    public void Coverings_allocate_nothing(ClusteringCoresetMethod method, double outliers)
    {
        using var selector = new ClusteringCoresetSelector(new() { Size = 100, Method = method, Outliers = outliers });
        AssertNothing(rows => selector.Select(new Points(rows, Dimension)));
    }

    [Theory]
    [InlineData(ClusteringCoresetMethod.Sensitivity)]
    [InlineData(ClusteringCoresetMethod.Lightweight)]
    public void A_selector_on_a_metric_of_ones_own_allocates_nothing(ClusteringCoresetMethod method)
    {
        using var selector = new ClusteringCoresetSelector<Huber9>(new() { Size = 100, Clusters = Clusters, Method = method });
        AssertNothing(rows => selector.Select(new Points(rows, Dimension)));
    }

    [Theory]
    [InlineData(Metric.SquaredEuclidean, 1e-4)]
    [InlineData(Metric.SquaredEuclidean, 0)]
    [InlineData(Metric.Cosine, 1e-4)]
    public void Solvers_allocate_nothing(Metric metric, double tolerance)
    {
        var owner = new int[Count];
        using var solver = new KMeansSolver(new() { Clusters = Clusters, Metric = metric, MaxIterations = 5, Tolerance = tolerance });
        AssertNothing(rows =>
        {
            solver.Fit(new Points(rows, Dimension));
            solver.Refine(new Points(rows, Dimension), [], 2);
            solver.Assign(new Points(rows, Dimension), owner, []);
        });
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Solvers_for_medoids_allocate_nothing(Metric metric)
    {
        var owner = new int[Count];
        using var solver = new KMedoidsSolver(new() { Clusters = Clusters, Metric = metric, MaxRounds = 1 });
        AssertNothing(rows =>
        {
            solver.Fit(new Points(rows, Dimension));
            solver.Assign(new Points(rows, Dimension), owner, []);
        });
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Evaluators_allocate_nothing(Metric metric)
    {
        int[] indices = [.. Enumerable.Range(0, 60).Select(i => i * 7)];
        double[] coresetWeights = [.. indices.Select(_ => 4.0)];
        using var evaluator = new CoresetEvaluator(new() { Clusters = Clusters, Metric = metric });
        AssertNothing(rows => evaluator.Evaluate(new Points(rows, Dimension), indices, coresetWeights));
    }

    [Fact]
    public void Nor_does_the_first_call_after_prepare()
    {
        float[] rows = Clustering.Rows.Blobs(8192, 64, 3);
        using var selector = new ClusteringCoresetSelector(new() { Size = 200, Clusters = 10 });
        selector.Prepare(8192, 64);
        GC.Collect();
        Assert.Equal(0, Allocated.In(() => selector.Select(new Points(rows, 64))));
    }

    /// <summary>On a thread of its own, which has no scratch yet that another solver has left behind.</summary>
    private void AssertNothing(Action<float[]> call)
    {
        long bytes = -1;
        var thread = new System.Threading.Thread(() =>
        {
            call(_poor);
            GC.Collect();
            bytes = Allocated.In(() => call(_rich));
        });
        thread.Start();
        thread.Join();
        Assert.Equal(0, bytes);
    }
}
