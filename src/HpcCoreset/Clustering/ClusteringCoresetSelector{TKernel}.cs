using System;
using HpcCoreset.Kernels;
using HpcCoreset.Runtime;

namespace HpcCoreset;

/// <summary>A <see cref="ClusteringCoresetSelector"/> on a kernel of one's own: a dimension known at compile time, a metric of one's own.</summary>
/// <remarks>
/// The kernel says what is minimised, and <see cref="ClusteringCoresetOptions.Metric"/> is not looked at. On a built-in metric the coreset is
/// that of <see cref="ClusteringCoresetSelector"/>; on another one a row costs what the kernel says, in float32, finite and at least 0,
/// and means stand in for best centres.
/// </remarks>
/// <typeparam name="TKernel">A struct marked with <see cref="CoresetKernelAttribute{TMetric}"/>.</typeparam>
public sealed class ClusteringCoresetSelector<TKernel> : ClusteringCoresetSelector
    where TKernel : struct, ICoresetKernel
{
    /// <summary>Creates a selector. Its workspace grows on the first call.</summary>
    /// <param name="options">What to do.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the kernel's metric is <see cref="Dot"/>.</exception>
    public ClusteringCoresetSelector(ClusteringCoresetOptions options)
        : base(options, GeneratedKernel<TKernel>.Instance, BuiltInMetric())
    {
    }

    /// <summary>The kernel's metric, if it is one of ours.</summary>
    private static Metric? BuiltInMetric() =>
        TKernel.MetricType == typeof(SquaredEuclidean) ? Metric.SquaredEuclidean
        : TKernel.MetricType == typeof(Euclidean) ? Metric.Euclidean
        : TKernel.MetricType == typeof(Cosine) ? Metric.Cosine
        : TKernel.MetricType == typeof(Dot) ? Metric.Dot
        : TKernel.MetricType == typeof(Manhattan) ? Metric.Manhattan
        : TKernel.MetricType == typeof(Hamming) ? Metric.Hamming
        : null;
}
