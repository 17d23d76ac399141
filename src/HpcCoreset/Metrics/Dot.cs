using System.Runtime.CompilerServices;

namespace HpcCoreset;

/// <summary>The negated inner product; see <see cref="Metric.Dot"/>.</summary>
public readonly struct Dot : IMetric
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Accumulate<T>(T sum, T x, T y)
        where T : struct, ILane<T> =>
        T.MultiplyAdd(x, T.Create(0) - y, sum);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Finish<T>(T sum)
        where T : struct, ILane<T> => sum;
}
