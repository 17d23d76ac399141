using System.Runtime.CompilerServices;

namespace HpcCoreset;

/// <summary>
/// The number of differing bits; see <see cref="Metric.Hamming"/>. A coordinate is 32 bits in the place of a float32, so a kernel for
/// 256 bits is marked with <c>dimension: 8</c>.
/// </summary>
/// <remarks>Sums are whole numbers, exact up to 2^24 bits in a row.</remarks>
public readonly struct Hamming : IMetric
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Accumulate<T>(T sum, T x, T y)
        where T : struct, ILane<T> => sum + T.BitDistance(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Finish<T>(T sum)
        where T : struct, ILane<T> => sum;
}
