using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace HpcCoreset.Runtime;

/// <summary>The negative of a metric without an inner product: the one similarity its kernels have.</summary>
/// <typeparam name="TMetric">The metric.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NegatedMetric<TMetric> : IPairValue
    where TMetric : struct, IMetric
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Evaluate<T>(T sum, T rowTerm, T pointTerm, T parameter)
        where T : struct, ILane<T> => T.Create(0) - TMetric.Finish(sum);
}
