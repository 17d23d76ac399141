using System.Runtime.CompilerServices;

namespace HpcCoreset;

/// <summary>The sum of absolute differences; see <see cref="Metric.Manhattan"/>.</summary>
public readonly struct Manhattan : IMetric
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Accumulate<T>(T sum, T x, T y)
        where T : struct, ILane<T> => sum + T.Abs(x - y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Finish<T>(T sum)
        where T : struct, ILane<T> => sum;
}
