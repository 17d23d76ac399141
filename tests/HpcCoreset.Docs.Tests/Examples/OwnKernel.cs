using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using HpcCoreset;

namespace HpcCoreset.Docs.Tests.Examples
{
    internal static class OwnKernel
    {
        public static void Run()
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            float[] values = LabelledRows.Blobs(10_000, 96, labels: 10, new Random(2)).Values;

            #region use-own-kernel
            using var selector = new ClusteringCoresetSelector<Huber96>(new() { Size = 1_000, Clusters = 20 });
            Coreset coreset = selector.Select(new Points(values, dimension: 96));
            Console.WriteLine($"{coreset.Count} rows that stand for {coreset.Report.TotalWeight:F0}, under {coreset.Report.Kernel.Split('/')[0]}");
            #endregion
        }
    }
}

#region own-kernel
[CoresetKernel<Huber>(dimension: 96)]                // the generator writes the passes for 96 dimensions
internal readonly partial struct Huber96;

internal readonly struct Huber : IMetric             // half the square of small differences, the size of large ones
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // left out, a call per coordinate costs most of the speed
    public static T Accumulate<T>(T sum, T x, T y)   // once per coordinate; T is a register of 1, 4, 8 or 16 values
        where T : struct, ILane<T>
    {
        T difference = T.Abs(x - y);
        T square = T.Create(0.5f) * difference * difference;
        return sum + T.WhereLess(difference, T.Create(1), square, difference - T.Create(0.5f));
    }

    public static T Finish<T>(T sum)
        where T : struct, ILane<T> => sum;
}
#endregion
