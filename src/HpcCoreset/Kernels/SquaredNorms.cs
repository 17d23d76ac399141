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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OfPanel<T>(float* panel, int dimension, float* norms)
        where T : struct, ILane<T>
    {
        for (int lane = 0; lane < RowPanels.Lanes; lane += T.Width)
        {
            T norm = T.Create(0);
            for (nint start = 0; start < dimension; start += Chain)
            {
                T sum = T.Create(0);
                for (nint t = start; t < dimension && t < start + Chain; t++)
                {
                    T x = T.Load(ref Unsafe.AsRef<float>(panel), t * RowPanels.Lanes + lane);
                    sum = T.MultiplyAdd(x, x, sum);
                }
                norm += sum;
            }
            norm.Store(ref Unsafe.AsRef<float>(norms), lane);
        }
    }
}
