using System.Runtime.CompilerServices;

namespace HpcCoreset;

/// <summary>The square root of the sum of squared differences; see <see cref="Metric.Euclidean"/>.</summary>
public readonly struct Euclidean : IInnerProductMetric
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Accumulate<T>(T sum, T x, T y)
        where T : struct, ILane<T>
    {
        T difference = x - y;
        return T.MultiplyAdd(difference, difference, sum);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Finish<T>(T sum)
        where T : struct, ILane<T> => T.Sqrt(sum);
}
