using System;
using System.Runtime.CompilerServices;
using HpcCoreset.Numerics;

namespace HpcCoreset.Training.Convex;

/// <summary><see cref="LinearLoss.Logistic"/> of three classes and more.</summary>
internal readonly unsafe struct SoftmaxLoss : ILinearLoss
{
    public static double Smoothness => 0.5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Differentiate(double* scores, int outputs, double target, bool wantsLoss)
    {
        int label = (int)target;
        double ofLabel = scores[label], largest = Normalise(scores, outputs, out double sum);
        scores[label] -= 1;
        return wantsLoss ? largest - ofLabel + MonotoneLogarithm.Of(sum) : 0;
    }

    /// <summary>Scores become probabilities.</summary>
    /// <returns>The largest score.</returns>
    public static double Normalise(double* scores, int outputs, out double sum)
    {
        double largest = scores[0];
        for (int c = 1; c < outputs; c++) largest = Math.Max(largest, scores[c]);
        sum = 0;
        for (int c = 0; c < outputs; c++) sum += scores[c] = ExactExponential.Negative(largest - scores[c]);
        for (int c = 0; c < outputs; c++) scores[c] /= sum;
        return largest;
    }
}
