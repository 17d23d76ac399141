using System;
using HpcCoreset.Kernels;
using HpcCoreset.Runtime;

namespace HpcCoreset;

/// <summary>A <see cref="KMeansCoresetSelector"/> on a kernel of one's own: a dimension known at compile time.</summary>
/// <typeparam name="TKernel">A struct marked with <see cref="CoresetKernelAttribute{TMetric}"/>.</typeparam>
public sealed class KMeansCoresetSelector<TKernel> : KMeansCoresetSelector
    where TKernel : struct, ICoresetKernel
{
    /// <summary>Creates a selector. Its workspace grows on the first call.</summary>
    /// <param name="options">What to do.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public KMeansCoresetSelector(KMeansCoresetOptions options)
        : base(options, GeneratedKernel<TKernel>.Instance)
    {
    }
}
