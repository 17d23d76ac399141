using System;

namespace HpcCoreset.Numerics;

/// <summary>
/// The exponential function in double from additions and FMA only: the C library's differs from machine to machine, and decisions must
/// not.
/// </summary>
internal static class ExactExponential
{
    /// <summary>exp(-x) for x at least 0, within 2 ulp; 0 beyond 708.</summary>
    /// <remarks>
    /// exp(-x) = 2^n exp(r), n = round(-x / ln 2), ln 2 split in two (Cody and Waite 1980), |r| at most 0.3466; the Taylor polynomial of
    /// degree 13 leaves 4e-18.
    /// </remarks>
    public static double Negative(double x)
    {
        if (x > 708) return 0;
        double n = Math.Round(-x * 1.4426950408889634);
        double r = Math.FusedMultiplyAdd(n, -6.93147180369123816490e-01, -x);
        r = Math.FusedMultiplyAdd(n, -1.90821492927058770002e-10, r);
        double sum = 1.0 / 6227020800;
        sum = Math.FusedMultiplyAdd(sum, r, 1.0 / 479001600);
        sum = Math.FusedMultiplyAdd(sum, r, 1.0 / 39916800);
        sum = Math.FusedMultiplyAdd(sum, r, 1.0 / 3628800);
        sum = Math.FusedMultiplyAdd(sum, r, 1.0 / 362880);
        sum = Math.FusedMultiplyAdd(sum, r, 1.0 / 40320);
        sum = Math.FusedMultiplyAdd(sum, r, 1.0 / 5040);
        sum = Math.FusedMultiplyAdd(sum, r, 1.0 / 720);
        sum = Math.FusedMultiplyAdd(sum, r, 1.0 / 120);
        sum = Math.FusedMultiplyAdd(sum, r, 1.0 / 24);
        sum = Math.FusedMultiplyAdd(sum, r, 1.0 / 6);
        sum = Math.FusedMultiplyAdd(sum, r, 0.5);
        sum = Math.FusedMultiplyAdd(sum, r, 1);
        sum = Math.FusedMultiplyAdd(sum, r, 1);
        return sum * BitConverter.Int64BitsToDouble((long)(n + 1023) << 52);
    }
}
