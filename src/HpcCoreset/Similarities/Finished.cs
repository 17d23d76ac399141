using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace HpcCoreset.Runtime;

/// <summary>The distance of a metric without an inner product: its finished sum.</summary>
/// <typeparam name="TMetric">The metric.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Finished<TMetric> : IPairValue
    where TMetric : struct, IMetric
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Evaluate<T>(T sum, T rowTerm, T pointTerm, T parameter)
        where T : struct, ILane<T> => TMetric.Finish(sum);
}
