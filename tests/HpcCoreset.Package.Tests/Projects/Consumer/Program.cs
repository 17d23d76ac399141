using System;
using System.Globalization;
using HpcCoreset;
using HpcCoreset.Runtime;

float[] x = new float[96], y = new float[96];
for (int t = 0; t < 96; t++) (x[t], y[t]) = (t % 7, t % 5);

Print(Kernel.Of<Squares>(x, y));
Print(Kernel.Of<Caps>(x, y));
Selections.Check();

static void Print(float value) => Console.WriteLine(value.ToString("R", CultureInfo.InvariantCulture));

internal static class Kernel
{
    public static float Of<TKernel>(float[] x, float[] y)
        where TKernel : struct, ICoresetKernel => TKernel.Distance(ref x[0], ref y[0], x.Length);
}

[CoresetKernel<SquaredEuclidean>(96)]
internal readonly partial struct Squares { }

[CoresetKernel<Capped>]
internal readonly partial struct Caps { }

/// <summary>A metric of one's own: absolute differences of at most 3.</summary>
internal readonly struct Capped : IMetric
{
    public static T Accumulate<T>(T sum, T x, T y)
        where T : struct, ILane<T> => sum + T.Min(T.Abs(x - y), T.Create(3));

    public static T Finish<T>(T sum)
        where T : struct, ILane<T> => sum;
}
