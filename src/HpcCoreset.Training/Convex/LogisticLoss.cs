using System;
using System.Runtime.CompilerServices;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training.Convex;

/// <summary><see cref="LinearLoss.Logistic"/> of two classes.</summary>
internal readonly unsafe struct LogisticLoss : ILinearLoss
{
    public static double Smoothness => 0.25;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Differentiate(double* scores, int outputs, double target, bool wantsLoss)
    {
        double score = scores[0], small = ExactExponential.Negative(Math.Abs(score)), share = 1 / (1 + small);
        scores[0] = (score >= 0 ? share : small * share) - target;
        return wantsLoss ? Math.Max(score, 0) - score * target + MonotoneLogarithm.Of(1 + small) : 0;
    }
}
