using System.Runtime.CompilerServices;

namespace HpcCoreset.Benchmarks.Constants;

[CoresetKernel<HuberInlined>]
internal readonly partial struct HuberInlinedAny;

[CoresetKernel<HuberCalled>]
internal readonly partial struct HuberCalledAny;

/// <summary>A consumer's metric of a few operations, marked as the documentation asks.</summary>
internal readonly struct HuberInlined : IMetric
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Accumulate<T>(T sum, T x, T y)
        where T : struct, ILane<T>
    {
        T difference = T.Abs(x - y);
        return sum + T.WhereLess(difference, T.Create(1), T.Create(0.5f) * difference * difference, difference - T.Create(0.5f));
    }

    public static T Finish<T>(T sum)
        where T : struct, ILane<T> => sum;
}

/// <summary>The same, which the JIT may call as it likes.</summary>
internal readonly struct HuberCalled : IMetric
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T Accumulate<T>(T sum, T x, T y)
        where T : struct, ILane<T> => HuberInlined.Accumulate(sum, x, y);

    public static T Finish<T>(T sum)
        where T : struct, ILane<T> => sum;
}
