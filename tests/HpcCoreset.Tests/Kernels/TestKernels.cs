using System.Runtime.CompilerServices;

namespace HpcCoreset.Tests.Kernels;

// Kernels that a consumer would declare: around the widths of registers (8, 16), panels (64) and chains of FMAs (128), with other
// metrics than the library's own kernels have, and with metrics of the consumer.
[CoresetKernel<SquaredEuclidean>(dimension: 1)]
internal readonly partial struct Squared1;

[CoresetKernel<SquaredEuclidean>(dimension: 5)]
internal readonly partial struct Squared5;

[CoresetKernel<SquaredEuclidean>(dimension: 7)]
internal readonly partial struct Squared7;

[CoresetKernel<SquaredEuclidean>(dimension: 9)]
internal readonly partial struct Squared9;

[CoresetKernel<SquaredEuclidean>(dimension: 15)]
internal readonly partial struct Squared15;

[CoresetKernel<SquaredEuclidean>(dimension: 17)]
internal readonly partial struct Squared17;

[CoresetKernel<SquaredEuclidean>(dimension: 31)]
internal readonly partial struct Squared31;

[CoresetKernel<SquaredEuclidean>(dimension: 33)]
internal readonly partial struct Squared33;

[CoresetKernel<SquaredEuclidean>(dimension: 63)]
internal readonly partial struct Squared63;

[CoresetKernel<SquaredEuclidean>(dimension: 65)]
internal readonly partial struct Squared65;

[CoresetKernel<SquaredEuclidean>(dimension: 127)]
internal readonly partial struct Squared127;

[CoresetKernel<SquaredEuclidean>(dimension: 129)]
internal readonly partial struct Squared129;

[CoresetKernel<SquaredEuclidean>(dimension: 255)]
internal readonly partial struct Squared255;

[CoresetKernel<SquaredEuclidean>(dimension: 257)]
internal readonly partial struct Squared257;

[CoresetKernel<Euclidean>(dimension: 17)]
internal readonly partial struct Euclidean17;

[CoresetKernel<Cosine>(dimension: 129)]
internal readonly partial struct Cosine129;

[CoresetKernel<Manhattan>(dimension: 3)]
internal readonly partial struct Manhattan3;

[CoresetKernel<Manhattan>(dimension: 257)]
internal readonly partial struct Manhattan257;

[CoresetKernel<Dot>(dimension: 33)]
internal readonly partial struct Dot33;

[CoresetKernel<Dot>]
internal readonly partial struct DotAny;

[CoresetKernel<Huber>(dimension: 9)]
internal readonly partial struct Huber9;

[CoresetKernel<Huber>]
internal readonly partial struct HuberAny;

[CoresetKernel<Chebyshev>(dimension: 257)]
internal readonly partial struct Chebyshev257;

[CoresetKernel<Hamming>(dimension: 3)]
internal readonly partial struct Hamming3;

[CoresetKernel<Absolute>]
internal readonly partial struct AbsoluteAny;

/// <summary>What <see cref="Manhattan"/> is, as a consumer's metric, whose rows are not centred.</summary>
internal readonly struct Absolute : IMetric
{
    public static T Accumulate<T>(T sum, T x, T y)
        where T : struct, ILane<T> => sum + T.Abs(x - y);

    public static T Finish<T>(T sum)
        where T : struct, ILane<T> => sum;
}

/// <summary>A consumer's metric: squares near 0, absolute values beyond 1, so it needs a choice per lane.</summary>
internal readonly struct Huber : IMetric
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Accumulate<T>(T sum, T x, T y)
        where T : struct, ILane<T>
    {
        T d = T.Abs(x - y);
        return sum + T.WhereLess(d, T.Create(1), T.Create(0.5f) * d * d, d - T.Create(0.5f));
    }

    public static T Finish<T>(T sum)
        where T : struct, ILane<T> => sum;
}

/// <summary>A consumer's metric whose running value is no sum: parts of a row must not be added up.</summary>
internal readonly struct Chebyshev : IMetric
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Accumulate<T>(T sum, T x, T y)
        where T : struct, ILane<T> => T.Max(sum, T.Abs(x - y));

    public static T Finish<T>(T sum)
        where T : struct, ILane<T> => sum;
}
