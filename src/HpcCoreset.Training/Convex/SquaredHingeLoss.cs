using System;
using System.Runtime.CompilerServices;

namespace HpcCoreset.Training.Convex;

/// <summary><see cref="LinearLoss.SquaredHinge"/> of any number of classes.</summary>
internal readonly unsafe struct SquaredHingeLoss : ILinearLoss
{
    public static double Smoothness => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Differentiate(double* scores, int outputs, double target, bool wantsLoss)
    {
        double loss = 0;
        for (int c = 0; c < outputs; c++)
        {
            double sign = target == (outputs == 1 ? 1 : c) ? 1 : -1, lacking = Math.Max(0, 1 - sign * scores[c]);
            scores[c] = -2 * sign * lacking;
            loss += lacking * lacking;
        }
        return loss;
    }
}
