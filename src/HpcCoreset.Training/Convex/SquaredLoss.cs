using System.Runtime.CompilerServices;

namespace HpcCoreset.Training.Convex;

/// <summary><see cref="LinearLoss.Squared"/>.</summary>
internal readonly unsafe struct SquaredLoss : ILinearLoss
{
    public static double Smoothness => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Differentiate(double* scores, int outputs, double target, bool wantsLoss)
    {
        double error = scores[0] -= target;
        return 0.5 * error * error;
    }
}
