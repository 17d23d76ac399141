using System.Runtime.CompilerServices;

namespace HpcCoreset;

/// <summary>1 - cosine, for rows of unit length: half their squared Euclidean distance; see <see cref="Metric.Cosine"/>.</summary>
public readonly struct Cosine : IInnerProductMetric
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
        where T : struct, ILane<T> => T.Create(0.5f) * sum;
}
