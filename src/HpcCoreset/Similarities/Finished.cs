using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace HpcCoreset.Runtime;

/// <summary>The distance of a metric without an inner product: its finished sum.</summary>
/// <typeparam name="TMetric">The metric.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Finished<TMetric> : IRankedDistance
    where TMetric : struct, IMetric
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Rank<T>(T sum, T pointTerm)
        where T : struct, ILane<T> => TMetric.Finish(sum);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Distance<T>(T rank, T rowTerm)
        where T : struct, ILane<T> => rank;
}
