using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using HpcCoreset.Kernels;

namespace HpcCoreset.Benchmarks.Passes;

/// <summary>
/// The control: what a programmer gets who knows the tile and writes it once, by hand, generic over the dimension, for 512-bit registers
/// only. Nearest and runner-up in expanded form; no near-ties, no chains, no other metric.
/// </summary>
internal static class HandWrittenTile<TDimension>
    where TDimension : struct, IDimension
{
    private const int Rows = RowPanels.Lanes;
    private const int Points = 6;
    private const int Width = 16;

    public static bool IsSupported => Avx512F.IsSupported;

    public static void Assign(
        ref float panels, int panelCount, ref float rowTerms, ref float centres, int centreCount, ref float centreTerms,
        ref int owner, ref float distance, ref float runnerUp)
    {
        Span<float> sums = stackalloc float[Points * Rows];
        for (nint panel = 0; panel < panelCount; panel++)
        {
            ref float rows = ref Unsafe.Add(ref panels, panel * Rows * TDimension.Value);
            ref float nearest = ref Unsafe.Add(ref distance, panel * Rows), second = ref Unsafe.Add(ref runnerUp, panel * Rows);
            ref int winner = ref Unsafe.Add(ref owner, panel * Rows);
            for (nint row = 0; row < Rows; row++)
                (Unsafe.Add(ref nearest, row), Unsafe.Add(ref second, row)) = (float.PositiveInfinity, float.PositiveInfinity);
            int centre = 0;
            for (; centre + Points <= centreCount; centre += Points)
            {
                Sums(ref rows, ref Unsafe.Add(ref centres, (nint)centre * TDimension.Value), ref sums[0]);
                Keep(ref sums[0], Points, ref Unsafe.Add(ref rowTerms, panel * Rows), ref centreTerms, centre, ref winner, ref nearest, ref second);
            }
            for (; centre < centreCount; centre++)
            {
                OneSum(ref rows, ref Unsafe.Add(ref centres, (nint)centre * TDimension.Value), ref sums[0]);
                Keep(ref sums[0], 1, ref Unsafe.Add(ref rowTerms, panel * Rows), ref centreTerms, centre, ref winner, ref nearest, ref second);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Sums(ref float rows, ref float points, ref float sums)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default;
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default;
        Vector512<float> d0 = default, d1 = default, d2 = default, d3 = default;
        Vector512<float> e0 = default, e1 = default, e2 = default, e3 = default;
        Vector512<float> f0 = default, f1 = default, f2 = default, f3 = default;
        for (nint t = 0; t < TDimension.Value; t++)
        {
            ref float row = ref Unsafe.Add(ref rows, t * Rows);
            Vector512<float> x0 = Vector512.LoadUnsafe(ref row), x1 = Vector512.LoadUnsafe(ref row, Width);
            Vector512<float> x2 = Vector512.LoadUnsafe(ref row, 2 * Width), x3 = Vector512.LoadUnsafe(ref row, 3 * Width);
            Add(ref points, t, 0, x0, x1, x2, x3, ref a0, ref a1, ref a2, ref a3);
            Add(ref points, t, 1, x0, x1, x2, x3, ref b0, ref b1, ref b2, ref b3);
            Add(ref points, t, 2, x0, x1, x2, x3, ref c0, ref c1, ref c2, ref c3);
            Add(ref points, t, 3, x0, x1, x2, x3, ref d0, ref d1, ref d2, ref d3);
            Add(ref points, t, 4, x0, x1, x2, x3, ref e0, ref e1, ref e2, ref e3);
            Add(ref points, t, 5, x0, x1, x2, x3, ref f0, ref f1, ref f2, ref f3);
        }
        Store(ref sums, 0, a0, a1, a2, a3);
        Store(ref sums, 1, b0, b1, b2, b3);
        Store(ref sums, 2, c0, c1, c2, c3);
        Store(ref sums, 3, d0, d1, d2, d3);
        Store(ref sums, 4, e0, e1, e2, e3);
        Store(ref sums, 5, f0, f1, f2, f3);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void OneSum(ref float rows, ref float points, ref float sums)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default;
        for (nint t = 0; t < TDimension.Value; t++)
        {
            ref float row = ref Unsafe.Add(ref rows, t * Rows);
            Vector512<float> x0 = Vector512.LoadUnsafe(ref row), x1 = Vector512.LoadUnsafe(ref row, Width);
            Vector512<float> x2 = Vector512.LoadUnsafe(ref row, 2 * Width), x3 = Vector512.LoadUnsafe(ref row, 3 * Width);
            Add(ref points, t, 0, x0, x1, x2, x3, ref a0, ref a1, ref a2, ref a3);
        }
        Store(ref sums, 0, a0, a1, a2, a3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        ref float points, nint t, int point, Vector512<float> x0, Vector512<float> x1, Vector512<float> x2, Vector512<float> x3,
        ref Vector512<float> sum0, ref Vector512<float> sum1, ref Vector512<float> sum2, ref Vector512<float> sum3)
    {
        Vector512<float> y = Vector512.Create(Unsafe.Add(ref points, t + point * TDimension.Value));
        sum0 = Avx512F.FusedMultiplyAdd(x0, y, sum0);
        sum1 = Avx512F.FusedMultiplyAdd(x1, y, sum1);
        sum2 = Avx512F.FusedMultiplyAdd(x2, y, sum2);
        sum3 = Avx512F.FusedMultiplyAdd(x3, y, sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        ref float sums, nint point, Vector512<float> sum0, Vector512<float> sum1, Vector512<float> sum2, Vector512<float> sum3)
    {
        ref float target = ref Unsafe.Add(ref sums, point * Rows);
        sum0.StoreUnsafe(ref target);
        sum1.StoreUnsafe(ref target, Width);
        sum2.StoreUnsafe(ref target, 2 * Width);
        sum3.StoreUnsafe(ref target, 3 * Width);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Keep(
        ref float sums, int points, ref float rowTerms, ref float centreTerms, int first, ref int owner, ref float distance, ref float runnerUp)
    {
        for (nuint row = 0; row < Rows; row += Width)
        {
            Vector512<float> term = Vector512.LoadUnsafe(ref rowTerms, row), nearest = Vector512.LoadUnsafe(ref distance, row);
            Vector512<float> second = Vector512.LoadUnsafe(ref runnerUp, row);
            Vector512<int> winner = Vector512.LoadUnsafe(ref owner, row);
            for (int point = 0; point < points; point++)
            {
                Vector512<float> sum = Vector512.LoadUnsafe(ref sums, (nuint)(point * Rows) + row);
                Vector512<float> norms = term + Vector512.Create(Unsafe.Add(ref centreTerms, first + point));
                Vector512<float> value = Avx512F.FusedMultiplyAddNegated(Vector512.Create(2f), sum, norms);
                Vector512<float> closer = Vector512.LessThan(value, nearest);
                second = Avx512F.Min(second, Avx512F.Max(value, nearest));
                winner = Vector512.ConditionalSelect(closer.AsInt32(), Vector512.Create(first + point), winner);
                nearest = Avx512F.Min(value, nearest);
            }
            nearest.StoreUnsafe(ref distance, row);
            second.StoreUnsafe(ref runnerUp, row);
            winner.StoreUnsafe(ref owner, row);
        }
    }
}
