using System;
using HpcCoreset.Kernels;
using HpcCoreset.Runtime;

namespace HpcCoreset;

/// <summary>A <see cref="FacilityLocationSelector"/> on a kernel of one's own, for example for a dimension known at compile time.</summary>
/// <typeparam name="TKernel">
/// A struct marked with <see cref="CoresetKernelAttribute{TMetric}"/> whose metric is an <see cref="IInnerProductMetric"/>: the
/// similarities are computed from inner products.
/// </typeparam>
public sealed class FacilityLocationSelector<TKernel> : FacilityLocationSelector
    where TKernel : struct, ICoresetKernel
{
    /// <summary>Creates a selector. Its workspace grows on the first call.</summary>
    /// <param name="options">What to do.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the kernel's metric has no inner product.</exception>
    public FacilityLocationSelector(FacilityLocationOptions options)
        : base(options, Kernel())
    {
    }

    private static GeneratedKernel<TKernel> Kernel() => TKernel.UsesInnerProduct
        ? GeneratedKernel<TKernel>.Instance
        : throw new ArgumentException($"TKernel: the metric {TKernel.MetricName} is no IInnerProductMetric, which similarities are computed from.");
}
