using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using HpcCoreset.Runtime;

namespace HpcCoreset.Kernels;

/// <summary>
/// Squared norms, summed as the passes sum an inner product (over the dimensions in order, with FMA, in chains of 128), so that the expanded form gives
/// exactly 0 for a row and itself.
/// </summary>
internal static unsafe class SquaredNorms
{
    /// <summary>Coordinates that one chain of FMAs sums up, as in the generated tiles.</summary>
    public const int Chain = 128;

    /// <summary>Norms of one panel's 64 rows.</summary>
    public static void OfPanel(float* panel, int dimension, float* norms)
    {
        if (Avx512F.IsSupported) OfPanel<Lane512>(panel, dimension, norms);
        else if (Fma.IsSupported) OfPanel<Lane256>(panel, dimension, norms);
        else if (AdvSimd.IsSupported) OfPanel<Lane128>(panel, dimension, norms);
        else OfPanel<ScalarLane>(panel, dimension, norms);
    }

    /// <summary>Norm of one row-major vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float OfVector(float* vector, int dimension)
    {
        float norm = 0;
        for (int start = 0; start < dimension; start += Chain)
        {
            float sum = 0;
            for (int t = start; t < dimension && t < start + Chain; t++) sum = MathF.FusedMultiplyAdd(vector[t], vector[t], sum);
            norm += sum;
        }
        return norm;
    }

    /// <summary>Four registers of rows at a time: one alone would wait for its own sum at every step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OfPanel<T>(float* panel, int dimension, float* norms)
        where T : struct, ILane<T>
    {
        for (int lane = 0; lane < RowPanels.Lanes; lane += 4 * T.Width)
        {
            T norm0 = T.Create(0), norm1 = norm0, norm2 = norm0, norm3 = norm0;
            for (nint start = 0; start < dimension; start += Chain)
            {
                T sum0 = T.Create(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
                for (nint t = start; t < dimension && t < start + Chain; t++)
                {
                    ref float rows = ref Unsafe.AsRef<float>(panel + t * RowPanels.Lanes + lane);
                    (T x0, T x1) = (T.Load(ref rows, 0), T.Load(ref rows, T.Width));
                    (T x2, T x3) = (T.Load(ref rows, 2 * T.Width), T.Load(ref rows, 3 * T.Width));
                    (sum0, sum1) = (T.MultiplyAdd(x0, x0, sum0), T.MultiplyAdd(x1, x1, sum1));
                    (sum2, sum3) = (T.MultiplyAdd(x2, x2, sum2), T.MultiplyAdd(x3, x3, sum3));
                }
                (norm0, norm1, norm2, norm3) = (norm0 + sum0, norm1 + sum1, norm2 + sum2, norm3 + sum3);
            }
            ref float target = ref Unsafe.AsRef<float>(norms + lane);
            norm0.Store(ref target, 0);
            norm1.Store(ref target, T.Width);
            norm2.Store(ref target, 2 * T.Width);
            norm3.Store(ref target, 3 * T.Width);
        }
    }
}
